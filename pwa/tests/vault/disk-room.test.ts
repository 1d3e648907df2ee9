import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Database, type Shape } from '../../src/vault/worker/database';
import { VAULT_STORES, type VaultSchema } from '../../src/vault/worker/schema';
import { freshTablet } from './room';

const MIB = 1024 * 1024;
const SHAPE: Shape<VaultSchema> = { name: 'doorstep-vault-test', version: 2, stores: VAULT_STORES };

/** One private file on a disk with so much room; as the platform's handles behave. */
class PrivateFile {
  bytes = new Uint8Array(0);
  longest = 0;
  held = false;

  constructor(public room: number) {}

  getFileHandle(): Promise<this> {
    return Promise.resolve(this);
  }

  createSyncAccessHandle(): Promise<this> {
    if (this.held) return Promise.reject(new DOMException('held by another tab', 'NoModificationAllowedError'));
    return Promise.resolve(this);
  }

  read(bytes: Uint8Array): number {
    bytes.set(this.bytes.subarray(0, bytes.length));
    return Math.min(bytes.length, this.bytes.length);
  }

  write(bytes: Uint8Array, { at }: { at: number }): number {
    const size = at + bytes.length;
    if (size > this.room && size > this.bytes.length) throw new DOMException('No space available for this operation', 'QuotaExceededError');
    const all = new Uint8Array(Math.max(size, this.bytes.length));
    all.set(this.bytes);
    all.set(bytes, at);
    this.bytes = all;
    this.longest = Math.max(this.longest, size);
    return bytes.length;
  }

  truncate(size: number): void {
    this.bytes = this.bytes.slice(0, size);
  }
}

/** The module as a worker that has just started finds it, over this file. */
async function started(file: PrivateFile): Promise<typeof import('../../src/vault/worker/disk-room')> {
  vi.resetModules();
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(file) } });
  return import('../../src/vault/worker/disk-room');
}

describe('room on the disk', () => {
  beforeEach(freshTablet);
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is tried with a file, which takes none of it afterwards', async () => {
    const file = new PrivateFile(100 * MIB);
    const disk = await started(file);
    expect(await disk.hasRoom()).toBe(true);
    expect(file.longest).toBeGreaterThan(8 * MIB);
    expect(file.bytes.length).toBe(4096);
    file.longest = 0;
    expect(await disk.hasRoom()).toBe(true);
    expect(file.longest).toBeLessThan(MIB);
  });

  it('that is not there is said before the database is touched, and found again when it is', async () => {
    const file = new PrivateFile(100 * MIB);
    const disk = await started(file);
    await disk.hasRoom();
    file.room = 5000;
    expect(await disk.hasRoom()).toBe(false);
    file.room = MIB;
    expect(await disk.hasRoom()).toBe(true);
  });

  it('is asked for with a torn log in mind, in the next worker too, until the log is renewed', async () => {
    const file = new PrivateFile(100 * MIB);
    const first = await started(file);
    await first.hasRoom();
    file.room = 4096;
    await first.tore();
    const disk = await started(file);
    expect(disk.isTorn()).toBe(false);
    expect(await disk.hasRoom()).toBe(false);
    expect(disk.isTorn()).toBe(true);
    file.room = 100 * MIB;
    expect(await disk.hasRoom()).toBe(true);
    expect(file.longest).toBeGreaterThan(32 * MIB);

    const database = await Database.make(SHAPE);
    const plain = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(SHAPE.name);
      opening.onsuccess = () => { resolve(opening.result); };
    });
    let written = 0;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called below with its own `this`
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      written += (args[0] as Uint8Array).length;
      return put.apply(this, args);
    };
    await disk.renewLog(plain);
    IDBObjectStore.prototype.put = put;
    expect(written).toBeGreaterThan(8 * MIB);
    expect(disk.isTorn()).toBe(false);
    for (const store of VAULT_STORES) expect(await database.read([store], (tx) => tx.objectStore(store).getAllKeys())).toEqual([]);
    const next = await started(file);
    await next.hasRoom();
    expect(next.isTorn()).toBe(false);
  });

  it('cannot be tried where another tab holds the file or the platform has none: writes go on', async () => {
    const file = new PrivateFile(0);
    file.held = true;
    const disk = await started(file);
    expect(await disk.hasRoom()).toBe(true);
    file.held = false;
    expect(await disk.hasRoom()).toBe(false);
    vi.stubGlobal('navigator', {});
    vi.resetModules();
    expect(await (await import('../../src/vault/worker/disk-room')).hasRoom()).toBe(true);
  });
});
