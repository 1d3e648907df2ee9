/**
 * What falls due with a transition, as `sync/deadlines/moves.py` has it: its next step, the contacts after it,
 * and the summaries that go along. Of a patient who died only the summaries are owed.
 */
import type { Calendar } from './deadline-calendar';
import type { Facts } from './deadline-rules';
import type { ChartRecord } from './deadlines';
import type { DeadlineRule } from './generated/deadlines';
import { headsOf, isObject, rowIds, type RecordLike } from './reading';

export interface Move {
  rule: DeadlineRule;
  subject: ChartRecord;
  facts: Facts;
  /** What meets each window, by its anchor. */
  met: Readonly<Record<string, string>>;
  owner: string | null;
}

/** Where care goes on at once in a facility: a transfer. Else a discharge. */
const FACILITIES: readonly string[] = ['hospital', 'emergency', 'psychiatric', 'snf', 'irf', 'ltch', 'nursing-home'];
const GOES: readonly string[] = ['planned', 'left', 'arrived', 'closed'];
/** States in which a transition must have a next step and somebody whose it is. */
export const OPEN_STATES: readonly string[] = ['referred', 'accepted', 'planned', 'left', 'arrived'];

const texts = (record: RecordLike, field: string): string[] =>
  headsOf(record, field).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
const first = (record: RecordLike, field: string): string | null => texts(record, field).sort()[0] ?? null;
const states = (record: RecordLike): string[] => texts(record, 'state');
const ownerOf = (record: RecordLike): string | null => texts(record, 'owner').filter((owner) => owner !== '').sort()[0] ?? null;

const sent = (record: RecordLike, what: string): string[] =>
  rowIds(record, 'sent').flatMap((row) => (texts(record, `sent/${row}/what`).includes(what) ? texts(record, `sent/${row}/sentAt`) : []));

/** When papers of this type were sent, the first one first. */
export const summariesSent = (transitions: readonly RecordLike[], what: string): string[] => transitions.flatMap((one) => sent(one, what)).sort();

/** When the field got the values that say something, the first one first. */
const filled = (record: RecordLike, field: string): string[] =>
  headsOf(record, field).flatMap(({ value, at }) => (typeof value === 'string' && value.trim() !== '' ? [at] : [])).sort();

const transfer = (subject: ChartRecord, calendar: Calendar): Move[] => {
  const leaves = texts(subject, 'way').includes('from-us') && states(subject).some((state) => GOES.includes(state));
  if (!leaves || !texts(subject, 'toSetting').some((setting) => FACILITIES.includes(setting))) return [];
  const left = first(subject, 'leftAt');
  const transferred = left === null ? first(subject, 'expectedDischarge') : calendar.dayOf(left);
  const unplanned = headsOf(subject, 'unplanned').some(({ value }) => value === true);
  const [at] = sent(subject, 'transfer-summary').sort();
  return [{
    rule: 'transfer-summary',
    subject,
    facts: unplanned ? { learned: first(subject, 'learned') ?? transferred } : { transferred },
    met: at === undefined ? {} : { '': at },
    owner: ownerOf(subject),
  }];
};

const step = (subject: ChartRecord): Move[] => {
  if (!states(subject).some((state) => OPEN_STATES.includes(state))) return [];
  const parts = ['nextStep', 'owner'];
  const missing = parts
    .filter((part) => filled(subject, part).length === 0)
    .map((part) => headsOf(subject, part).map(({ at }) => at).sort().at(-1) ?? subject.created.at)
    .sort();
  const given = parts.map((part) => filled(subject, part)[0] ?? '').sort().at(-1) ?? '';
  const owner = ownerOf(subject);
  const asked: Move = { rule: 'transition-step', subject, facts: { asked: missing[0] ?? subject.created.at }, met: missing.length > 0 ? {} : { '': given }, owner };
  if (filled(subject, 'nextStep').length === 0) return [asked];
  return [asked, { rule: 'transition-next', subject, facts: { nextDue: first(subject, 'nextDue') }, met: {}, owner }];
};

const contactsIn = (record: RecordLike): Record<string, unknown>[] => (record.entries['contacts'] ?? []).map(({ value }) => (isObject(value) ? value : {}));

/** When the contacts of a transition learned how the patient is, in no order. That she died is no contact with her. */
export const reachedAt = (record: RecordLike): string[] =>
  contactsIn(record).flatMap(({ at, result }) => (result !== 'not-reached' && result !== 'died' && typeof at === 'string' ? [at] : []));

const contacts = (subject: ChartRecord): Move[] => {
  const entries = contactsIn(subject);
  if (!states(subject).includes('arrived') || entries.some(({ result }) => result === 'died')) return [];
  const met: Record<string, string> = {};
  for (const { point, at, result } of entries) {
    if (result === 'not-reached' || typeof point !== 'string' || typeof at !== 'string') continue;
    const known = met[point];
    if (known === undefined || at < known) met[point] = at;
  }
  return [{ rule: 'transition-contact', subject, facts: { arrivedAt: first(subject, 'arrivedAt') }, met, owner: ownerOf(subject) }];
};

/** Everything that the transitions of one patient ask for. */
export const movesOf = (transitions: readonly ChartRecord[], calendar: Calendar, died: boolean): Move[] =>
  transitions.flatMap((one) => [...transfer(one, calendar), ...(died ? [] : [...step(one), ...contacts(one)])]);
