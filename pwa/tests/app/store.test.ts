import { describe, expect, it, vi } from 'vitest';
import { QUIET } from '../../src/sync/state';
import type { PersonId, RecordId } from '../../src/app/contract';
import { FileUnread } from '../../src/app/own-files';
import { DoorstepStore, type Attendance, type StorePorts } from '../../src/app/store.svelte';
import { VaultProblem } from '../../src/vault/errors';
import { MemoryVault, memoryInfo } from '../memory-vault';
import { documentOf, goalDocument, GOAL, openTablet, PATIENT, patientDocument, random, NOON } from './tablet';

interface Made {
  store: DoorstepStore;
  vault: MemoryVault;
  ended: () => boolean;
}

function storeOver(vault: MemoryVault, more: Partial<StorePorts> = {}): Made {
  let ended = false;
  const entered = { info: memoryInfo, signIn: Promise.resolve({ kind: 'offline' as const }) };
  const attendance = {
    syncNow: () => Promise.resolve(),
    refreshLibrary: () => Promise.resolve(),
    written: () => undefined,
    stayUnlocked: () => undefined,
    signIn: () => Promise.resolve(),
    end: () => {
      ended = true;
    },
  } as Omit<Attendance, 'office'> as Attendance;
  const store = new DoorstepStore({
    vault,
    random,
    now: () => NOON,
    pause: () => Promise.resolve(),
    doors: {
      readInvite: () => Promise.reject(new Error('not asked')),
      enrol: () => Promise.resolve({ ...entered, passphrase: 'a b c d e' }),
      enrolDemo: () => Promise.resolve({ ...entered, passphrase: 'a b c d e' }),
      unlockWithPasskey: () => Promise.resolve(entered),
      unlockWithPassphrase: () => Promise.resolve(entered),
    },
    proveVisit: () => Promise.reject(new Error('not asked')),
    claim: () => Promise.resolve(true),
    attend: () => attendance,
    forgetShell: () => Promise.resolve(),
    leave: () => {
      store.close();
    },
    ...more,
  });
  return { store, vault, ended: () => ended };
}

async function vaultWithChart(): Promise<MemoryVault> {
  const { vault } = await openTablet([patientDocument(), goalDocument()]);
  return vault;
}

describe('the door', () => {
  it('leads to joining on a tablet without a store, and to unlock on one with', async () => {
    const { store, vault } = storeOver(new MemoryVault());
    await store.arrive();
    expect(store.phase).toBe('locked');
    expect(store.vaults).toMatchObject([{ personName: 'Ana Ruiz', waiting: 0, hasPasskey: false }]);
    vault.list = () => Promise.resolve([]);
    await store.arrive();
    expect(store.phase).toBe('enrol');
  });

  it("shows the office's number once the agency's record is there, also to who is locked out", async () => {
    const AGENCY = '0190a000-0000-7000-8000-0000000000ad' as RecordId;
    const { vault } = await openTablet([documentOf('agency', AGENCY, { officePhone: '614-555-0142' }, { patient: 'library' })]);
    const { store } = storeOver(vault);
    await store.arrive();
    expect(store.vaults[0]?.officePhone).toBe('');
    await store.unlockWithPassphrase('vault-1', 'a b c d e');
    await expect.poll(() => store.vaults[0]?.officePhone).toBe('614-555-0142');
    store.close();
    await store.arrive();
    expect(store.vaults[0]?.officePhone).toBe('614-555-0142');
  });

  it('shows nothing of any patient while locked', async () => {
    const { store } = storeOver(await vaultWithChart());
    await store.arrive();
    expect(store.record(PATIENT)).toBeUndefined();
    expect(store.all('patient')).toEqual([]);
    expect(() => store.patients).toThrow();
  });

  it('says when another tab holds the store, and takes over when asked', async () => {
    const steals: boolean[] = [];
    const { store } = storeOver(new MemoryVault(), {
      claim: (steal) => {
        steals.push(steal);
        return Promise.resolve(steal);
      },
    });
    await store.arrive();
    expect(store.elsewhere).toBe(true);
    await store.takeOver();
    expect(store.elsewhere).toBe(false);
    expect(steals).toEqual([false, true]);
  });

  it('shows at the door it took over what the other tab did meanwhile', async () => {
    const { vault } = await openTablet();
    const { store } = storeOver(vault, { claim: (steal) => Promise.resolve(steal) });
    await store.arrive();
    expect(store.vaults[0]?.visitOpenSince).toBeNull();
    const entries = await vault.list();
    vault.list = () => Promise.resolve(entries.map((entry) => ({ ...entry, visitOpenSince: '2026-11-18T10:04:00Z' })));
    await store.takeOver();
    expect(store.vaults[0]?.visitOpenSince).toBe('2026-11-18T10:04:00Z');
  });

  it.each([
    ['by passkey', (store: DoorstepStore) => store.unlockWithPasskey('vault-1')],
    ['by the five words', (store: DoorstepStore) => store.unlockWithPassphrase('vault-1', 'a b c d e')],
  ])('stays shut where the app cannot read its own code, and blames neither finger nor words: %s', async (_, unlock) => {
    const asked = vi.fn();
    const { store } = storeOver(await vaultWithChart(), {
      prepare: () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')),
      doors: { readInvite: asked, enrol: asked, enrolDemo: asked, unlockWithPasskey: asked, unlockWithPassphrase: asked },
    });
    await store.arrive();
    await expect(unlock(store)).rejects.toThrow(FileUnread);
    expect([store.phase, asked.mock.calls]).toEqual(['locked', []]);
  });

  it('leaves a store that does not open exactly as it was, and says so', async () => {
    const vault = await vaultWithChart();
    vault.load = () => Promise.reject(new VaultProblem('failed', 'broken page'));
    const { store } = storeOver(vault);
    await store.unlockWithPasskey('vault-1');
    expect(store.phase).toBe('failed');
    expect(store.failure).toBe("This locked store can't be opened. It has not been changed or deleted.");
    expect(vault.base.size).toBe(2);
  });
});

