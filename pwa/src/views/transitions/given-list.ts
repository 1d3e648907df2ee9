/** What the facility options of the chart already say of the list that was given and of the choice. */
import type { Intent, Json, RecordView } from '../../app/contract';
import { headsOf, isObject, isUnsettled, settled, textField, textOf } from '../../domain/reading';
import { shownLists } from '../../domain/shown-list';
import { choiceOf } from '../options/options-facts';

export interface KnownList {
  options: RecordView;
  /** The list that was shown last, and who showed it. */
  given: { at: string; how: 'screen' | 'paper'; by: string } | null;
  choice: { by: string; what: string; free: boolean; at: string } | null;
}

const givenIn = (options: RecordView): KnownList['given'] => {
  const last = shownLists(options).sort((a, b) => (a.list.at < b.list.at ? -1 : 1)).at(-1);
  const entry = options.entries.shown?.find(({ id }) => id === last?.id);
  return last && entry ? { at: last.list.at, how: last.list.how === 'paper' ? 'paper' : 'screen', by: entry.by } : null;
};

/** Whoever signed the statement was told that the choice is free: it says so. */
const chosenIn = (options: RecordView): KnownList['choice'] => {
  const [made, value] = [choiceOf(options), settled(options, 'choice')];
  if (made === null || made.by === '' || !isObject(value)) return null;
  return { by: made.by, what: made.places.map(({ name }) => name).join(', '), free: textOf(value.statement) !== '', at: made.at };
};

/** What this transition lacks of it: of the list that it names, else of the newest that was shown. */
export const knownList = (record: RecordView, compared: readonly RecordView[]): KnownList | null => {
  if (isUnsettled(record, 'facilityOptions')) return null;
  const named = textField(record, 'facilityOptions');
  const asked = compared.filter(({ id }) => named === '' || id === named).sort((a, b) => (a.created.at > b.created.at ? -1 : 1));
  const lacks = (field: string): boolean => headsOf(record, field).every(({ value }) => value === null);
  for (const options of asked) {
    const given = lacks('listGiven') ? givenIn(options) : null;
    const choice = lacks('choice') ? chosenIn(options) : null;
    if (given || choice) return { options, given, choice };
  }
  return null;
};

/** Writes it down as it stands there; `dayOf` gives the day of a moment by the agency's clock. */
export const takeList = (record: RecordView, { options, given, choice }: KnownList, dayOf: (at: string) => string): Intent[] => {
  const set = (field: string, value: Json): Intent => ({ do: 'set', record: record.id, field, value });
  return [
    ...(textField(record, 'facilityOptions') === options.id ? [] : [set('facilityOptions', options.id)]),
    ...(given ? [set('listGiven', dayOf(given.at)), ...(headsOf(record, 'listMethod').length > 0 ? [] : [set('listMethod', given.how)])] : []),
    ...(choice ? [set('choice', { by: choice.by, free: choice.free, at: choice.at, ...(choice.what ? { choice: choice.what } : {}) })] : []),
  ];
};
