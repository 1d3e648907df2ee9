/**
 * What a transition says: how far it is, what it asks for, which contacts are due. Pure reading; the rules of time
 * are `deadline-rules.ts`. What is asked before accepting, and the checklist, are of the settings of care.
 */
import { ifBefore, ifYearOff } from './dates';
import { daysAfter, type Calendar } from './deadline-calendar';
import { OPEN_STATES } from './deadline-moves';
import { FIRST_CONTACT, windows, type Limits } from './deadline-rules';
import { KINDS } from './generated/kinds';
import { BUILT_IN, combine, type ChecklistItem, type DueFrom, type Item, type Pack, type Setting } from './settings';
import { anyValue, headsOf, isObject, isUnsettled, listOf, rowIds, settled, textField, textOf, type RecordLike } from './reading';

export interface Asked {
  code: string;
  text: string;
}

const asked = (given: unknown): readonly Asked[] =>
  listOf(given).flatMap((one) => (isObject(one) && textOf(one['text']) !== '' ? [{ code: textOf(one['code']), text: textOf(one['text']) }] : []));

/** An agency's own item may have no code: its words tell it apart. */
const ownItem = ({ code, text }: Asked): Item => ({ code, words: text, proposal: true, source: '', checked: false });

const ownPolicy = (agency: RecordLike | undefined): Record<string, unknown> => {
  const given = anyValue(agency, 'acceptancePolicy');
  return isObject(given) ? given : {};
};

/** What the agency calls its policy of acceptance to service; kept with each decision. */
export const policyName = (agency: RecordLike | undefined): string => textOf(ownPolicy(agency)['name']);

/** What is asked before this patient is accepted. The agency's own points stand where home health's would. */
export const policyPoints = (agency: RecordLike | undefined, setting: Setting): readonly Asked[] => {
  const own = asked(ownPolicy(agency)['points']).map(ownItem);
  const isHomeHealths = ({ code, acceptance }: Pack): boolean => code === BUILT_IN || acceptance.length === 0;
  const { acceptance } = own.length === 0 ? setting : combine(setting.packs.map((pack) => (isHomeHealths(pack) ? { ...pack, acceptance: own } : pack)));
  return acceptance.map(({ code, words }) => ({ code, text: words }));
};

/** What a move of this patient asks for. The agency's own list stands where home health's would. */
export const checklistOf = (agency: RecordLike | undefined, setting: Setting): readonly ChecklistItem[] => {
  const own = asked(anyValue(agency, 'transitionChecklist'));
  if (own.length === 0 || setting.packs.every(({ code }) => code !== BUILT_IN)) return setting.checklist;
  const list = own.map((one): ChecklistItem => ({ ...ownItem(one), who: '', due: null }));
  return combine(setting.packs.map((pack) => (pack.code === BUILT_IN ? { ...pack, checklist: list } : pack))).checklist;
};

/** The rows of the checklist in the order in which the packs name them, then what people added. */
export const checklistRows = (record: RecordLike, items: readonly ChecklistItem[]): string[] => {
  const place = (row: string): number => {
    const [code, words] = [textField(record, `checklist/${row}/code`), textField(record, `checklist/${row}/item`)];
    // An agency's own items may have no codes: their words tell them apart.
    const at = items.findIndex((item) => (item.code === '' && code === '' ? item.words === words : item.code === code));
    return at < 0 ? items.length : at;
  };
  return rowIds(record, 'checklist').sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
};

/** What the patient's settings ask for and this record has no row of: it was begun before they were chosen. */
export const notAskedYet = (record: RecordLike, items: readonly ChecklistItem[]): ChecklistItem[] => {
  const there = new Set(rowIds(record, 'checklist').map((row) => textField(record, `checklist/${row}/code`)));
  return items.filter(({ code }) => !there.has(code));
};

const FROM_WORDS: Readonly<Record<DueFrom, string>> = {
  admitted: 'the admission',
  expectedDischarge: 'the expected discharge',
  leftAt: 'leaving',
  arrivedAt: 'arriving',
};

export interface DueByPack {
  /** Null while the date that it is counted from is not known, or two people know different ones. */
  day: string | null;
  words: string;
}

/** When an item is due as its pack has it; `day` gives the day of a moment by the agency's clock. */
export const dueByPack = ({ due }: Pick<ChecklistItem, 'due'>, record: RecordLike, day: (at: string) => string): DueByPack | null => {
  if (due === null) return null;
  const known = textOf(settled(record, due.from));
  const counted = known.includes('T') ? day(known) : known;
  const many = Math.abs(due.days);
  const distance = many === 0 ? 'on the day of' : `${many} ${many === 1 ? 'day' : 'days'} ${due.days < 0 ? 'before' : 'after'}`;
  return { day: counted === '' ? null : daysAfter(counted, due.days), words: `${distance} ${FROM_WORDS[due.from]}` };
};

const statesOf = (record: RecordLike): string[] => headsOf(record, 'state').map(({ value }) => textOf(value));

/** Where people disagree about the state, it is open as long as one of them says so. */
export const isOpen = (record: RecordLike): boolean => statesOf(record).some((state) => OPEN_STATES.includes(state));

