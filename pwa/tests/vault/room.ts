/** A vault room over a fresh in-memory IndexedDB, with a clock that the test moves. */
import { IDBDatabase, IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { VaultProblem } from '../../src/vault/errors';
import { randomBytes, randomUuid } from '../../src/vault/random';
import type { NewVault, Secret } from '../../src/vault/types';
import { VaultRoom } from '../../src/vault/worker/vault-room';

export const START = Date.parse('2026-11-23T10:00:00.000Z');

export class Clock {
  constructor(public ms = START) {}
  readonly now = (): number => this.ms;
}

/** Everything of the tablet is gone: new databases for this test. */
export function freshTablet(): void {
  globalThis.indexedDB = new IDBFactory();
}

export function prfOutput(): Uint8Array<ArrayBuffer> {
  return randomBytes(32);
}

export function newVault(change: Partial<NewVault> = {}): NewVault {
  return {
    id: randomUuid(),
    agency: { id: 'agency-1', name: 'Harbor Home Health', officePhone: '(555) 010-2000' },
    person: { id: 'person-1', name: 'Ana María Ruiz', role: 'coordinator' },
    demo: false,
    prf: null,
    signOnly: null,
    ...change,
  };
}

/** A passkey's secret: opens without the stretching that a passphrase takes. */
export function passkey(): { made: NonNullable<NewVault['prf']>; secret: () => Secret } {
  const output = prfOutput();
  const credential = 'Y3JlZGVudGlhbA';
  return {
    made: { credential, output: output.slice().buffer, rpId: 'localhost', prfInput: 'aW5wdXQ', transports: ['internal'] },
    secret: () => ({ prf: { credential, output: output.slice().buffer } }),
  };
}

export function room(clock = new Clock()): VaultRoom {
  return new VaultRoom(clock.now);
}

export async function problem(work: Promise<unknown>): Promise<VaultProblem> {
  try {
    await work;
  } catch (error) {
    if (error instanceof VaultProblem) return error;
    throw error;
  }
  throw new Error('expected the vault to refuse');
}

/**
 * The next `count` transactions that write do so and then die before they commit, as when the disk is
 * full or the process is killed between two of their steps.
 */
export function failNextTransactions(count: number, name: string): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called below with its own `this`
  const put = IDBObjectStore.prototype.put;
  let left = count;
  const doomed = new WeakSet();
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
    const request = put.apply(this, args);
    if (left > 0 && !doomed.has(this.transaction)) {
      left -= 1;
      doomed.add(this.transaction);
      const { transaction } = this;
      request.addEventListener('success', () => {
        (transaction as unknown as { _abort(name: string): void })._abort(name);
      });
      if (left === 0) IDBObjectStore.prototype.put = put;
    }
    return request;
  };
}

/** The platform drops the connection that is used next, as iOS does in the background. */
export function loseConnections(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called below with its own `this`
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase) {
    IDBDatabase.prototype.transaction = transaction;
    this.close();
    throw new DOMException('Connection to Indexed Database server lost.', 'InvalidStateError');
  };
}
