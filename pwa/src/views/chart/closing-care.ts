/** What closing, mending, opening again and beginning anew write; and a death, entered one way wherever it is. */
import type { AppStore, Intent, Json, RecordId, RecordView } from '../../app/contract';
import { OPEN_KINDS, type Closing } from '../../domain/closing';
import { endsWithCare } from '../../domain/deadline-closing';
import { derivedId } from '../../domain/derived-id';
import { asksOutcome, BEFORE, cameBy, canBeGiven, endBefore, endingOf, isEndUnsettled, leftKey, type LeftOpen } from '../../domain/episodes';
import { showDate } from '../../domain/dates';
import { headsOf, isDeleted, isUnsettled, textField, textOf } from '../../domain/reading';
import { recordLine } from '../different/record-title';
import type { AgencyTime } from '../parts/agency-time';
import { changed, giving } from '../referrals/whose';
import { visitStart } from './facts';

type Store = Pick<AppStore, 'newId' | 'of'>;

const set = (record: RecordId, field: string, value: Json): Intent => ({ do: 'set', record, field, value });

/** A closing as the fields of an episode; null where it says nothing. */
const saidOf = (typed: Closing, satisfied: number | null): Record<string, Json> => ({
  reason: typed.reason, closedOn: typed.on, handedTo: typed.handedTo.trim() || null, handOver: typed.handOver.trim() || null, satisfaction: satisfied,
  outcome: typed.outcome || null, referredBy: (typed.referredBy ?? '').trim() || null,
});

/** The end that stands in the patient's own fields, as a record; and those fields emptied. Nothing where there is none. */
const keptBefore = (store: Store, patient: RecordView, more: Record<string, Json>, closed = true): Intent[] => {
  const before = endBefore(patient);
  if (before === null || isEndUnsettled(patient)) return [];
  const emptied = Object.keys(BEFORE).filter((field) => (patient.fields[field]?.heads[0]?.value ?? null) !== null);
  const fields = { ...before, ...Object.fromEntries(Object.entries(more).filter(([name, value]) => value !== null || name in before)) };
  return [
    { do: 'create', record: store.newId(), kind: 'episode', patient: patient.id, fields, ...(closed && 'reason' in fields ? { events: [{ field: 'state', event: 'close' }] } : {}) },
    ...emptied.map((field) => set(patient.id, field, null)),
  ];
};

/** A thing that is open, in a list of many: of several visits each by its day. */
export const openLine = (record: RecordView, time: Pick<AgencyTime, 'date'>): string => {
  const day = record.kind === 'visit' ? showDate(time.date(visitStart(record))) : '';
  return day ? `${recordLine(record)}, ${day}` : recordLine(record);
};

/** It is hers from now on, or of whom is named outside; a word of before that says another one goes. */
const handing = (one: RecordView, { owner, to }: LeftOpen): Intent[] => {
  // An action of the plan names whoever does it, of ours or not.
  if (one.kind === 'intervention') return changed(one, { owner: to.trim() });
  return one.kind === 'task' || one.kind === 'transition' ? changed(one, owner ? { owner } : {}) : giving(one, owner ?? '', to);
};

/** A deadline that ends with the care leaves nothing behind: who is to see to it all the same gets it as a task. */
const taskOf = (patient: RecordView, said: LeftOpen, ids: ClosingIds): Intent[] => {
  const { record, what, owner, due } = said;
  const task = ids.tasks.get(leftKey(said));
  if (!owner || !task) return [];
  const about = record === patient.id ? {} : { about: record };
  return [{ do: 'create', record: task, kind: 'task', patient: patient.id, fields: { what, owner, ...(due ? { due } : {}), ...about } }];
};

/** What happens to each open thing: ended here, a colleague's from now on, or named in the hand-over; all stand in the episode. */
const ofLeft = (store: Store, patient: RecordView, left: readonly LeftOpen[], ids: ClosingIds): Intent[] => {
  const open = new Map(OPEN_KINDS.flatMap((kind) => store.of(patient.id, kind)).map((one) => [one.id as string, one]));
  return left.flatMap((said): Intent[] => {
    const { record, rule, fate, reason } = said;
    if (rule) return fate === 'handed-over' ? taskOf(patient, said, ids) : [];
    const one = open.get(record);
    if (fate === 'handed-over') return one && canBeGiven(one) ? handing(one, said) : [];
    const event = one && endingOf(one);
    if (fate !== 'ended' || !one || !event) return [];
    const closes: Intent = { do: 'event', record: one.id, field: 'state', event, why: { code: 'other', text: reason } };
    // Its own screen says why it ended early from a field.
    if (one.kind === 'transition') return [set(one.id, 'endReason', reason), closes];
    return asksOutcome(one) ? [set(one.id, 'outcome', reason), { do: 'event', record: one.id, field: 'state', event }] : [closes];
  });
};

/** What two people who close one stretch of care unseen by each other name alike: its record, and what comes of what was open. */
export interface ClosingIds {
  /** Of the episode, where there is no record of it yet. */
  episode: RecordId;
  /** By the keys of what is open. A record's row has its id, a deadline's follows from its names. */
  rows: ReadonlyMap<string, string>;
  /** The task that is made of a deadline which ends with the care, by the same keys. */
  tasks: ReadonlyMap<string, RecordId>;
}

type Naming = Pick<AppStore, 'of' | 'sealed'>;

/** The episode that is made next: its id follows from the patient and from how many there were before. */
export const nextEpisode = (store: Naming, patient: RecordView): Promise<RecordId> =>
  derivedId((value) => store.sealed(value), patient.id, `episode/${store.of(patient.id, 'episode').length}`);

