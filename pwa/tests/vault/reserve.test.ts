/** What waits for room while the app locks: kept in the reserve, and in the database once there is room. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutboxEntry, Secret } from '../../src/vault/types';
import { RESERVE_BYTES, reserveName } from '../../src/vault/worker/reserve';
import type { VaultRoom } from '../../src/vault/worker/vault-room';
import { freshTablet, newVault, passkey } from './room';

/** Private files on a disk with so much room for all of them; a place once taken is not lost. */
class Disk {
  readonly files = new Map<string, Uint8Array>();

  constructor(public room: number) {}

  getFileHandle(name: string): Promise<unknown> {
    if (!this.files.has(name)) this.files.set(name, new Uint8Array(0));
    return Promise.resolve({ createSyncAccessHandle: () => Promise.resolve(this.#handle(name)) });
  }

  removeEntry(name: string): Promise<void> {
    this.files.delete(name);
    return Promise.resolve();
  }

  #handle(name: string): object {
    const bytes = (): Uint8Array => this.files.get(name) ?? new Uint8Array(0);
    const used = (): number => [...this.files.values()].reduce((sum, file) => sum + file.length, 0);
    const resize = (size: number): void => {
      const longer = new Uint8Array(size);
      longer.set(bytes().subarray(0, size));
      this.files.set(name, longer);
    };
    return {
      getSize: () => bytes().length,
      read: (into: Uint8Array, { at }: { at: number }) => {
        into.set(bytes().subarray(at, at + into.length));
        return into.length;
      },
      write: (from: Uint8Array, { at }: { at: number }) => {
        const grows = at + from.length - bytes().length;
        if (grows > 0 && used() + grows > this.room) throw new DOMException('no space', 'QuotaExceededError');
        if (grows > 0) resize(at + from.length);
        bytes().set(from, at);
        return from.length;
      },
      truncate: resize,
      flush: () => undefined,
      close: () => undefined,
    };
  }
}

const PLENTY = 64 * 1024 * 1024;
let disk: Disk;
let id: string;
let secret: () => Secret;
let tablet: VaultRoom;

const batch = (n: number, more = ''): { id: string; changes: { id: string; text: string }[] } => ({ id: `b${n}`, changes: [{ id: `c${n}`, text: `{"n":${n}}${more}` }] });

/** Each worker has classes of its own, so a refusal is known by what it says. */
const problem = (work: Promise<unknown>): Promise<unknown> =>
  work.then(() => { throw new Error('expected the vault to refuse'); }, (refused: unknown) => refused);

/** As after a lock or a kill: another worker, the same disk. */
async function started(): Promise<VaultRoom> {
  vi.resetModules();
  const room = new (await import('../../src/vault/worker/vault-room')).VaultRoom(() => Date.parse('2026-11-23T10:00:00.000Z'));
  return room;
}

async function unlocked(): Promise<{ room: VaultRoom; outbox: OutboxEntry[]; local: Record<string, unknown> }> {
  const room = await started();
  await room.unlock(id, secret());
  let [outbox, local]: [OutboxEntry[], Record<string, unknown>] = [[], {}];
  await room.load(['outbox', 'local'], (chunk) => {
    if (chunk.part === 'outbox') outbox = chunk.entries;
    if (chunk.part === 'local') local = chunk.values;
  });
  return { room, outbox, local };
}

beforeEach(async () => {
  freshTablet();
  disk = new Disk(PLENTY);
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(disk) } });
  const opener = passkey();
  const made = newVault({ prf: opener.made });
  [id, secret] = [made.id, opener.secret];
  const first = await started();
  await first.create(made);
  await first.activate();
  ({ room: tablet } = await unlocked());
  await tablet.commit({ batches: [batch(1)], local: { place: 'mood', gone: 1 } });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const fill = (): void => { disk.room = 0; };

describe('a tablet that is full when the app locks', () => {
  it('keeps what waited, sealed, and has it again after the lock, still full or not', async () => {
    fill();
    expect(await problem(tablet.commit({ batches: [batch(2)] }))).toMatchObject({ code: 'full' });
    await tablet.commit({ batches: [batch(2, ' '.repeat(9))], local: { place: 'note', gone: null }, visitOpenSince: '2026-11-23T09:00:00.000Z', lastResort: true });
    await tablet.commit({ batches: [batch(3)], lastResort: true });
    const file = new TextDecoder('latin1').decode(disk.files.get(reserveName(id)));
    expect(file).not.toContain('"n":2');

    const full = await unlocked();
    expect(full.outbox.map((entry) => [entry.id, entry.seq])).toEqual([['c1', 0], ['c2', 1], ['c3', 2]]);
    expect(full.local).toEqual({ place: 'note' });
    expect(await problem(full.room.commit({ local: { place: 'x' } }))).toMatchObject({ code: 'full' });
    expect(await problem(full.room.wipe())).toMatchObject({ code: 'refused' });

    disk.room = PLENTY;
    await full.room.commit({ batches: [batch(4)], local: { place: 'plan' } });
    const [entry] = await (await started()).list();
    expect(entry).toMatchObject({ waiting: 4, visitOpenSince: '2026-11-23T09:00:00.000Z' });
    const after = await unlocked();
    expect(after.outbox).toHaveLength(4);
    expect(after.local).toEqual({ place: 'plan' });
    expect(disk.files.get(reserveName(id))).toHaveLength(RESERVE_BYTES);
  });

  it('gives the database what was reserved before a receipt for it is stored', async () => {
    fill();
    const [two] = await tablet.commit({ batches: [batch(2)], lastResort: true });
    disk.room = PLENTY;
    await tablet.takeReceipts([{ id: 'c2', sha256: two?.sha256 ?? '', outcome: 'applied', version: 7, reason: null }], ['c2']);
    const { outbox } = await unlocked();
    expect(outbox.map((entry) => entry.id)).toEqual(['c1']);
  });

  it('does not take a frame that was torn for what was promised', async () => {
    fill();
    await tablet.commit({ batches: [batch(2)], lastResort: true });
    await tablet.commit({ batches: [batch(3)], lastResort: true });
    const file = disk.files.get(reserveName(id)) ?? new Uint8Array(0);
    const length = new DataView(file.buffer).getUint32(0);
    file[4 + length + 10] = (file[4 + length + 10] ?? 0) ^ 1;
    expect((await unlocked()).outbox.map((entry) => entry.id)).toEqual(['c1', 'c2']);
  });

  it('refuses what the reserve has no room for, and a photo, which says so itself', async () => {
    fill();
    expect(await problem(tablet.commit({ batches: [batch(2, 'x'.repeat(RESERVE_BYTES))], lastResort: true }))).toMatchObject({ code: 'full' });
    disk.files.clear();
    const { room } = await unlocked();
    expect(await problem(room.commit({ batches: [batch(2)], lastResort: true }))).toMatchObject({ code: 'full' });
  });

  it('is opened by the words too, wrong tries being counted meanwhile', async () => {
    const made = newVault();
    const first = await started();
    const { passphrase } = await first.create(made);
    fill();
    const room = await started();
    expect(await problem(room.unlock(made.id, { passphrase: 'not these five words here' }))).toMatchObject({ code: 'wrong-key', detail: { triesLeft: 4 } });
    expect(await problem(room.unlock(made.id, { passphrase: 'nor these five words here' }))).toMatchObject({ detail: { triesLeft: 3 } });
    expect((await room.unlock(made.id, { passphrase })).id).toBe(made.id);
  }, 30_000);
});
