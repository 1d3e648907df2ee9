/**
 * Keeps Chromium from losing the whole store on a full disk.
 *
 * Chromium keeps all IndexedDB of an origin in one LevelDB, and a write that finds no room tears its log:
 * either the store is thrown away at once, or the log goes on behind the torn record once there is room, and the
 * next start of the browser can't read past it and throws away all that was ever saved (electron#41877;
 * tests/browser/test_full_disk.py sees both where this file does nothing). So:
 *
 * - Before each write a file beside the database is made longer and shorter again. Where that fails, the
 *   write is refused and LevelDB is not touched. Neither quota nor estimate knows what others have taken.
 * - Where a file operation of LevelDB has failed all the same, nothing is written before so much was written
 *   that LevelDB has given the torn log up. Reading does no harm. That this is due outlives the worker: it
 *   stands in that file's first byte, whose place on the disk is already taken.
 */
import { nameOfError } from '../errors';
import { privateFile, type PrivateFile } from './private-file';

const NAME = 'room';
const MIB = 1024 * 1024;
const BLOCK_BYTES = 4096;
/** Tried before every write: what a batch may take in the log. */
const WRITE_BYTES = 256 * 1024;
/** Tried now and then, since it costs milliseconds: what LevelDB itself writes when it turns a log into a table. */
const TABLE_BYTES = 8 * MIB;
const TABLE_EVERY_MS = 60_000;
/** Tried before a renewal: its data goes to the log and to tables. */
const RENEWAL_ROOM_BYTES = 32 * MIB;
/** LevelDB begins a new log at 4 MiB; at the second one the first is surely in a table, and its log given up. */
const RENEWAL_BYTES = 9 * MIB;
/** Larger values would go to files of their own, past the log. */
const PIECE_BYTES = 48 * 1024;
const PIECE_KEY = 'renewal';

let torn = false;
let tableTriedAt = -Infinity;
let opening: Promise<PrivateFile | null> | null = null;

/** Whether a write may be tried now. Rejects with nothing but faults of ours. */
export async function hasRoom(): Promise<boolean> {
  try {
    const guard = await opened();
    if (guard === null) return true;
    const now = performance.now();
    const table = now - tableTriedAt >= TABLE_EVERY_MS;
    const bytes = torn ? RENEWAL_ROOM_BYTES : table ? TABLE_BYTES : WRITE_BYTES;
    if (!fits(guard, bytes)) return false;
    if (table) tableTriedAt = now;
    return true;
  } catch (error) {
    // Whatever the platform calls it: the file can't be made that long now.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** Whether a renewal is due before the next write; ask `hasRoom` first. */
export const isTorn = (): boolean => torn;

/** A file operation under a write has failed. */
export async function tore(): Promise<void> {
  torn = true;
  await remember();
}

/** Fills the log with what is taken out again in the same transaction, until LevelDB has given the torn one up. */
export async function renewLog(database: IDBDatabase): Promise<void> {
  const any = database.objectStoreNames[0] ?? '';
  const tx = database.transaction(any, 'readwrite', { durability: 'strict' });
  const store = tx.objectStore(any);
  for (let written = 0; written < RENEWAL_BYTES; written += PIECE_BYTES) {
    store.put(crypto.getRandomValues(new Uint8Array(PIECE_BYTES)), PIECE_KEY);
  }
  store.delete(PIECE_KEY);
  await new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => { resolve(); };
    tx.onabort = () => { reject(tx.error ?? new DOMException('the renewal was aborted', 'AbortError')); };
  });
  torn = false;
  await remember();
}

function fits(guard: PrivateFile, bytes: number): boolean {
  try {
    return guard.write(new Uint8Array(bytes), { at: BLOCK_BYTES }) === bytes;
  } finally {
    guard.truncate(BLOCK_BYTES);
  }
}

async function remember(): Promise<void> {
  const guard = await opened();
  guard?.write(Uint8Array.of(torn ? 1 : 0), { at: 0 });
}

function opened(): Promise<PrivateFile | null> {
  opening ??= open().catch((error: unknown) => {
    opening = null;
    // Another tab's vault holds it; it is asked again before the next write.
    if (nameOfError(error) === 'NoModificationAllowedError') return null;
    throw error;
  });
  return opening;
}

async function open(): Promise<PrivateFile | null> {
  const guard = await privateFile(NAME);
  if (guard === null) return null;
  const state = new Uint8Array(BLOCK_BYTES);
  guard.read(state, { at: 0 });
  guard.write(state, { at: 0 });
  torn ||= state[0] === 1;
  return guard;
}
