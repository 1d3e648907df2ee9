import type { AppStore, PatientId, RecordView } from '../../app/contract';
import { isDeleted } from '../../domain/reading';
import type { Duty, DutyRow } from './duty';
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

/** What is open of one duty on this tablet, of everybody or of this person alone. */
export const openOf = (store: AppStore, duty: Duty, now: Date, mine: boolean): Line[] =>
  store
    .all(duty.kind)
    .filter((record) => !isDeleted(record) && (!mine || (duty.mine?.(store, record) ?? true)))
    .map((record) => lineOf(store, duty, record, now))
    .filter(({ open }) => open)
    .sort(inOrder);

/** What was recorded in one visit. */
export const madeIn = (store: AppStore, patient: PatientId, visit: string, now: Date): Line[] =>
  linesOf(store, patient, now).filter(({ record }) => record.created.visit === visit);
