/**
 * What somebody learnt of a facility, while she writes it down. A draft holds only what she wrote, so that what was
 * known before is neither typed again nor written over.
 */
import type { Intent, Json, RecordId, RecordView } from '../../app/contract';
import { showDate } from '../../domain/dates';
import { samePlan, type Overlay } from '../../domain/facility-overlay';
import { anyValue, isObject, listOf, textOf } from '../../domain/reading';

export type Answer = '' | 'yes' | 'no';

export interface Draft {
  /** The day that it was asked on; of beds, insurance and price. */
  asOf: string | null;
  source: string;
  beds: '' | 'yes' | 'soon' | 'no';
  count: string;
  payer: string;
  plan: string;
  accepts: Answer;
  reference: string;
  rate: string;
  medicaidPending: Answer;
  /** What it can care for, where she says another thing than is known. */
  can: Record<string, boolean>;
  /** Null while she left it as it is. */
  contact: string | null;
  note: string;
  financialInterest: Answer;
}

/** Where what somebody is writing down of a facility is kept until she saves it. */
export const learnedKey = (facility: string): string => `facility/${facility}/learned`;

export const emptyDraft = (today: string): Draft => ({
  asOf: today, source: '', beds: '', count: '', payer: '', plan: '', accepts: '', reference: '', rate: '', medicaidPending: '', can: {},
  contact: null, note: '', financialInterest: '',
});

const oneOf = <Word extends string>(value: unknown, words: readonly Word[]): Word | '' => words.find((word) => word === value) ?? '';
const YES_NO = ['yes', 'no'] as const;

/** What was kept of a draft that was interrupted; whatever is not of this shape is as if nothing was. */
export const readDraft = (kept: Json | undefined, today: string): Draft => {
  const empty = emptyDraft(today);
  if (!isObject(kept)) return empty;
  const words = (name: keyof Draft): string => textOf(kept[name]);
  return {
    ...empty,
    asOf: typeof kept['asOf'] === 'string' ? kept['asOf'] : null,
    source: words('source'), count: words('count'), payer: words('payer'), plan: words('plan'), reference: words('reference'), rate: words('rate'), note: words('note'),
    beds: oneOf(kept['beds'], ['yes', 'soon', 'no']),
    accepts: oneOf(kept['accepts'], YES_NO),
    medicaidPending: oneOf(kept['medicaidPending'], YES_NO),
    financialInterest: oneOf(kept['financialInterest'], YES_NO),
    can: isObject(kept['can']) ? Object.fromEntries(Object.entries(kept['can']).filter((one): one is [string, boolean] => typeof one[1] === 'boolean')) : {},
    contact: typeof kept['contact'] === 'string' ? kept['contact'] : null,
  };
};

export type Wrong = Partial<Record<'asOf' | 'beds' | 'count' | 'payer' | 'accepts' | 'rate' | 'nothing', string>>;

const MONEY = /^\$?(\d{1,5}(?:\.\d{1,2})?)$/u;
const COUNT = /^[1-9]\d{0,2}$/u;
const money = (typed: string): string | null => MONEY.exec(typed.trim())?.[1] ?? null;

const saysPlan = ({ payer, plan, accepts, reference }: Draft): boolean => accepts !== '' || [payer, plan, reference].some((words) => words.trim() !== '');

/** Whether she wrote anything: the day and who said so say nothing by themselves. */
export const saysAnything = (draft: Draft): boolean =>
  saysPlan(draft) ||
  [draft.beds, draft.medicaidPending, draft.financialInterest].some((one) => one !== '') ||
  [draft.count, draft.rate, draft.note].some((words) => words.trim() !== '') ||
  draft.contact !== null ||
  Object.keys(draft.can).length > 0;

