/** Writes record documents as the server would send them, for looking at screens. */
import type { Json, PatientId, PersonId, RecordId, Stamp } from '../src/app/contract';
import type { ConflictDocument, RecordDocument, StoredEntry, StoredField, StoredHead } from '../src/sync/document';

let made = 0;

/** Readable and stable: the same harness shows the same ids each time. */
export const id = (name = ''): RecordId => {
  made += 1;
  const tail = `${made.toString(16).padStart(6, '0')}${name ? name.charCodeAt(0).toString(16) : '00'}`.padStart(12, '0');
  return `0190a000-${made.toString(16).padStart(4, '0')}-7000-8000-${tail.slice(-12)}` as RecordId;
};

export interface Made {
  at: string;
  by: PersonId;
  visit?: RecordId | null;
}

let version = 100;

export function head(value: Json, { at, by, visit = null }: Made): StoredHead {
  version += 1;
  return { stamps: [id() as string as Stamp], value, by, device: 'office', at, wall: at, version, saw: [], visit, why: null };
}

export interface Wanted extends Made {
  id?: RecordId;
  kind: string;
  patient: PatientId;
  values: Record<string, Json>;
  entries?: Record<string, Json[]>;
  derived?: Record<string, Json>;
}

export function record({ kind, patient, values, entries = {}, derived = {}, ...made }: Wanted): RecordDocument {
  const own = made.id ?? id(kind);
  const fields = Object.entries(values).map(([field, value]) => [field, stored(value, made)] as const);
  const lists = Object.entries(entries).map(([field, list]) => [field, list.map((value) => entry(value, made))] as const);
  const created = { by: made.by, device: 'office', at: made.at, change: id() as string, visit: made.visit ?? null };
  return { id: own, kind, schema: 1, patient, version, created, fields: Object.fromEntries(fields), entries: Object.fromEntries(lists), derived };
}

const stored = (value: Json, made: Made): StoredField => ({ heads: [head(value, made)], past: [] });

const entry = (value: Json, { at, by, visit = null }: Made): StoredEntry => ({
  id: id(),
  value,
  by,
  device: 'office',
  at,
  wall: at,
  visit,
  version,
});

/** Adds a second answer to a field and gives the conflict record that goes with it. */
export function differ(document: RecordDocument, field: string, value: Json, made: Made): ConflictDocument {
  const stored = document.fields[field];
  if (!stored) throw new Error(`${document.kind} has no ${field}`);
  const before = stored.heads[0];
  const second = head(value, made);
  if (before) second.saw = before.saw;
  stored.heads.push(second);
  const opened = { at: made.at, stamp: second.stamps[0] ?? ('' as Stamp) };
  return {
    id: id('conflict'),
    kind: 'conflict',
    patient: document.patient,
    version,
    of: { record: document.id, kind: document.kind, field },
    open: true,
    episodes: [{ opened, heads: structuredClone(stored.heads), decision: null }],
  };
}
