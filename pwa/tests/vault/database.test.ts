import { beforeEach, describe, expect, it } from 'vitest';
import { Database, type Shape } from '../../src/vault/worker/database';
import type { VaultSchema } from '../../src/vault/worker/schema';
import { VAULT_STORES } from '../../src/vault/worker/schema';
import { failNextTransactions, freshTablet, loseConnections, problem } from './room';

const SHAPE: Shape<VaultSchema> = { name: 'doorstep-vault-test', version: 2, stores: VAULT_STORES };
const row = new Uint8Array([1]);

async function keysOf(database: Database<VaultSchema>): Promise<string[]> {
  return database.read(['local'], (tx) => tx.objectStore('local').getAllKeys());
}

describe('one database', () => {
  beforeEach(freshTablet);

  it('that is not there is reported and not made', async () => {
    expect((await problem(Database.open(SHAPE))).code).toBe('evicted');
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('opens again and repeats what it was doing when the platform drops the connection', async () => {
    const database = await Database.make(SHAPE);
    loseConnections();
    await database.write(['local'], (tx) => tx.objectStore('local').put(row, 'a'));
    loseConnections();
    expect(await keysOf(database)).toEqual(['a']);
  });

  it('that was cleared while in use is reported and not made', async () => {
    const database = await Database.make(SHAPE);
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(SHAPE.name).onsuccess = resolve;
    });
    const write = database.write(['local'], (tx) => tx.objectStore('local').put(row, 'a'));
    expect((await problem(write)).code).toBe('evicted');
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('says that the tablet is full, and does not repeat', async () => {
    const database = await Database.make(SHAPE);
    failNextTransactions(1, 'QuotaExceededError');
    const write = database.write(['local'], (tx) => tx.objectStore('local').put(row, 'a'));
    expect((await problem(write)).code).toBe('full');
    expect(await keysOf(database)).toEqual([]);
  });

  it('says that the tablet is full where Chromium only says what failed, and opens again for the next write', async () => {
    const database = await Database.make(SHAPE);
    const words = 'Connection is closing because of: IO error: .../000003.log: FILE_ERROR_NO_SPACE (ChromeMethodBFE: 3::WritableFileAppend::8)';
    const write = database.write(['local'], () => Promise.reject(new DOMException(words, 'UnknownError')));
    expect((await problem(write)).code).toBe('full');
    await database.write(['local'], (tx) => tx.objectStore('local').put(row, 'a'));
    expect(await keysOf(database)).toEqual(['a']);
  });

  it('that gives way again and again says so: the write may be tried later', async () => {
    const database = await Database.make(SHAPE);
    failNextTransactions(3, 'UnknownError');
    const write = database.write(['local'], (tx) => tx.objectStore('local').put(row, 'a'));
    expect((await problem(write)).code).toBe('interrupted');
    await database.write(['local'], (tx) => tx.objectStore('local').put(row, 'a'));
    expect(await keysOf(database)).toEqual(['a']);
  });

  it('repeats a transaction that was aborted under it', async () => {
    const database = await Database.make(SHAPE);
    failNextTransactions(1, 'AbortError');
    await database.write(['local'], (tx) => tx.objectStore('local').put(row, 'a'));
    expect(await keysOf(database)).toEqual(['a']);
  });

  it('writes every transaction with strict durability', async () => {
    const seen: (string | undefined)[] = [];
    const database = await Database.make(SHAPE);
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called below with its own `this`
    const original = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<typeof original>) {
      if (args[1] === 'readwrite') seen.push(args[2]?.durability);
      return original.apply(this, args);
    };
    await database.write(['local'], (tx) => tx.objectStore('local').put(row, 'a'));
    IDBDatabase.prototype.transaction = original;
    expect(seen).toEqual(['strict']);
  });
});
