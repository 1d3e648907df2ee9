/** Photos at rest: kept in the transaction of their change, in frames that open in their own place only. */
import { beforeEach, describe, expect, it } from 'vitest';
import { serialize } from 'node:v8';
import { openDB } from 'idb';
import type { Secret } from '../../src/vault/types';
import { FRAME } from '../../src/vault/worker/blobs';
import type { VaultRoom } from '../../src/vault/worker/vault-room';
import { failNextTransactions, freshTablet, newVault, passkey, problem, room } from './room';

const PATIENT = '0190a000-0000-7000-8000-0000000000aa';
const ABOUT = { patient: PATIENT, visit: 'v1', type: 'image/jpeg' };

let id = '';
let secret: () => Secret;
let tablet: VaultRoom;

function photo(size: number): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) % 256);
  bytes.set([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46]);
  return bytes;
}

async function keep(bytes: Uint8Array<ArrayBuffer>, change = 'c1'): Promise<string> {
  const [sha256 = ''] = await tablet.sha256([bytes]);
  await tablet.commit({ batches: [{ id: `b-${change}`, changes: [{ id: change, text: `{"n":"${change}"}` }] }], blobs: [{ ...ABOUT, sha256, bytes: bytes.buffer }] });
  return `${PATIENT}/${sha256}`;
}

/** As after a kill: another worker, the same disk. */
async function restart(): Promise<void> {
  tablet = room();
  await tablet.unlock(id, secret());
}

const database = () => openDB(`doorstep-vault-${id}`);

beforeEach(async () => {
  freshTablet();
  tablet = room();
  const key = passkey();
  secret = key.secret;
  id = (await tablet.create(newVault({ prf: key.made }))).info.id;
});

describe('a photo that is kept', () => {
  it.each([1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME + 7])('of %d bytes is there after a kill, byte for byte', async (size) => {
    const bytes = photo(Math.max(size, 10));
    const kept = await keep(bytes);
    await restart();
    expect(await tablet.blobs()).toEqual([{ ...ABOUT, sha256: kept.split('/')[1], size: bytes.length, keptAt: '2026-11-23T10:00:00.000Z', sent: null }]);
    expect(new Uint8Array(await tablet.readBlob(kept, 0, bytes.length))).toEqual(bytes);
  });

  it('is read from any byte on', async () => {
    const bytes = photo(3 * FRAME + 7);
    const kept = await keep(bytes);
    for (const [from, length] of [[0, 5], [FRAME - 2, 4], [FRAME, FRAME], [2 * FRAME + 9, 10 * FRAME], [bytes.length, 5]] as const) {
      expect(new Uint8Array(await tablet.readBlob(kept, from, length))).toEqual(bytes.slice(from, from + length));
    }
  });

  it('is kept with its change or not at all', async () => {
    failNextTransactions(1, 'QuotaExceededError');
    expect((await problem(keep(photo(2 * FRAME)))).code).toBe('full');
    expect(await tablet.blobs()).toEqual([]);
    await restart();
    expect(await tablet.blobs()).toEqual([]);
    expect((await tablet.info()).waiting).toBe(0);
    for (const store of ['blobs', 'frames', 'outbox']) expect(await (await database()).count(store)).toBe(0);
  });

  it('under another hash than its own is refused', async () => {
    const blobs = [{ ...ABOUT, sha256: '0'.repeat(64), bytes: photo(20).buffer }];
    expect((await problem(tablet.commit({ blobs }))).code).toBe('refused');
  });

  it('counts as waiting, on the unlock screen too, until a server has it', async () => {
    const kept = await keep(photo(20));
    expect((await tablet.info()).waiting).toBe(2);
    expect((await room().list())[0]?.waiting).toBe(2);
    await tablet.blobSent(kept, 1);
    expect((await room().list())[0]?.waiting).toBe(1);
    await restart();
    expect((await tablet.blobs())[0]?.sent).toEqual({ timeline: 1, at: '2026-11-23T10:00:00.000Z' });
  });

  it('is not dropped while it is the only copy, and leaves nothing when it goes', async () => {
    const kept = await keep(photo(2 * FRAME));
    expect((await problem(tablet.dropBlobs([kept]))).code).toBe('refused');
    await tablet.blobSent(kept, 1);
    await tablet.dropBlobs([kept]);
    expect(await tablet.blobs()).toEqual([]);
    for (const store of ['blobs', 'frames']) expect(await (await database()).count(store)).toBe(0);
  });

  it('that its author took back goes before any server had it, and waits no more', async () => {
    const kept = await keep(photo(2 * FRAME));
    await tablet.dropBlobs([kept], true);
    expect((await tablet.info()).waiting).toBe(1);
    await restart();
    expect(await tablet.blobs()).toEqual([]);
    for (const store of ['blobs', 'frames']) expect(await (await database()).count(store)).toBe(0);
  });

  it('shows nothing of itself on the disk', async () => {
    const bytes = photo(FRAME + 500);
    const kept = await keep(bytes);
    const rows = await database();
    const all = await Promise.all(['blobs', 'frames'].map(async (store) => [await rows.getAll(store), await rows.getAllKeys(store)]));
    const disk = Buffer.concat(all.flat(2).map((value) => serialize(value)));
    for (const part of [bytes.slice(0, 10), bytes.slice(100, 132), bytes.slice(FRAME + 100, FRAME + 132)]) {
      expect(disk.includes(Buffer.from(part))).toBe(false);
    }
    for (const words of [PATIENT, kept.split('/')[1] ?? '', 'image/jpeg']) expect(disk.includes(words)).toBe(false);
  });
});

