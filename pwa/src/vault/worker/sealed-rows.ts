/** Between logical things (a record, a change, a setting) and sealed rows of IndexedDB. */
import { text, utf8, type Bytes } from '../bytes';
import type { Database } from './database';
import { nameOf, seal, unseal, type Place } from './format';
import type { EpochKeys } from './keys';
import type { ReserveSeal } from './reserve';
import type { SealedStore, VaultSchema } from './schema';

export interface SealedRow {
  key: string;
  value: Bytes;
}

/** A few hundred rows a step keep both the transaction and the messages to the window short. */
const STEP = 500;

export class SealedRows {
  constructor(
    readonly owner: { agency: string; vault: string },
    private readonly keys: EpochKeys,
  ) {}

  /** For the reserve, whose frames are bound to their number. */
  reserveSeal(): ReserveSeal {
    const { outbox, epoch } = this.keys;
    const at = (frame: number): Place => this.place('reserve', String(frame));
    return {
      seal: (frame, plain) => seal(outbox, epoch, at(frame), plain),
      open: (frame, sealed) => unseal(outbox, epoch, at(frame), sealed).catch(() => null),
    };
  }

  place(store: string, key: string): Place {
    return { ...this.owner, store, key };
  }

  name(store: SealedStore, id: string): Promise<string> {
    return nameOf(this.keys.names, store, id);
  }

  seal(store: SealedStore, id: string, plain: string): Promise<SealedRow> {
    return this.sealBytes(store, id, utf8(plain));
  }

  async unseal(store: SealedStore, row: SealedRow): Promise<string> {
    return text(await this.unsealBytes(store, row));
  }

  async sealBytes(store: SealedStore, id: string, plain: Bytes): Promise<SealedRow> {
    const key = await this.name(store, id);
    return { key, value: await seal(this.#keyOf(store), this.keys.epoch, this.place(store, key), plain) };
  }

  unsealBytes(store: SealedStore, row: SealedRow): Promise<Bytes> {
    return unseal(this.#keyOf(store), this.keys.epoch, this.place(store, row.key), row.value);
  }

  /**
   * Reads a whole store step by step; what does not open is passed as null. Each step is a transaction
   * of its own, because one must not wait for decryption.
   */
  async scan(
    database: Database<VaultSchema>,
    store: SealedStore,
    onStep: (plains: (string | null)[], keys: string[]) => void,
  ): Promise<void> {
    let after: string | null = null;
    for (;;) {
      const rows: SealedRow[] = await readStep(database, store, after);
      const last = rows.at(-1);
      if (last === undefined) return;
      const plains = await Promise.all(rows.map((row) => this.unseal(store, row).catch(() => null)));
      onStep(plains, rows.map((row) => row.key));
      if (rows.length < STEP) return;
      after = last.key;
    }
  }

  #keyOf(store: SealedStore): CryptoKey {
    if (store === 'blobs' || store === 'frames') return this.keys.blobs;
    return store === 'outbox' || store === 'sent' ? this.keys.outbox : this.keys.records;
  }
}

function readStep(database: Database<VaultSchema>, store: SealedStore, after: string | null): Promise<SealedRow[]> {
  return database.read([store], async (tx) => {
    const range = after === null ? null : IDBKeyRange.lowerBound(after, true);
    const rows = tx.objectStore(store);
    const [keys, values] = await Promise.all([rows.getAllKeys(range, STEP), rows.getAll(range, STEP)]);
    return keys.flatMap((key, at) => {
      const value = values[at];
      return value === undefined ? [] : [{ key, value }];
    });
  });
}
