/**
 * Days that can hardly be meant: the twin of `server/review/date_sense.py`, by `tests/vectors/dates.json`. Nothing is
 * refused for it: the screens object while somebody types, and here whoever signs or reviews a visit sees what is left.
 */
import { settled, textOf, type RecordLike } from './reading';

/** Days by which something is to be done: none is over when it is written down. */
const DUE: Readonly<Record<string, string>> = { goal: 'due', intervention: 'due', task: 'due', teaching: 'again' };
const OVER = 'its day was over before it was written down';
const ONE_IS_WRONG = 'one of the two is wrong';
/** A month or a year alone is not compared. */
const DAY = '2026-11-27'.length;

export interface DateObjection {
  field: string;
  words: string;
}

type Dated = RecordLike & { kind: string; created?: { at: string; visit: string | null } | null };

/** Each field that does not fit and why; `dayOf` gives a moment's day by the agency's clock. Different answers are decided first. */
export const dateObjections = (record: Dated, dayOf: (at: string) => string): DateObjection[] => {
  const said = (field: string): string => textOf(settled(record, field));
  const day = (field: string): string => (said(field).length === DAY ? said(field) : '');
  const found: DateObjection[] = [];
  const due = DUE[record.kind];
  const made = record.created?.at ?? '';
  if (due !== undefined && made !== '' && day(due) !== '' && day(due) < dayOf(made)) found.push({ field: due, words: OVER });
  if (record.kind === 'visit' && day('nextContact') !== '' && said('startedAt') !== '') {
    const visited = dayOf(said('startedAt'));
    if (day('nextContact') < visited) found.push({ field: 'nextContact', words: 'this day was over before the visit' });
    else if (day('nextContact') > `${Number(visited.slice(0, 4)) + 1}${visited.slice(4)}`) found.push({ field: 'nextContact', words: 'more than a year after the visit' });
  }
  if (record.kind === 'transition') {
    const [admitted, left, arrived] = [day('admitted'), said('leftAt'), said('arrivedAt')];
    if (admitted !== '' && day('expectedDischarge') !== '' && day('expectedDischarge') < admitted) found.push({ field: 'expectedDischarge', words: `this is before the admission, ${ONE_IS_WRONG}` });
    if (admitted !== '' && left !== '' && dayOf(left) < admitted) found.push({ field: 'leftAt', words: `this is before the admission, ${ONE_IS_WRONG}` });
    if (left !== '' && arrived !== '' && arrived < left) found.push({ field: 'arrivedAt', words: `this is before the patient left, ${ONE_IS_WRONG}` });
  }
  return found;
};

/** What stands in a field is this visit's: the record was made in it, or the field written. */
export const isWrittenIn = (record: Dated, field: string, visit: string): boolean =>
  record.created?.visit === visit || (record.fields[field]?.heads.some((head) => head.visit === visit) ?? false);
