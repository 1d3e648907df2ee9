/** The rescue file as the vault makes it; `tests/rescue/` opens the same vector in Python. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { concat, fromBase64Url, text, toBase64Url, toHex, utf8, type Bytes } from '../../src/vault/bytes';
import type { OutboxEntry, RecoveryKey } from '../../src/vault/types';
import { RESCUE_FRAME, sealRescue } from '../../src/vault/worker/rescue';
import type { VaultRoom } from '../../src/vault/worker/vault-room';
import { freshTablet, newVault, passkey, problem, room } from './room';

interface Vector {
  input: { private: string; key: RecoveryKey; file: string };
  expected: { contents: Json; photos: string[] };
}
interface Json {
  batches: { id: string; sig: string; changes: { id: string; sha256: string; text: string }[] }[];
  photos: { patient: string; visit: string; sha256: string; type: string; size: number }[];
}

const path = fileURLToPath(new URL('../../../tests/vectors/rescue.json', import.meta.url));
const { tests } = JSON.parse(readFileSync(path, 'utf-8')) as { tests: [Vector] };
const [{ input: vector, expected }] = tests;

interface Opened {
  header: Record<string, unknown>;
  contents: Json;
  photos: string[];
}

/** The format said once more, from its description alone. Rejects for anything that does not fit. */
async function opened(file: Bytes): Promise<Opened> {
  const view = new DataView(file.buffer, file.byteOffset);
  expect(text(file.slice(0, 16))).toBe('DOORSTEP-RESCUE\0');
  expect(file[16]).toBe(1);
  const headerEnd = 21 + view.getUint32(17);
  const header = JSON.parse(text(file.slice(21, headerEnd))) as Record<string, string>;
  const framesAt = headerEnd + 2 + view.getUint16(headerEnd);
  const { subtle } = crypto;
  const rsa = await subtle.importKey('pkcs8', fromBase64Url(vector.private), { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['unwrapKey']);
  const label = utf8(`doorstep/rescue/1|${header.agency ?? ''}|${header.vault ?? ''}`);
  const wrapped = file.slice(headerEnd + 2, framesAt);
  const key = await subtle.unwrapKey('raw', wrapped, rsa, { name: 'RSA-OAEP', label }, { name: 'AES-GCM' }, false, ['decrypt']);
  const bound = new Uint8Array(await subtle.digest('SHA-256', file.slice(0, framesAt)));
  let plain: Bytes = new Uint8Array(0);
  const step = RESCUE_FRAME + 16;
  const count = Math.ceil((file.length - framesAt) / step);
  for (let at = 0; at < count; at++) {
    const index = new Uint8Array(4);
    new DataView(index.buffer).setUint32(0, at);
    const additionalData = concat(bound, index, Uint8Array.of(at === count - 1 ? 1 : 0));
    const frame = file.slice(framesAt + at * step, framesAt + (at + 1) * step);
    plain = concat(plain, new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: concat(new Uint8Array(8), index), additionalData }, key, frame)));
  }
  let at = 4 + new DataView(plain.buffer).getUint32(0);
  const contents = JSON.parse(text(plain.slice(4, at))) as Json;
  const photos = contents.photos.map(({ size }) => toHex(plain.slice(at, (at += size)).buffer));
  expect(at).toBe(plain.length);
  return { header, contents, photos };
}

const bytesOf = async (file: Blob): Promise<Bytes> => new Uint8Array(await file.arrayBuffer());
const hashOf = async (bytes: Bytes): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', bytes));
const OWNER = { agency: 'agency-1', vault: 'vault-1', app: '0.1.0', made: '2026-11-26T10:00:00.000Z' };
const NOTHING = { entries: [], photos: [], readPhoto: (): Promise<Bytes> => Promise.reject(new Error('none')) };

const entry = (seq: number, batch: string): OutboxEntry =>
  ({ seq, id: `c${seq}`, batch, sig: `sig-${batch}`, sha256: '0'.repeat(64), text: `{"n":${seq}}`, keptAt: '', receipt: null, receiptAt: null });

describe('a rescue file', () => {
  it('of the vector opens to what both languages know of it', async () => {
    expect(await opened(fromBase64Url(vector.file))).toMatchObject(expected);
  });

  it.each([0, 1, 2])('is cut into frames of one size, whatever is in it: %i bytes round the edge', async (more) => {
    // Contents as short as they get take 4 bytes and their own length.
    const size = RESCUE_FRAME * 2 - 170 + more * 85;
    const photo = { patient: 'p', visit: 'v', sha256: 's', type: 't', size, keptAt: '', sent: null };
    const bytes = new Uint8Array(size).fill(7);
    const file = await bytesOf(await sealRescue(vector.key, OWNER, { entries: [], photos: [photo], readPhoto: () => Promise.resolve(bytes) }));
    expect((await opened(file)).photos).toEqual([toHex(bytes.buffer)]);
  });

  it('keeps batches whole and in order of writing, and says in clear only whose it is and how much', async () => {
    const entries = [entry(3, 'b2'), entry(1, 'b1'), entry(2, 'b1')];
    const { header, contents } = await opened(await bytesOf(await sealRescue(vector.key, OWNER, { ...NOTHING, entries })));
    expect(header).toEqual({ ...OWNER, key: vector.key.id, changes: 3, photos: 0 });
    expect(contents.batches.map(({ id, sig, changes }) => [id, sig, changes.map((change) => change.id)])).toEqual([
      ['b1', 'sig-b1', ['c1', 'c2']],
      ['b2', 'sig-b2', ['c3']],
    ]);
  });

  it('is never sealed to a key that is not the one its fingerprint names', async () => {
    const other = { ...vector.key, id: '0'.repeat(64) };
    expect(await problem(sealRescue(other, OWNER, NOTHING))).toMatchObject({ code: 'refused' });
  });
});

describe('a vault', () => {
  let tablet: VaultRoom;

  beforeEach(async () => {
    freshTablet();
    tablet = room();
    await tablet.create(newVault({ prf: passkey().made }));
  });

  it('rescues what has no final receipt, with the photos that are asked for, and writes nothing', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251);
    const sha256 = await hashOf(bytes);
    const photo = { sha256, patient: 'p1', visit: 'v1', type: 'image/jpeg', bytes: bytes.slice().buffer };
    const one = { id: 'b1', changes: [{ id: 'c1', text: '{"n":1}' }] };
    const two = { id: 'b2', changes: [{ id: 'c2', text: '{"n":2}' }] };
    const [first] = await tablet.commit({ batches: [one] });
    const [second] = await tablet.commit({ batches: [two], blobs: [photo] });
    await tablet.takeReceipts([{ id: 'c1', sha256: first?.sha256 ?? '', outcome: 'applied', version: 7, reason: null }], []);
    const made = await tablet.rescue(vector.key, '0.1.0', [`p1/${sha256}`]);
    expect(made).toMatchObject({ changes: 1, photos: 1, unreadable: 0 });
    const { contents, photos } = await opened(await bytesOf(made.file));
    expect(contents.batches).toEqual([{ id: 'b2', sig: second?.sig, changes: [{ id: 'c2', sha256: second?.sha256, text: '{"n":2}' }] }]);
    expect(contents.photos).toEqual([{ patient: 'p1', visit: 'v1', sha256, type: 'image/jpeg', size: bytes.length }]);
    expect(photos).toEqual([toHex(bytes.buffer)]);
    expect(toBase64Url(await made.file.arrayBuffer())).not.toContain(toBase64Url(utf8('{"n":2}')));
  });
});