/** A deadline that was handed over before, by a closing that was opened again since, comes to another task than then. */
const taskId = async (store: Naming, patient: RecordView, { record, rule = '', anchor = '' }: LeftOpen): Promise<RecordId> => {
  const known = new Set(store.of(patient.id, 'task').map(({ id }) => id));
  for (let before = 0; ; before += 1) {
    const id = await derivedId((value) => store.sealed(value), record as RecordId, `task/${rule}/${anchor}/${before}`);
    if (!known.has(id)) return id;
  }
};

export const closingIds = async (store: Naming, patient: RecordView, left: readonly LeftOpen[]): Promise<ClosingIds> => {
  const rows = left.map(async (one): Promise<[string, string]> => [
    leftKey(one),
    one.rule ? await derivedId((value) => store.sealed(value), one.record as RecordId, `left/${one.rule}/${one.anchor ?? ''}`) : one.record,
  ]);
  const tasks = left.filter(({ rule = '' }) => endsWithCare(rule)).map(async (one): Promise<[string, RecordId]> => [leftKey(one), await taskId(store, patient, one)]);
  return { episode: await nextEpisode(store, patient), rows: new Map(await Promise.all(rows)), tasks: new Map(await Promise.all(tasks)) };
};

const rowsOf = (left: readonly LeftOpen[], ids: ClosingIds['rows']): Record<string, Json> =>
  Object.fromEntries(
    left.flatMap((one): [string, Json][] => {
      const { record, what, fate, reason, to, owner, rule, anchor } = one;
      const row = `left/${ids.get(leftKey(one)) ?? record}`;
      const answer: [string, Json][] = fate === 'ended' ? [['reason', reason]] : fate === 'handed-over' ? [['to', to], ...(owner ? [['owner', owner] as [string, Json]] : [])] : [];
      const which: [string, Json][] = rule ? [['rule', rule], ['anchor', anchor ?? '']] : [];
      return [['record', record] as [string, Json], ['what', what] as [string, Json], ...which, ['fate', fate] as [string, Json], ...answer].map(([part, value]) => [`${row}/${part}`, value]);
    }),
  );

/** Close the care that runs: a record of it where there is none yet, and the day that deadlines are counted from. */
export const closeCare = (store: Store, patient: RecordView, open: RecordView | undefined, typed: Closing, satisfied: number | null, left: readonly LeftOpen[], ids: ClosingIds): Intent[] => {
  const said = saidOf(typed, satisfied);
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
  const begun = textField(patient, 'startOfCare');
  const move = cameBy(store.of(patient.id, 'transition'));
  const record = open?.id ?? ids.episode;
  const closes: Intent[] = open
    // An end is written with its reason, also where the same one stood there before it was opened again.
    ? [...changed(open, said).filter((one) => one.do !== 'set' || one.field !== 'reason'), set(record, 'reason', typed.reason), { do: 'event', record, field: 'state', event: 'close' }]
    : [{ do: 'create', record, kind: 'episode', patient: patient.id, fields: { ...given, ...(begun ? { openedOn: begun } : {}), ...(move ? { transition: move.id } : {}) }, events: [{ field: 'state', event: 'close' }] }];
  return [...closes, ...Object.entries(rowsOf(left, ids.rows)).map(([field, value]) => set(record, field, value)), set(patient.id, 'discharged', typed.on), ...ofLeft(store, patient, left, ids)];
};

/** Mend the end of the last episode; one that stands in the patient's own fields becomes a record. */
export const mendEnd = (store: Store, patient: RecordView, closed: RecordView | undefined, typed: Closing, satisfied: number | null): Intent[] => {
  const said = saidOf(typed, satisfied);
  const day = textField(patient, 'discharged') === typed.on ? [] : [set(patient.id, 'discharged', typed.on)];
  return [...(closed ? changed(closed, said) : keptBefore(store, patient, said)), ...day];
};

/** It was closed by mistake: the same stretch of care goes on. */
export const openAgain = (store: Store, patient: RecordView, closed: RecordView | undefined): Intent[] => {
  const same: Intent[] = closed ? [{ do: 'event', record: closed.id, field: 'state', event: 'reopen' }] : keptBefore(store, patient, {}, false);
  return [...same, set(patient.id, 'discharged', null)];
};

/** Care begins anew: the ended stretch stands as it is, and deadlines are counted from the new first day. */
export const beginAnew = (store: Store, patient: RecordView, closed: RecordView | undefined, day: string, record: RecordId): Intent[] => {
  const move = cameBy(store.of(patient.id, 'transition'));
  const begun: Intent = { do: 'create', record, kind: 'episode', patient: patient.id, fields: { openedOn: day, ...(move ? { transition: move.id } : {}) } };
  return [...(closed ? [] : keptBefore(store, patient, {})), begun, set(patient.id, 'startOfCare', day), set(patient.id, 'discharged', null)];
};

/** A death is an event of the chart and the patient's own day, wherever it is entered: both, and the event once. */
export const deathOf = (store: Store, patient: RecordView, on: string, more: Record<string, Json> = {}): Intent[] => {
  const known = store.of(patient.id, 'event').some((event) => !isDeleted(event) && headsOf(event, 'what').some(({ value }) => textOf(value) === 'death'));
  const event: Intent = { do: 'create', record: store.newId(), kind: 'event', patient: patient.id, fields: { what: 'death', on, ...more } };
  return [...(known ? [] : [event]), ...(isUnsettled(patient, 'deceased') ? [] : [set(patient.id, 'deceased', on)])];
};
