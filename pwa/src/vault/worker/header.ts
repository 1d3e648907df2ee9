/** Reading and changing the clear rows of a vault's header store. */
import { VaultProblem } from '../errors';
import type { Database, Transaction } from './database';
import type { HeaderRows, State, VaultSchema } from './schema';
import { NO_TRIES, type Tries } from './tries';

type Reading = Transaction<VaultSchema, 'readonly'> | Transaction<VaultSchema, 'readwrite'>;

async function row<K extends keyof HeaderRows>(tx: Reading, key: K): Promise<HeaderRows[K] | undefined> {
  const store = (tx as Transaction<VaultSchema, 'readonly'>).objectStore('header');
  return (await store.get(key)) as HeaderRows[K] | undefined;
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new VaultProblem('failed', `the header has no ${what}; nothing was changed`);
  return value;
}

export interface LockedRows {
  header: HeaderRows['header'];
  state: State;
  tries: Tries;
}

export function readLocked(database: Database<VaultSchema>): Promise<LockedRows> {
  return database.read(['header'], async (tx) => ({
    header: must(await row(tx, 'header'), 'header'),
    state: must(await row(tx, 'state'), 'state'),
    tries: (await row(tx, 'tries')) ?? NO_TRIES,
  }));
}

export async function readState(tx: Reading): Promise<State> {
  return must(await row(tx, 'state'), 'state');
}

/** Inside a caller's transaction: read, change, put. */
export async function changeState(tx: Transaction<VaultSchema, 'readwrite'>, change: Partial<State>): Promise<State> {
  const state = { ...(await readState(tx)), ...change };
  await tx.objectStore('header').put(state, 'state');
  return state;
}

export async function putRow<K extends keyof HeaderRows>(
  database: Database<VaultSchema>,
  key: K,
  value: HeaderRows[K],
): Promise<void> {
  await database.write(['header'], (tx) => tx.objectStore('header').put(value, key));
}
