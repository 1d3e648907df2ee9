/**
 * One database, opened again when the platform drops the connection (iOS does so in the background).
 *
 * Two rules that outrank convenience: a database that should exist and does not is reported and never
 * made again, and nothing here deletes. Every body given to `run` may be called twice (the connection
 * can die while a commit is on its way), so it must put the same values under the same keys.
 */
import { openDB, unwrap, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { nameOfError, VaultProblem } from '../errors';
import { hasRoom, isTorn, renewLog, tore } from './disk-room';

const READ_AGAIN_AFTER_MS = [0, 100, 400];
/** Fewer: who writes is told soon, and tries again by himself. */
const WRITE_AGAIN_AFTER_MS = [0, 100];
/** How Chromium words the failure of a file operation under a transaction; it calls it an UnknownError. */
const FILE_FAILED = 'FILE_ERROR_';
const NO_SPACE = 'FILE_ERROR_NO_SPACE';
const LOST = new Set(['AbortError', 'InvalidStateError', 'UnknownError', 'TransactionInactiveError']);

type Mode = 'readonly' | 'readwrite';
export type Transaction<S extends DBSchema, M extends Mode> = IDBPTransaction<S, StoreNames<S>[], M>;

export interface Shape<S extends DBSchema> {
  name: string;
  /** Rises when a store is added; what is there is kept as it is. */
  version: number;
  stores: readonly StoreNames<S>[];
}

export function asProblem(error: unknown): VaultProblem {
  if (error instanceof VaultProblem) return error;
  const name = nameOfError(error);
  if (isFull(error)) return new VaultProblem('full', 'this tablet has no room for it');
  return new VaultProblem('failed', `the store did not take it (${name}: ${error instanceof Error ? error.message : ''})`);
}

function says(error: unknown, words: string): boolean {
  return error instanceof Error && error.message.includes(words);
}

function isFull(error: unknown): boolean {
  return nameOfError(error) === 'QuotaExceededError' || says(error, NO_SPACE);
}

const interrupted = (error: unknown): VaultProblem => new VaultProblem('interrupted', `the store gave way (${nameOfError(error)})`);

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export class Database<S extends DBSchema> {
  #connection: IDBPDatabase<S> | null;
  #lost = false;

  private constructor(
    private readonly shape: Shape<S>,
    connection: IDBPDatabase<S>,
  ) {
    this.#connection = connection;
    this.#watch(connection);
  }

  /** Opens what must be there already. Throws `evicted` when it is not. */
  static async open<S extends DBSchema>(shape: Shape<S>): Promise<Database<S>> {
    return Database.#over(shape, connect(shape, false));
  }

  /** Makes it when it is not there. */
  static async make<S extends DBSchema>(shape: Shape<S>): Promise<Database<S>> {
    return Database.#over(shape, connect(shape, true));
  }

  static async #over<S extends DBSchema>(shape: Shape<S>, connecting: Promise<IDBPDatabase<S>>): Promise<Database<S>> {
    try {
      return new Database(shape, await connecting);
    } catch (error) {
      throw asProblem(error);
    }
  }

  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  read<T>(stores: StoreNames<S>[], body: (tx: Transaction<S, 'readonly'>) => Promise<T>): Promise<T> {
    return this.#attempt(READ_AGAIN_AFTER_MS, (connection) => inTransaction(connection.transaction(stores), body));
  }

  /** Resolves when the operating system was asked to write it through, never earlier. */
  async write<T>(stores: StoreNames<S>[], body: (tx: Transaction<S, 'readwrite'>) => Promise<T>): Promise<T> {
    if (!(await hasRoom())) throw new VaultProblem('full', 'this tablet has no room for it');
    return this.#attempt(WRITE_AGAIN_AFTER_MS, async (connection) => {
      if (isTorn()) await renewLog(unwrap(connection));
      return inTransaction(connection.transaction(stores, 'readwrite', { durability: 'strict' }), body);
    });
  }

  async #attempt<T>(waits: number[], work: (connection: IDBPDatabase<S>) => Promise<T>): Promise<T> {
    for (const wait of [...waits, null]) {
      try {
        return await work(await this.#connected());
      } catch (error) {
        const gaveWay = this.#lost || LOST.has(nameOfError(error));
        if (error instanceof VaultProblem || !gaveWay) throw asProblem(error);
        // Chromium closes the store after a failed file operation and opens it only when there is room.
        this.close();
        if (says(error, FILE_FAILED)) {
          await tore();
          throw isFull(error) ? asProblem(error) : interrupted(error);
        }
        if (wait === null) throw interrupted(error);
        await pause(wait);
      }
    }
    throw new Error('the last attempt either returns or throws');
  }

  async #connected(): Promise<IDBPDatabase<S>> {
    if (this.#connection !== null) return this.#connection;
    const connection = await connect(this.shape, false);
    this.#connection = connection;
    this.#lost = false;
    this.#watch(connection);
    return connection;
  }

  #watch(connection: IDBPDatabase<S>): void {
    connection.addEventListener('close', () => {
      this.#lost = true;
    });
    // Someone deletes or upgrades it: an open connection would block them forever.
    connection.addEventListener('versionchange', () => {
      connection.close();
      this.#lost = true;
    });
  }
}

async function connect<S extends DBSchema>(shape: Shape<S>, make: boolean): Promise<IDBPDatabase<S>> {
  const seen = { missing: false };
  try {
    return await openDB<S>(shape.name, shape.version, {
      upgrade(database, from, _to, tx) {
        if (make || from > 0) {
          for (const store of shape.stores) if (!database.objectStoreNames.contains(store)) database.createObjectStore(store);
          return;
        }
        seen.missing = true;
        // The open request rejects with the same abort and is reported as `evicted` below.
        tx.done.catch(() => undefined);
        tx.abort();
      },
    });
  } catch (error) {
    if (seen.missing) throw new VaultProblem('evicted', `the platform has cleared ${shape.name}; it was not made again`);
    throw error;
  }
}

async function inTransaction<S extends DBSchema, M extends Mode, T>(
  tx: Transaction<S, M>,
  body: (tx: Transaction<S, M>) => Promise<T>,
): Promise<T> {
  // `done` may reject before the body ends; it is awaited below in every case.
  const done = tx.done.then(
    () => null,
    (error: unknown) => error ?? new DOMException('the transaction was aborted', 'AbortError'),
  );
  try {
    const result = await body(tx);
    const failure = await done;
    if (failure !== null) throw failure as Error;
    return result;
  } catch (error) {
    abort(tx);
    const failure = await done;
    // A full disk shows in the transaction, not in the request that happened to fail first.
    throw isFull(failure) ? failure : error;
  }
}

function abort<S extends DBSchema, M extends Mode>(tx: Transaction<S, M>): void {
  try {
    tx.abort();
  } catch (error) {
    // Already over: then there is nothing to take back.
    if (nameOfError(error) !== 'InvalidStateError') throw error;
  }
}
