/** The wire of POST /api/sync: what is asked, and a strict reading of what is answered. */
import type { Receipt } from '../vault/types';
import type { ServerDocument } from './document';
import { any, count, dict, flag, having, list, oneOf, orNull, text, type Read } from './shape';

export const PROTOCOL = 1;
export const MAX_CHANGES = 500;
/** Well under the server's 4 MB for a body, since texts are escaped once more inside it. */
export const MAX_TEXT = 1_500_000;

export interface WireBatch {
  id: string;
  sig: string;
  changes: { id: string; sha256: string; text: string }[];
}

export interface SyncRequest {
  protocol: typeof PROTOCOL;
  app: string;
  /** The tablet's clock at sending: the server works the clock's error out of it. */
  sent: string;
  timeline: number | null;
  cursor: string | null;
  held: string[];
  limit: number;
  audit_head: string | null;
  pull: boolean;
  /** Of the library alone, whatever else is granted. */
  library?: boolean;
  batches: WireBatch[];
  /** Digests are wanted although nothing may be new. */
  check?: boolean;
  /** Patients whose records here were not the server's; they are fetched again. */
  digest_mismatch?: string[];
  /** Changes that this device was told are held. */
  asks?: string[];
  history?: History | null;
  /** How many changes wait here, for who would end this tablet's access. */
  unsent?: number;
}

/** How many changes this vault has ever written, and the newest of them. */
export interface History {
  writes: number;
  last: string;
}

/** A patient's part in a page of snapshots: does her chart begin in it, does it end in it. */
export interface Portion {
  id: string;
  begins: boolean;
  ends: boolean;
}

export interface Page {
  mode: 'snapshot' | 'changes' | 'none';
  patients: Portion[];
  records: ServerDocument[];
}

export interface SyncAnswer {
  now: string;
  timeline: number;
  receipts: Receipt[];
  purge: string[];
  page: Page;
  cursor: string | null;
  complete: boolean;
  granted: string[];
  progress: { patients: number; done: number };
  audit_head: string | null;
  /** By patient, where the server counted. */
  digests: Record<string, string> | null;
  /** Up to which version a backup of the server holds everything. */
  backed_up: number | null;
  /** The office ended this tablet's access: it hands over and is sent nothing. */
  revoked: boolean | null;
}

const receipt: Read<Receipt> = having({
  id: text,
  sha256: text,
  outcome: oneOf('applied', 'merged', 'conflict', 'history', 'superseded', 'addendum', 'quarantined', 'waiting', 'set-aside'),
  version: orNull(count),
  reason: orNull(having({ code: text, text })),
});

const head = having({
  stamps: list(text),
  value: any,
  by: text,
  device: text,
  at: text,
  wall: text,
  version: orNull(count),
  saw: list(text),
  visit: orNull(text),
  why: orNull(having({ code: text, text })),
});

const entry = having({ id: text, value: any, by: text, at: text, wall: text, visit: orNull(text) });

const place = { id: text, kind: text, patient: text, version: count };

const recordDocument = having({
  ...place,
  created: having({ by: text, device: text, at: text, change: text, visit: orNull(text) }),
  fields: dict(having({ heads: list(head), past: list(head) })),
  entries: dict(list(entry)),
  derived: dict(any),
});

const conflictDocument = having({
  ...place,
  of: having({ record: text, kind: text, field: text }),
  open: flag,
  episodes: list(having({ opened: having({ at: text, stamp: text }), heads: list(head) })),
});

export const readDocument: Read<ServerDocument> = (value, where) => {
  const { kind } = having({ kind: text })(value, where);
  return (kind === 'conflict' ? conflictDocument : recordDocument)(value, where) as unknown as ServerDocument;
};

const page: Read<Page> = having({
  mode: oneOf('snapshot', 'changes', 'none'),
  patients: list(having({ id: text, begins: flag, ends: flag })),
  records: list(readDocument),
});

const answer: Read<SyncAnswer> = having({
  now: text,
  timeline: count,
  receipts: list(receipt),
  purge: list(text),
  page,
  cursor: orNull(text),
  complete: flag,
  granted: list(text),
  progress: having({ patients: count, done: count }),
  audit_head: orNull(text),
  digests: orNull(dict(text)),
  backed_up: orNull(count),
  revoked: orNull(flag),
});

export const readAnswer = (value: unknown): SyncAnswer => answer(value, 'sync');

/** A page as the vault kept it between two runs of the app. */
export const readPage = (value: unknown): Page => page(value, 'staged');
