/** A conference as its screen reads it: who is at the table, what is agreed, and what is still to be recorded. */
import { headsOf, isUnsettled, rowIds, textField, textOf, type RecordLike } from './reading';
import { standing } from './taken-back';

export interface AtTable {
  row: string;
  name: string;
  relation: string;
  contact: string;
  attendance: string;
  disagrees: boolean;
}

const part = (record: RecordLike, list: string, row: string, name: string): string => textField(record, `${list}/${row}/${name}`);

export const peopleOf = (record: RecordLike): AtTable[] =>
  rowIds(record, 'people').map((row) => ({
    row,
    name: part(record, 'people', row, 'name'),
    relation: part(record, 'people', row, 'relation'),
    contact: part(record, 'people', row, 'contact'),
    attendance: part(record, 'people', row, 'attendance'),
    disagrees: headsOf(record, `people/${row}/disagrees`).some(({ value }) => value === true),
  }));

export const isHere = ({ attendance }: AtTable): boolean => attendance === 'present' || attendance === 'phone';

export interface RowWords {
  row: string;
  words: string;
  /** Two people wrote different things of it, or one took out what another goes on with: it is not agreed. */
  unsettled: boolean;
}

export const wordsIn = (record: RecordLike, list: string, name: string): RowWords[] =>
  rowIds(record, list)
    .map((row) => ({ row, words: part(record, list, row, name), unsettled: [name, 'alive'].some((one) => isUnsettled(record, `${list}/${row}/${one}`)) }))
    .filter(({ words }) => words !== '');

export interface AgreedAction extends RowWords {
  owner: string;
  due: string;
  /** What was made of it in the plan; empty before that. */
  made: string;
}

export interface PlanChange extends AgreedAction {
  what: string;
}

/** Rows of which somebody does each by a day. */
const doneIn = (record: RecordLike, list: 'actions' | 'planChanges', name: string): AgreedAction[] =>
  wordsIn(record, list, name).map((one) => ({
    ...one,
    unsettled: one.unsettled || isUnsettled(record, `${list}/${one.row}/due`),
    owner: part(record, list, one.row, 'owner'),
    due: part(record, list, one.row, 'due'),
    made: part(record, list, one.row, 'made'),
  }));

export const planChangesOf = (record: RecordLike): PlanChange[] =>
  doneIn(record, 'planChanges', 'words').map((one) => ({ ...one, what: part(record, 'planChanges', one.row, 'what') || 'service' }));

export const actionsOf = (record: RecordLike): AgreedAction[] => doneIn(record, 'actions', 'what');

/** A goal is the patient's and everybody's; what else changes somebody arranges. */
export const isArranged = ({ what }: PlanChange): boolean => what !== 'goal';

export interface Named {
  id: string;
  name: string;
  at: string;
  relation: string;
  /** As it was appended. */
  said: { at: string };
}

export const namedIn = (record: RecordLike, field: 'agreed' | 'copies'): Named[] =>
  standing(record.entries[field], field === 'agreed' ? 'name' : 'to').map(({ id, value }) => {
    const at = textOf(value.at);
    return { id, name: textOf(value.name) || textOf(value.to), at, relation: textOf(value.relation), said: { ...value, at } };
  });

export interface Left {
  words: string;
  /** The element that the line leads to. */
  field: string;
}

/** Without these a conference has no end that anybody could read later. Fields that people differ on are not agreed. */
export const mustHave = (record: RecordLike): Left[] => {
  const left: Left[] = [];
  if (textField(record, 'purpose') === '') left.push({ words: 'Purpose and decision needed', field: 'purpose' });
  if (!peopleOf(record).some(isHere)) left.push({ words: 'Who is at the table', field: 'at-table' });
  const decided = wordsIn(record, 'decisions', 'words');
  if (decided.length === 0 && textField(record, 'nextDate') === '') left.push({ words: 'A decision, or the next date', field: 'decisions' });
  if (namedIn(record, 'agreed').length === 0) left.push({ words: 'Read back and agreed by somebody', field: 'agreed' });
  const [changes, actions] = [planChangesOf(record), actionsOf(record)];
  const torn = Object.entries({ decisions: decided, 'plan-changes': changes, actions }).find(([, rows]) => rows.some(({ unsettled }) => unsettled));
  if (torn) left.push({ words: 'Different answers among what was agreed', field: torn[0] });
  // What nobody does is nobody's task, and falls through. The line leads to the first row that lacks it.
  const lacks = (words: string, list: string, part: string, row: AgreedAction | undefined): void => {
    if (row) left.push({ words, field: `${list}/${row.row}/${part}` });
  };
  lacks('Who arranges each change', 'planChanges', 'owner', changes.find((change) => isArranged(change) && change.owner === '' && change.made === ''));
  lacks('Who does each action', 'actions', 'owner', actions.find(({ owner, made }) => owner === '' && made === ''));
  lacks('By when each action is done', 'actions', 'due', actions.find(({ due, unsettled, made }) => due === '' && !unsettled && made === ''));
  return left;
};

/** Worth recording; nothing of it keeps a conference from ending. */
export const shouldHave = (record: RecordLike): Left[] => {
  const missing: Left[] = [];
  const ask = (empty: boolean, words: string, field: string): void => {
    if (empty) missing.push({ words, field });
  };
  ask(textField(record, 'agreement') === '', 'The patient agrees to the meeting', 'agreement');
  ask(textField(record, 'capacity') === '', 'Who decides: alone, with help, or somebody else', 'capacity');
  ask(headsOf(record, 'decisionMaker').length === 0, 'Decision maker today', 'decision-maker');
  ask(textField(record, 'update') === '', 'Clinical and functional update', 'update');
  ask(textField(record, 'matters') === '', 'What matters most', 'matters');
  ask(wordsIn(record, 'options', 'title').length === 0, 'Options discussed', 'options');
  ask(namedIn(record, 'copies').length === 0, 'Copies sent to', 'copies');
  return missing;
};

export const minutesBetween = (from: string, to: string): number | null => {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  return Number.isFinite(minutes) && minutes >= 0 ? minutes : null;
};