describe('frames', () => {
  async function frames(): Promise<{ keys: IDBValidKey[]; values: unknown[] }> {
    const rows = await database();
    return { keys: await rows.getAllKeys('frames'), values: await rows.getAll('frames') };
  }

  it('that are swapped do not open', async () => {
    const bytes = photo(2 * FRAME);
    const kept = await keep(bytes);
    const { keys, values } = await frames();
    const rows = await database();
    await rows.put('frames', values[1], keys[0]);
    await rows.put('frames', values[0], keys[1]);
    expect((await problem(tablet.readBlob(kept, 0, bytes.length))).code).toBe('unreadable');
  });

  it('that are missing are missed', async () => {
    const bytes = photo(2 * FRAME);
    const kept = await keep(bytes);
    const { keys } = await frames();
    await (await database()).delete('frames', keys[0] ?? '');
    expect((await problem(tablet.readBlob(kept, 0, bytes.length))).code).toBe('unreadable');
  });
});

describe('a vault that is older than photos', () => {
  it('opens with all that it holds, and keeps photos from now on', async () => {
    await tablet.commit({ batches: [{ id: 'b0', changes: [{ id: 'c0', text: '{"n":0}' }] }] });
    await asBeforePhotos(`doorstep-vault-${id}`);
    await restart();
    expect((await tablet.info()).waiting).toBe(1);
    await keep(photo(20));
    await restart();
    expect(await tablet.blobs()).toHaveLength(1);
  });
});

/** Copies a vault's database to what the first release made: version 1, without the stores of photos. */
async function asBeforePhotos(name: string): Promise<void> {
  const now = await openDB(name);
  const stores = [...now.objectStoreNames].filter((store) => store !== 'blobs' && store !== 'frames');
  const held = await Promise.all(stores.map(async (store) => ({ store, keys: await now.getAllKeys(store), values: await now.getAll(store) as unknown[] })));
  now.close();
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = resolve;
  });
  const old = await openDB(name, 1, {
    upgrade(made) {
      for (const store of stores) made.createObjectStore(store);
    },
  });
  for (const { store, keys, values } of held) for (const [at, key] of keys.entries()) await old.put(store, values[at], key);
  old.close();
}
