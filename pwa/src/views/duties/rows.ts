import type { AppStore, PatientId, RecordView } from '../../app/contract';
import { isDeleted } from '../../domain/reading';
import type { Duty, DutyRow } from './duty';
import { TASKS } from '../tasks/duty';
import { DUTIES } from './index';

export interface Line extends DutyRow {
  duty: Duty;
  record: RecordView;
}

const lineOf = (store: AppStore, duty: Duty, record: RecordView, now: Date): Line => ({ ...duty.row(store, record, now), duty, record });

/** What is open first, the oldest on top; then what is closed, the newest on top. */
const inOrder = (a: Line, b: Line): number => {
  if (a.open !== b.open) return a.open ? -1 : 1;
  return (a.at < b.at ? -1 : a.at > b.at ? 1 : 0) * (a.open ? 1 : -1);
};

export const linesOf = (store: AppStore, patient: PatientId, now: Date, duties: readonly Duty[] = DUTIES): Line[] =>
  duties
    .flatMap((duty) => store.of(patient, duty.kind).filter((record) => !isDeleted(record)).map((record) => lineOf(store, duty, record, now)))
    .sort(inOrder);

/** A list of Work and what stands in it: what the plan has somebody do is a task to whoever does it. */
export const dutiesIn = (duty: Duty): Duty[] => (duty === TASKS ? [duty, ...DUTIES.filter(({ ofPlan }) => ofPlan)] : [duty]);

/** The lists of Work, each once. */
export const LISTS: readonly Duty[] = DUTIES.filter(({ ofPlan }) => !ofPlan);

/** What is open of some duties on this tablet, of everybody or of this person alone. */
export const openOf = (store: AppStore, duties: readonly Duty[], now: Date, mine: boolean): Line[] =>
  duties
    .flatMap((duty) =>
      store
        .all(duty.kind)
        .filter((record) => !isDeleted(record) && (!mine || (duty.mine?.(store, record) ?? true)))
        .map((record) => lineOf(store, duty, record, now)),
    )
    .filter(({ open }) => open)
    .sort(inOrder);

/** What was recorded in one visit, beside what is reviewed with the plan. */
export const madeIn = (store: AppStore, patient: PatientId, visit: string, now: Date): Line[] =>
  linesOf(store, patient, now, LISTS).filter(({ record }) => record.created.visit === visit);
