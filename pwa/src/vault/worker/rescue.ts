/**
 * The rescue file (docs/decisions/2026-11-26-rescue-file.md): what only this tablet has, sealed so that nothing
 * but the agency's recovery key opens it. `server/rescue/format.py` reads it and says the format.
 *
 * Made in memory and handed over as it is: nothing of it is written to this tablet's store, which may be full.
 */
import { concat, fromBase64Url, utf8, type Bytes } from '../bytes';
import { VaultProblem } from '../errors';
import type { BlobInfo, OutboxEntry, RecoveryKey } from '../types';

const MAGIC = 'DOORSTEP-RESCUE\0';
const VERSION = 1;
export const RESCUE_FRAME = 64 * 1024;

export interface RescueContents {
  entries: OutboxEntry[];
  photos: BlobInfo[];
  readPhoto: (info: BlobInfo) => Promise<Bytes>;
}

export interface RescueOwner {
  agency: string;
  vault: string;
  app: string;
  /** The tablet's clock, ISO. */
  made: string;
}

export async function sealRescue(key: RecoveryKey, owner: RescueOwner, contents: RescueContents): Promise<Blob> {
  const { subtle } = crypto;
  const fileKey = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  const { agency, vault, app, made } = owner;
  const counts = { changes: contents.entries.length, photos: contents.photos.length };
  const header = utf8(JSON.stringify({ agency, vault, key: key.id, made, app, ...counts }));
  const wrapped = await wrap(key, fileKey, utf8(`doorstep/rescue/1|${agency}|${vault}`));
  const head = concat(utf8(MAGIC), Uint8Array.of(VERSION), u32(header.length), header, u16(wrapped.length), wrapped);
  const bound = new Uint8Array(await subtle.digest('SHA-256', head));
  const parts: Bytes[] = [head];
  let at = 0;
  for await (const { plain, last } of frames(plainOf(contents))) {
    const index = u32(at++);
    const additionalData = concat(bound, index, Uint8Array.of(last ? 1 : 0));
    const iv = concat(new Uint8Array(8), index);
    parts.push(new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, fileKey, plain)));
  }
  return new Blob(parts, { type: 'application/octet-stream' });
}

async function wrap(key: RecoveryKey, fileKey: CryptoKey, label: Bytes): Promise<Bytes> {
  const { subtle } = crypto;
  const spki = fromBase64Url(key.key);
  // What the office calls the key is its fingerprint: another key under its name is not sealed to.
  const print = Array.from(new Uint8Array(await subtle.digest('SHA-256', spki)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (print !== key.id) throw new VaultProblem('refused', 'the recovery key is not the one that its fingerprint names');
  const agencys = await subtle.importKey('spki', spki, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['wrapKey']);
  return new Uint8Array(await subtle.wrapKey('raw', fileKey, agencys, { name: 'RSA-OAEP', label }));
}

async function* plainOf({ entries, photos, readPhoto }: RescueContents): AsyncGenerator<Bytes> {
  const named = photos.map(({ patient, visit, sha256, type, size }) => ({ patient, visit, sha256, type, size }));
  const contents = utf8(JSON.stringify({ batches: batchesOf(entries), photos: named }));
  yield u32(contents.length);
  yield contents;
  for (const photo of photos) yield await readPhoto(photo);
}

/** Batches in order of writing; a batch leaves whole, and so its unsent changes are all of it. */
function batchesOf(entries: OutboxEntry[]): { id: string; sig: string; changes: { id: string; sha256: string; text: string }[] }[] {
  const batches = new Map<string, { id: string; sig: string; changes: { id: string; sha256: string; text: string }[] }>();
  for (const { batch, sig, id, sha256, text } of [...entries].sort((a, b) => a.seq - b.seq)) {
    const known = batches.get(batch) ?? { id: batch, sig, changes: [] };
    known.changes.push({ id, sha256, text });
    batches.set(batch, known);
  }
  return [...batches.values()];
}

/** Cuts what comes into frames of one size; the last one is told, and may be shorter. */
async function* frames(pieces: AsyncIterable<Bytes>): AsyncGenerator<{ plain: Bytes; last: boolean }> {
  let rest: Bytes = new Uint8Array(0);
  for await (const piece of pieces) {
    rest = concat(rest, piece);
    let from = 0;
    for (; rest.length - from > RESCUE_FRAME; from += RESCUE_FRAME) yield { plain: rest.slice(from, from + RESCUE_FRAME), last: false };
    rest = rest.slice(from);
  }
  yield { plain: rest, last: true };
}

function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function u16(value: number): Bytes {
  return Uint8Array.of(value >>> 8, value & 0xff);
}
