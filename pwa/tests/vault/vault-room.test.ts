import { beforeEach, describe, expect, it } from 'vitest';
import { fromBase64Url, utf8 } from '../../src/vault/bytes';
import type { LoadChunk } from '../../src/vault/types';
import type { VaultRoom } from '../../src/vault/worker/vault-room';
import { Clock, freshTablet, newVault, prfOutput, problem, room } from './room';

const CREDENTIAL = 'Y3JlZGVudGlhbA';

async function withPasskey(tablet: VaultRoom): Promise<{ id: string; output: ArrayBuffer; passphrase: string }> {
  const output = prfOutput();
  const made = newVault({
    prf: { credential: CREDENTIAL, output: output.slice().buffer, rpId: 'localhost', prfInput: 'aW5wdXQ', transports: ['internal'] },
  });
  const { passphrase } = await tablet.create(made);
  return { id: made.id, output: output.buffer, passphrase };
}

describe('a vault of one person on one tablet', () => {
  beforeEach(freshTablet);

  it('opens after a restart with the passkey, and says who it belongs to', async () => {
    const { id, output } = await withPasskey(room());
    const info = await room().unlock(id, { prf: { credential: CREDENTIAL, output } });
    expect(info.person).toEqual({ id: 'person-1', name: 'Ana María Ruiz', role: 'coordinator' });
    expect(info.epoch).toBe(1);
    expect(info.passkeys).toEqual([{ credential: CREDENTIAL, rpId: 'localhost', prfInput: 'aW5wdXQ', transports: ['internal'] }]);
    expect(info.pending).toBe(true);
  });

  it('opens with the five words however they are typed', async () => {
    const { id, passphrase } = await withPasskey(room());
    expect(passphrase).toMatch(/^[a-z]{5}( [a-z]{5}){4}$/u);
    const typed = ` ${passphrase.toUpperCase().replaceAll(' ', ' - ')}\n`;
    expect((await room().unlock(id, { passphrase: typed })).id).toBe(id);
  });

  it('says "another wrap" for another passkey value, never that the store is broken', async () => {
    const { id, passphrase } = await withPasskey(room());
    const refused = await problem(room().unlock(id, { prf: { credential: CREDENTIAL, output: prfOutput().buffer } }));
    expect(refused.code).toBe('wrong-key');
    expect((await room().unlock(id, { passphrase })).id).toBe(id);
  });

  it('counts the words as made only when they were typed back and really open the wrap', async () => {
    const tablet = room();
    const { passphrase } = await withPasskey(tablet);
    expect((await tablet.info()).passphraseConfirmed).toBe(false);
    expect(await tablet.confirmPassphrase('torim hanel bonet ladin monal')).toBe(false);
    expect((await tablet.info()).passphraseConfirmed).toBe(false);
    expect(await tablet.confirmPassphrase(passphrase)).toBe(true);
    expect((await tablet.info()).passphraseConfirmed).toBe(true);
  });

  it('keeps the old words until the new ones were typed back', async () => {
    const tablet = room();
    const { id, passphrase, output } = await withPasskey(tablet);
    await tablet.confirmPassphrase(passphrase);
    const renewed = await tablet.renewPassphrase({ prf: { credential: CREDENTIAL, output } });
    expect((await room().unlock(id, { passphrase })).id).toBe(id);
    expect(await tablet.confirmPassphrase(renewed)).toBe(true);
    expect((await problem(room().unlock(id, { passphrase }))).code).toBe('wrong-key');
    expect((await room().unlock(id, { passphrase: renewed })).id).toBe(id);
  });

  it('waits 30 s after five wrong passphrases, then doubles to an hour, also across restarts', async () => {
    const clock = new Clock();
    const { id, passphrase } = await withPasskey(room(clock));
    const wrong = { passphrase: 'wrong words' };
    for (const triesLeft of [4, 3, 2, 1]) {
      expect((await problem(room(clock).unlock(id, wrong))).detail).toEqual({ triesLeft, waitSeconds: 0 });
    }
    expect((await problem(room(clock).unlock(id, wrong))).detail).toEqual({ triesLeft: 0, waitSeconds: 30 });
    const waiting = await problem(room(clock).unlock(id, { passphrase }));
    expect([waiting.code, waiting.detail.waitSeconds]).toEqual(['wait', 30]);
    expect((await room(clock).list())[0]?.passphrase?.waitSeconds).toBe(30);
    clock.ms += 30_000;
    expect((await problem(room(clock).unlock(id, wrong))).detail.waitSeconds).toBe(60);
    clock.ms += 60_000;
    expect((await room(clock).unlock(id, { passphrase })).id).toBe(id);
    expect((await problem(room(clock).unlock(id, wrong))).detail.triesLeft).toBe(4);
  });

  it('answers nothing of the vault while locked', async () => {
    const { id } = await withPasskey(room());
    const locked = room();
    expect((await locked.list()).map((entry) => entry.id)).toEqual([id]);
    expect((await problem(locked.info())).code).toBe('locked');
    expect((await problem(locked.commit({ local: { place: 'x' } }))).code).toBe('locked');
    expect((await problem(locked.signPossession('session', 'c'))).code).toBe('locked');
    expect((await problem(locked.load(['base'], () => undefined))).code).toBe('locked');
  });

  it('shows the unlock screen names, phone and counts, and takes new ones', async () => {
    const tablet = room();
    await withPasskey(tablet);
    await tablet.activate();
    await tablet.commit({
      batches: [{ id: 'b1', changes: [{ id: 'c1', text: '{}' }, { id: 'c2', text: '{"x":1}' }] }],
      visitOpenSince: '2026-11-23T10:04:00.000Z',
    });
    await tablet.describe({ personName: 'Ana Ruiz Vega', officePhone: '(555) 010-3000' });
    expect((await room().list())[0]).toMatchObject({
      personName: 'Ana Ruiz Vega',
      initials: 'AV',
      officePhone: '(555) 010-3000',
      agencyName: 'Harbor Home Health',
      waiting: 2,
      visitOpenSince: '2026-11-23T10:04:00.000Z',
      pending: false,
      problem: null,
    });
  });

  it('reports a vault whose database is gone, and never makes it again', async () => {
    const { id, passphrase } = await withPasskey(room());
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(`doorstep-vault-${id}`).onsuccess = resolve;
    });
    expect((await room().list())[0]?.problem).toBe('evicted');
    expect((await problem(room().unlock(id, { passphrase }))).code).toBe('evicted');
    expect((await indexedDB.databases()).map((found) => found.name)).not.toContain(`doorstep-vault-${id}`);
  });

  it('discards an enrolment that was never completed, and no other vault', async () => {
    const tablet = room();
    const { id } = await withPasskey(tablet);
    await tablet.activate();
    expect((await problem(tablet.discardPending(id))).code).toBe('refused');
    const { id: other } = await withPasskey(tablet);
    await tablet.discardPending(other);
    expect((await tablet.list()).map((entry) => entry.id)).toEqual([id]);
  });

  it('is removed when access ended, but never while a change of it waits', async () => {
    const tablet = room();
    const { id: other } = await withPasskey(tablet);
    const { id } = await withPasskey(tablet);
    const [entry] = await tablet.commit({ batches: [{ id: 'b1', changes: [{ id: 'c1', text: '{}' }] }] });
    expect((await problem(tablet.wipe())).code).toBe('refused');
    const final = { id: 'c1', sha256: entry?.sha256 ?? '', outcome: 'quarantined', version: null, reason: { code: 'revoked', text: '' } } as const;
    await tablet.takeReceipts([final], []);
    expect(await tablet.wipe()).toBe(1);
    expect((await tablet.list()).map((listed) => listed.id)).toEqual([other]);
    expect((await indexedDB.databases()).some(({ name }) => name?.includes(id) ?? false)).toBe(false);
    expect((await problem(tablet.info())).code).toBe('locked');
  });

  it('never makes a vault over an existing one', async () => {
    const made = newVault();
    const { passphrase } = await room().create(made);
    expect((await problem(room().create(made))).code).toBe('refused');
    expect((await room().unlock(made.id, { passphrase })).id).toBe(made.id);
  });

  it('signs so that the server can verify with the public key of P', async () => {
    const tablet = room();
    await withPasskey(tablet);
    const { P } = await tablet.info();
    const [digest] = await tablet.sha256(['']);
    const signature = await tablet.signProof({ method: 'POST', path: '/api/sync?x=1', body: '', nonce: 'n', session: 's' });
    const key = await crypto.subtle.importKey('spki', fromBase64Url(P), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const message = utf8(`doorstep/proof/1\0POST\n/api/sync?x=1\n${digest ?? ''}\nn\ns`);
    const verified = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64Url(signature), message);
    expect(verified).toBe(true);
    expect(fromBase64Url(signature)).toHaveLength(64);
    expect(digest).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('what is loaded after unlock', () => {
  beforeEach(freshTablet);

  it('comes in parts and in order, more than one step long', async () => {
    const tablet = room();
    await withPasskey(tablet);
    const documents = Array.from({ length: 1203 }, (_, at) => ({ id: `r${String(at)}`, patient: 'p', fields: { n: at } }));
    await tablet.applyRound({
      id: 'round', generation: 0, documents, removePatients: [], replacePatients: [], local: { cursor: 'c1' }, forget: [],
    });
    const chunks: LoadChunk[] = [];
    const end = await tablet.load(['base', 'local'], (chunk) => {
      chunks.push(chunk.part === 'base' ? { part: 'base', documents: JSON.parse(chunk.json) as { id: string; patient: string }[] } : chunk);
    });
    const loaded = chunks.flatMap((chunk) => (chunk.part === 'base' ? chunk.documents : []));
    expect(loaded).toHaveLength(1203);
    expect(loaded.find((document) => document.id === 'r1202')).toEqual(documents[1202]);
    expect(chunks.filter((chunk) => chunk.part === 'base')).toHaveLength(3);
    expect(chunks.at(-1)).toEqual({ part: 'local', values: { cursor: 'c1' } });
    expect(end).toEqual({ unreadable: 0, generation: 1 });
  });
});