/** What is missing or cannot be, by its field; in the order in which they stand on the screen. */
export const missing = (draft: Draft, known: Overlay, today: string): Wrong => {
  const wrong: Wrong = {};
  const { asOf } = draft;
  if (asOf === null) wrong.asOf = 'On which day was it asked?';
  else if (asOf > today) wrong.asOf = 'This day has not come yet.';
  if (draft.count.trim() !== '' && (draft.beds === '' || draft.beds === 'no')) wrong.beds = 'How many beds, but are any open?';
  else if (draft.beds !== '' && asOf !== null && known.openBeds && known.openBeds.asOf > asOf) {
    wrong.beds = `A newer answer is known, of ${showDate(known.openBeds.asOf)}. Set the day right, or leave this out.`;
  }
  if (draft.count.trim() !== '' && !COUNT.test(draft.count.trim())) wrong.count = 'A number from 1 to 999, or leave it empty.';
  if (saysPlan(draft) && draft.payer.trim() === '') wrong.payer = 'Which insurance?';
  if (saysPlan(draft) && draft.accepts === '') wrong.accepts = 'Say whether they take it.';
  if (draft.rate.trim() !== '' && money(draft.rate) === null) wrong.rate = 'An amount in dollars, such as 310 or 310.50.';
  else if (draft.rate.trim() !== '' && asOf !== null && known.privateRate && known.privateRate.asOf > asOf) {
    wrong.rate = `A newer price is known, of ${showDate(known.privateRate.asOf)}. Set the day right, or leave this out.`;
  }
  if (Object.keys(wrong).length === 0 && !saysAnything(draft)) wrong.nothing = 'Nothing new is written here yet.';
  return wrong;
};

export interface Around {
  facility: string;
  /** All records of what is known of it, the oldest first. */
  records: readonly RecordView[];
  known: Overlay;
  newId: () => RecordId;
}

const said = (words: string): Record<string, Json> => (words.trim() === '' ? {} : { source: words.trim() });

/** The parts of one batch; only for a draft of which nothing is missing. */
export const intentsOf = (draft: Draft, { facility, records, known, newId }: Around): Intent[] => {
  const [first] = records;
  const record = first?.id ?? newId();
  const asOf = draft.asOf ?? '';
  const set = (field: string, value: Json, of: RecordId = record): Intent => ({ do: 'set', record: of, field, value });
  const yes = (field: 'medicaidPending' | 'financialInterest'): Intent[] => (draft[field] === '' ? [] : [set(field, draft[field] === 'yes')]);
  return [
    ...(first ? [] : [{ do: 'create', record, kind: 'facility_overlay', patient: 'library', fields: { facility } } as const]),
    ...(draft.beds === '' ? [] : [set('openBeds', { value: draft.beds, ...(draft.count.trim() === '' ? {} : { count: Number(draft.count) }), asOf, ...said(draft.source) })]),
    ...(saysPlan(draft) ? planParts(draft, known, set, newId) : []),
    ...(draft.rate.trim() === '' ? [] : [set('privateRate', { perDay: money(draft.rate) ?? '', asOf, ...said(draft.source) })]),
    ...yes('medicaidPending'),
    ...capabilities(draft, records, set),
    ...(draft.contact === null ? [] : [set('admissionContact', draft.contact.trim())]),
    ...(draft.note.trim() === '' ? [] : noteParts(draft, set, newId)),
    ...yes('financialInterest'),
  ];
};

type Set = (field: string, value: Json, of?: RecordId) => Intent;

/** A newer answer about the same plan takes the row of the older one, which stays in its history; all its parts are set together. */
function planParts(draft: Draft, known: Overlay, set: Set, newId: () => RecordId): Intent[] {
  const asOf = draft.asOf ?? '';
  const before = known.payers.find((one) => samePlan(one, draft) && one.asOf <= asOf);
  const row = `payers/${before?.row ?? newId()}`;
  const of = before?.record as RecordId | undefined;
  const names: Record<string, Json> = before ? {} : { payer: draft.payer.trim(), plan: draft.plan.trim() };
  const parts: Record<string, Json> = { ...names, accepts: draft.accepts === 'yes', asOf, source: draft.source.trim(), reference: draft.reference.trim() };
  return Object.entries(parts).map(([part, value]) => set(`${row}/${part}`, value, of));
}

function noteParts(draft: Draft, set: Set, newId: () => RecordId): Intent[] {
  const row = `notes/${newId()}`;
  return [set(`${row}/on`, draft.asOf), set(`${row}/text`, draft.note.trim())];
}

/** What she added goes to the first record; what she took out goes from every one that has it. */
function capabilities({ can }: Draft, records: readonly RecordView[], set: Set): Intent[] {
  const lists = records.map((record) => ({ id: record.id, has: listOf(anyValue(record, 'capabilities')).map(textOf) }));
  const added = Object.keys(can).filter((code) => can[code] === true && !lists.some(({ has }) => has.includes(code)));
  const out = lists.flatMap(({ id, has }, place) => {
    const left = [...has.filter((code) => can[code] !== false), ...(place === 0 ? added : [])];
    return left.length === has.length && left.every((code) => has.includes(code)) ? [] : [set('capabilities', left, id)];
  });
  return lists.length === 0 && added.length > 0 ? [set('capabilities', added)] : out;
}