describe('locking', () => {
  it('forgets every decrypted value and stops what runs', async () => {
    const made = storeOver(await vaultWithChart());
    await made.store.unlockWithPassphrase('vault-1', 'a b c d e');
    expect(made.store.record(GOAL)).toBeDefined();
    made.store.lock();
    expect(made.store.phase).toBe('locked');
    expect(made.store.record(GOAL)).toBeUndefined();
    expect(made.ended()).toBe(true);
    expect(made.vault.open).toBe(false);
  });
});

it('people and agency are read from the library that every tablet carries', async () => {
  const chen = '0190a000-0000-7000-8000-000000000002' as PersonId;
  const library = { patient: 'library' as const };
  const { vault } = await openTablet([
    documentOf('person', chen as string as typeof GOAL, { name: 'Mei Chen', role: 'reviewer' }, library),
    documentOf('agency', GOAL, { name: 'Harbor', officePhone: '555-0100', onCallPhone: '555-0199', timezone: 'UTC' }, library),
  ]);
  const { store } = storeOver(vault);
  await store.unlockWithPasskey('vault-1');
  expect(store.person(chen)).toEqual({ id: chen, name: 'Mei Chen', role: 'reviewer' });
  expect(store.agency).toMatchObject({ name: 'Harbor', onCallPhone: '555-0199' });
  expect(store.person('nobody' as PersonId)).toBeUndefined();
});

it('small things of this person are kept before they count, and sync’s own are out of reach', async () => {
  const { session, vault } = await openTablet();
  await session.setLocal('place', { hash: '#/today', scroll: 3 });
  expect(session.getLocal('place')).toEqual({ hash: '#/today', scroll: 3 });
  vault.failWith = 'full';
  await expect(session.setLocal('place', null)).rejects.toMatchObject({ reason: 'full' });
  expect(session.getLocal('place')).toEqual({ hash: '#/today', scroll: 3 });
  await expect(session.setLocal('sync/cursor', 'x')).rejects.toThrow();
});

it('typed words that a full tablet could not keep are Not saved until they are kept, without anybody asking again', async () => {
  const tablet = await openTablet([patientDocument(), goalDocument()]);
  const { session, vault } = tablet;
  const form = session.openForm(null);
  const before = session.trust;
  vault.failWith = 'full';
  const [first, last] = [session.keepTyped('draft/note', 'There was no'), session.keepTyped('draft/note', 'There was no room')];
  await session.writing.settled();
  expect(session.trust).toEqual({ kind: 'not-saved', why: 'This tablet is full. Doorstep tries again by itself.' });
  form.close();
  expect(session.trust.kind).toBe('not-saved');
  await tablet.tryAgain();
  expect(await Promise.all([first, last])).toEqual([true, true]);
  expect(vault.local.get('draft/note')).toBe('There was no room');
  expect(session.trust).toEqual(before);
});

it('typed words that waiting does not help are Not saved until they have left the screen', async () => {
  const { session, vault } = await openTablet([patientDocument(), goalDocument()]);
  const form = session.openForm(null);
  const before = session.trust;
  vault.failWith = 'failed';
  expect(await session.keepTyped('draft/note', 'There was no')).toBe(false);
  expect(session.trust.kind).toBe('not-saved');
  form.close();
  expect(session.trust).toEqual(before);
});

it('not saved outranks everything, and sending outranks saved', async () => {
  const { session, vault } = await openTablet([patientDocument(), goalDocument()]);
  const form = session.openForm(null);
  await form.set(GOAL, 'target', 'daily');
  session.tell({ sync: { sending: { done: 0, of: 1 } } });
  expect(session.trust).toEqual({ kind: 'sending', done: 0, of: 1 });
  session.tell({ sync: { hindrance: { kind: 'portal' } } });
  expect(session.trust.kind).toBe('cannot-send');
  vault.failWith = 'failed';
  await expect(form.set(GOAL, 'target', 'weekly')).rejects.toThrow();
  expect(session.trust.kind).toBe('not-saved');
  form.close();
  session.tell({ sync: QUIET });
  expect(session.trust).toEqual({ kind: 'saved', waiting: 1 });
});