export type Missing = 'nextStep' | 'owner';

/** Those of these people who no longer work here. */
export const whoLeft = (people: readonly RecordLike[]): ReadonlySet<string> =>
  new Set(people.filter((person) => textField(person, 'left') !== '').map(({ id }) => id));

/** What an open transition must not lack; whoever has left owns nothing any more. */
export const missingOf = (record: RecordLike, left: ReadonlySet<string>): Missing[] => {
  if (!isOpen(record)) return [];
  const says = (value: unknown): boolean => textOf(value).trim() !== '' && !left.has(textOf(value));
  return (['nextStep', 'owner'] as const).filter((field) => !headsOf(record, field).some(({ value }) => says(value)));
};

/** Whose it still is on paper, although she works here no more; empty where that is nobody. */
export const ownerWhoLeft = (record: RecordLike, left: ReadonlySet<string>): string =>
  missingOf(record, left).includes('owner') ? textField(record, 'owner') : '';

export interface Count {
  done: number;
  of: number;
}

/** An item counts once nobody disagrees that it is done, or not needed and why. */
export const isItemDone = (record: RecordLike, row: string): boolean => {
  const status = settled(record, `checklist/${row}/status`);
  return status === 'done' || (status === 'not-needed' && textOf(settled(record, `checklist/${row}/reason`)) !== '');
};

export const checklistCount = (record: RecordLike): Count => {
  const rows = rowIds(record, 'checklist');
  return { done: rows.filter((row) => isItemDone(record, row)).length, of: rows.length };
};

export interface MedicineLine {
  /** The id of the chart's record, or of a row of its own. */
  row: string;
  words: string;
  /** The dose in the chart now; empty where the chart has no such medicine. */
  dose: string;
  inChart: boolean;
}

/** The medicines of the chart, then those that are only in the plan. */
export const medicineLines = (record: RecordLike, chart: readonly RecordLike[]): MedicineLine[] => {
  const known = chart.map((one): MedicineLine => {
    const coded = anyValue(one, 'medicine');
    const words = isObject(coded) ? textOf(coded['display']) || textOf(coded['code']) : '';
    return { row: one.id, words: words || 'Medicine without a name', dose: textField(one, 'dose'), inChart: true };
  });
  const ids = new Set(known.map(({ row }) => row));
  const others = rowIds(record, 'medicines')
    .filter((row) => !ids.has(row))
    .map((row): MedicineLine => ({ row, words: textField(record, `medicines/${row}/medicine`), dose: '', inChart: false }));
  return [...known, ...others];
};

const DECIDED_PARTS = ['decision', 'after', 'medicine', 'before'] as const;

/** Whether two people reconciled it differently: no screen and no paper takes one of the answers. */
export const isMedicineUnsettled = (record: RecordLike, row: string): boolean =>
  DECIDED_PARTS.some((part) => isUnsettled(record, `medicines/${row}/${part}`));

/** Changed or new without what it is from now on says nothing to whoever gives it. */
export const isMedicineDecided = (record: RecordLike, row: string): boolean => {
  const decision = settled(record, `medicines/${row}/decision`);
  if (typeof decision !== 'string' || isMedicineUnsettled(record, row)) return false;
  return decision === 'continue' || decision === 'stop' || textField(record, `medicines/${row}/after`) !== '';
};

export const medicineCount = (record: RecordLike, chart: readonly RecordLike[]): Count => {
  const lines = medicineLines(record, chart);
  return { done: lines.filter(({ row }) => isMedicineDecided(record, row)).length, of: lines.length };
};

export interface ContactDue {
  point: string;
  opens: string | null;
  due: string;
  /** When somebody was reached. */
  met: string | null;
}

/** "48 to 72 hours", as the patient's settings have it. */
export const pointWords = (point: string, { contactFromHours: from, contactUntilHours: until }: Limits): string => {
  if (point !== FIRST_CONTACT) return KINDS.transition.fields['contacts']?.codes?.['point']?.[point] ?? point;
  return from > 0 ? `${Math.min(from, until)} to ${until} hours` : `Within ${until} hours`;
};

export interface ContactEntry {
  id: string;
  by: string;
  point: string;
  at: string;
  how: string;
  who: string;
  result: string;
  words: string;
}

/** The contacts that were recorded, newest first. */
export const contactsOf = (record: RecordLike): ContactEntry[] =>
  (record.entries['contacts'] ?? [])
    .map(({ id, by, value }): ContactEntry => {
      const one = isObject(value) ? value : {};
      const part = (name: string): string => textOf(one[name]);
      return { id, by, point: part('point'), at: part('at'), how: part('how'), who: part('who'), result: part('result'), words: part('words') };
    })
    .sort((a, b) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? 1 : -1));

const EARLIEST = (record: RecordLike): string => headsOf(record, 'arrivedAt').map(({ value }) => textOf(value)).filter(Boolean).sort()[0] ?? '';

