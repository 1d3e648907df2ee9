/** Record documents as the server stores and sends them, and changes as devices write them. */
import type { Json, PatientId, PersonId, RecordId, Stamp, Why } from '../app/contract';

export interface StoredHead {
  stamps: Stamp[];
  value: Json;
  by: PersonId;
  device: string;
  at: string;
  wall: string;
  version: number | null;
  saw: Stamp[];
  visit: RecordId | null;
  why: Why | null;
}

export interface StoredPast extends StoredHead {
  until: string;
  replacedBy: Stamp;
}

export interface StoredField {
  heads: StoredHead[];
  past: StoredPast[];
}

export interface StoredEntry {
  id: string;
  value: Json;
  by: PersonId;
  device: string;
  at: string;
  wall: string;
  visit: RecordId | null;
  version: number | null;
}

export interface RecordDocument {
  id: RecordId;
  kind: string;
  schema: number;
  patient: PatientId;
  version: number;
  created: { by: PersonId; device: string; at: string; change: string; visit: RecordId | null };
  fields: Record<string, StoredField>;
  entries: Record<string, StoredEntry[]>;
  derived: Record<string, Json>;
}

export interface ConflictDocument {
  id: RecordId;
  kind: 'conflict';
  patient: PatientId;
  version: number;
  of: { record: RecordId; kind: string; field: string };
  open: boolean;
  episodes: {
    opened: { at: string; stamp: Stamp };
    heads: StoredHead[];
    decision: { stamp: Stamp; value: Json; by: PersonId; at: string; why: Why | null } | null;
  }[];
}

export type ServerDocument = RecordDocument | ConflictDocument;

export type Op =
  | { op: 'create' }
  | { op: 'set'; field: string; value: Json; saw: Stamp[]; base?: string; why?: Why }
  | { op: 'correct'; field: string; value: Json; saw: Stamp[]; why?: Why }
  | { op: 'event'; field: string; event: string; saw: Stamp[]; why?: Why }
  | { op: 'append'; field: string; value: Json }
  | { op: 'add'; field: string; value: Json; tag?: string }
  | { op: 'remove'; field: string; saw: Stamp[]; why?: Why }
  | { op: 'delete'; field?: string; saw: Whole; why?: Why };

/** Everything of a record or row that was on the screen: stamps of heads, ids of entries and tags, records under it. */
export interface Whole {
  stamps: Stamp[];
  entries: Stamp[];
  children: RecordId[];
}

export interface Need {
  id: string;
  hard: boolean;
}

/** The content of a change's exact text. */
export interface Change {
  /** 2 is written now; what an earlier app wrote and has not sent yet is 1. */
  v: 1 | 2;
  id: string;
  batch: string;
  record: RecordId;
  patient: PatientId;
  kind: string;
  schema: number;
  visit: RecordId | null;
  wall: string;
  hlc: string;
  needs: Need[];
  ops: Op[];
}
