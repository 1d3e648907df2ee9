/** The disk scan of the vault: whatever lies in IndexedDB shows none of the words that were typed. */
import { serialize } from 'node:v8';
import { beforeEach, describe, expect, it } from 'vitest';
import { concat, utf8, type Bytes } from '../../src/vault/bytes';
import { freshTablet, newVault, prfOutput, room } from './room';

const TYPED = ['Delgado', 'Often true', 'zolpidem 5 mg', '0f9a1c3e-1111-7222-8333-444455556666', 'María ran out of food'];

async function everyStored(): Promise<{ keys: IDBValidKey[]; values: unknown[] }> {
  const found: { keys: IDBValidKey[]; values: unknown[] } = { keys: [], values: [] };
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
    });
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name ?? ''));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(rows.getAllKeys()), done(rows.getAll())]);
      found.keys.push(...keys);
      found.values.push(...(values as unknown[]).map(withoutKeyPairs));
    }
    database.close();
  }
  return found;
}

/** D is a pair of key objects, which are no text. */
function withoutKeyPairs(value: unknown): unknown {
  return value !== null && typeof value === 'object' && 'privateKey' in value ? 'D' : value;
}

function utf16(words: string): Bytes {
  return concat(...Array.from(words, (letter) => new Uint8Array([letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >>> 8])));
}

describe('what lies on the disk', () => {
  beforeEach(freshTablet);

  it('shows nothing that was typed, in UTF-8 or UTF-16, in keys or values', async () => {
    const tablet = room();
    const output = prfOutput();
    const hidden = [...TYPED, Buffer.from(output).toString('latin1')];
    const prf = { credential: 'Y3I', output: output.buffer, rpId: 'localhost', prfInput: 'aW4', transports: [] };
    const { passphrase } = await tablet.create(newVault({ prf }));
    const [name = '', answer, medicine, record = '', note] = TYPED;
    await tablet.commit({
      batches: [{ id: record, changes: [{ id: record, text: JSON.stringify({ record, name, answer, note }) }] }],
      local: { [`draft/${name}`]: { medicine: medicine ?? '', note: note ?? '' } },
      visitOpenSince: '2026-11-23T10:04:00.000Z',
    });
    await tablet.stagePage(0, { seq: 0, timeline: 1, cursor: record, page: { name: name } });
    const [entry] = await tablet.commit({ batches: [{ id: 'b2', changes: [{ id: 'c2', text: JSON.stringify({ note }) }] }] });
    const document = { id: record, patient: record, fields: { name, medicine } };
    const receipt = { id: 'c2', sha256: entry?.sha256 ?? '', outcome: 'applied' as const, version: 1, reason: null };
    await tablet.takeReceipts([receipt], ['c2']);
    const round = { id: 'r', generation: 1, removePatients: [], replacePatients: [], local: { cursor: record }, forget: [] };
    await tablet.applyRound({ ...round, documents: [document] });
    await tablet.stagePage(2, { seq: 0, timeline: 1, cursor: record, page: { name: name } });

    const { keys, values } = await everyStored();
    expect(values.length).toBeGreaterThanOrEqual(10);
    const disk = Buffer.concat([...keys, ...values].map((value) => serialize(value)));
    // The five words as they were shown, as they are stretched, and R's own protection.
    for (const words of [...hidden, passphrase, passphrase.replaceAll(' ', '')]) {
      expect(disk.includes(Buffer.from(words, 'utf8')), `UTF-8 ${words}`).toBe(false);
      expect(disk.includes(utf16(words)), `UTF-16 ${words}`).toBe(false);
      expect(disk.includes(Buffer.from(words, 'latin1')), `Latin-1 ${words}`).toBe(false);
    }
    // The scan can find: what the unlock screen shows is there.
    expect(disk.includes(Buffer.from('Harbor Home Health', 'latin1'))).toBe(true);
    expect(disk.includes(Buffer.from(utf8('person-1')))).toBe(false);
  });

  it('holds no private key that could be taken out', async () => {
    await room().create(newVault());
    const keys: CryptoKeyPair[] = [];
    for (const { name } of await indexedDB.databases()) {
      if (!(name ?? '').includes('vault-')) continue;
      const database = await new Promise<IDBDatabase>((resolve) => {
        const open = indexedDB.open(name ?? '');
        open.onsuccess = () => {
          resolve(open.result);
        };
      });
      keys.push(
        await new Promise<CryptoKeyPair>((resolve) => {
          const get = database.transaction('header').objectStore('header').get('D');
          get.onsuccess = () => {
            resolve(get.result as CryptoKeyPair);
          };
        }),
      );
      database.close();
    }
    expect(keys.map((pair) => pair.privateKey.extractable)).toEqual([false]);
  });
});