/** The contacts after the arrival, counted from the earlier one where two people entered different ones. */
export const contactsDue = (record: RecordLike, calendar: Calendar, limits: Limits, off: ReadonlySet<string> = new Set()): ContactDue[] => {
  if (off.has('transition-contact')) return [];
  const reached = contactsOf(record).filter(({ result }) => result !== 'not-reached');
  return windows('transition-contact', { arrivedAt: EARLIEST(record) }, calendar, limits).map(({ anchor, opens, due }) => ({
    point: anchor,
    opens,
    due,
    met: reached.filter(({ point }) => point === anchor).map(({ at }) => at).sort()[0] ?? null,
  }));
};

/** Why nobody is called any more: she died, as the chart or a contact says. */
export const hasDied = (patient: RecordLike | undefined, record: RecordLike): boolean =>
  textField(patient, 'deceased') !== '' || contactsOf(record).some(({ result }) => result === 'died');

export interface Decision {
  id: string;
  by: string;
  at: string;
  decision: string;
  reason: string;
  policy: string;
}

/** Every decision that was made, newest first: after a reopening there is a second one. */
export const decisionsOf = (record: RecordLike): Decision[] =>
  (record.entries['decisions'] ?? [])
    .map(({ id, by, value }): Decision => {
      const one = isObject(value) ? value : {};
      return { id, by, at: textOf(one['at']), decision: textOf(one['decision']), reason: textOf(one['reason']), policy: textOf(one['policy']) };
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));

/** "Green Hill, skilled nursing facility": where it goes from or to, as far as it is known; never one of two answers. */
export const placeWords = (record: RecordLike, end: 'from' | 'to'): string => {
  const [name, setting] = end === 'from' ? ['fromFacility', 'fromSetting'] : ['toProvider', 'toSetting'];
  if (isUnsettled(record, name) || isUnsettled(record, setting)) return 'Different answers';
  const words = KINDS.transition.fields[setting]?.choices?.[textField(record, setting)] ?? '';
  return [textField(record, name), words].filter(Boolean).join(', ');
};

/** "St. Mary to Green Hill". */
export const wayWords = (record: RecordLike): string => {
  const [from, to] = [placeWords(record, 'from'), placeWords(record, 'to')];
  return from === '' && to === '' ? '' : `${from || 'Not said from where'} to ${to || 'not decided yet'}`;
};

const STILL_AHEAD = 'This day is still to come. Enter it once it has happened.';
const ONE_IS_WRONG = 'One of the two is wrong.';

/** What speaks against a moment that something is said to have happened at, in words; empty where nothing does. `day` is its day by the agency's clock. */
export const momentObjection = (record: RecordLike, field: 'leftAt' | 'arrivedAt' | 'contacts', value: string, day: string, now: string): string => {
  if (value > now) return 'This is still to come. Enter it once it has happened.';
  const [admitted, left, arrived] = ['admitted', 'leftAt', 'arrivedAt'].map((name) => textOf(settled(record, name))) as [string, string, string];
  if (field === 'leftAt' && admitted !== '' && day < admitted) return `This is before the admission. ${ONE_IS_WRONG}`;
  if (field === 'arrivedAt' && left !== '' && value < left) return `This is before the patient left. ${ONE_IS_WRONG}`;
  // Both were typed to the minute.
  if (field === 'contacts' && arrived !== '' && value.slice(0, 16) < arrived.slice(0, 16)) return `This is before the patient arrived. ${ONE_IS_WRONG}`;
  return ifYearOff(day, now.slice(0, day.length));
};

/** What speaks against a day, in words; empty where nothing does. */
export const dayObjection = (record: RecordLike, field: string, day: string, today: string): string => {
  const [admitted, expected] = ['admitted', 'expectedDischarge'].map((name) => textOf(settled(record, name))) as [string, string];
  if (field === 'nextDue' && day < today) return 'This day is past. When is the next step due?';
  if ((field === 'admitted' || field === 'learned') && day > today) return STILL_AHEAD;
  if (field === 'admitted' && expected !== '' && day > expected) return `This is after the expected discharge. ${ONE_IS_WRONG}`;
  if (field === 'expectedDischarge' && admitted !== '' && day < admitted) return `This is before the admission. ${ONE_IS_WRONG}`;
  // Somebody may live in a place for years before she moves; all else of a move is near.
  return field === 'admitted' ? '' : ifYearOff(day, today);
};

/** What speaks against a day of something that was arranged; `opened` is the day on which the transition was. */
export const arrangedObjection = (record: RecordLike, at: { field: string; row: string; part: string }, day: string, { opened, today }: { opened: string; today: string }): string => {
  const { field, row, part } = at;
  const beside = (other: string): string => textOf(settled(record, `${field}/${row}/${other}`));
  if (field === 'equipment' && day > today) return STILL_AHEAD;
  if (part === 'delivered' && beside('ordered') !== '') return ifBefore(day, beside('ordered'), `This is before it was ordered. ${ONE_IS_WRONG}`) || ifYearOff(day, today);
  if (part === 'ordered' && beside('delivered') !== '' && day > beside('delivered')) return `This is after it was delivered. ${ONE_IS_WRONG}`;
  if (field === 'followUps' || field === 'services') return ifBefore(day, opened, 'This day was over before the transition was opened. Check day and year.') || ifYearOff(day, today);
  return ifYearOff(day, today);
};
