/** When the patient or her family was last reached, as the rule of contact counts it; and what a log still needs. */
import { reachedAt } from './deadline-moves';
import { anyValue, headsOf, isDeleted, textField, textOf, type RecordLike } from './reading';

const CLOSE = new Set(['patient', 'caregiver']);
const NOT_MADE = new Set(['not-home', 'cancelled']);

export interface Contacted {
  at: string;
  record: string;
  kind: string;
}

const allIn = (record: RecordLike, field: string, holds: (value: string) => boolean): boolean => {
  const heads = headsOf(record, field);
  return heads.length > 0 && heads.every(({ value }) => holds(textOf(value)));
};

const firstOf = (record: RecordLike, field: string): string => headsOf(record, field).map(({ value }) => textOf(value)).filter(Boolean).sort()[0] ?? '';

/** What people tell differently counts for nothing until it is settled, nor does what lies ahead of `now`. */
export const lastContact = (calls: readonly RecordLike[], visits: readonly RecordLike[], moves: readonly RecordLike[], now: string): Contacted | null => {
  const reached = calls.filter((call) => !isDeleted(call) && allIn(call, 'outcome', (value) => value === 'reached') && allIn(call, 'with', (value) => CLOSE.has(value)));
  const made = visits.filter((visit) => !allIn(visit, 'state', (value) => NOT_MADE.has(value)));
  const found = [
    ...reached.map((call) => ({ at: firstOf(call, 'at'), record: call.id, kind: call.kind })),
    ...made.map((visit) => ({ at: firstOf(visit, 'startedAt'), record: visit.id, kind: visit.kind })),
    ...moves.filter((move) => !isDeleted(move)).flatMap((move) => reachedAt(move).map((at) => ({ at, record: move.id, kind: move.kind }))),
  ];
  return found.filter(({ at }) => at !== '' && at <= now).sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
};

/** Newest first; one without a time by when it was written. */
export const newestFirst = <T extends RecordLike & { created: { at: string } }>(calls: readonly T[]): T[] => {
  const at = (call: T): string => textOf(anyValue(call, 'at')) || call.created.at;
  return calls.filter((call) => !isDeleted(call)).sort((a, b) => (at(a) < at(b) ? 1 : -1));
};

export const withWhom = (call: RecordLike): string => textField(call, 'name');
