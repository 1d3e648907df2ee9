/** A vault room over a fresh in-memory IndexedDB, with a clock that the test moves. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { randomBytes, randomUuid } from '../../src/vault/random';
import type { NewVault } from '../../src/vault/types';
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

export function room(clock = new Clock()): VaultRoom {
  return new VaultRoom(clock.now);
}
