import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enrol, enrolDemo, EnrolmentUnanswered, type Enrolled, type Tablet } from '../../src/app/ceremonies/enrol';
import { PasskeyProblem } from '../../src/app/ceremonies/passkeys';
import { Refused, Unreachable } from '../../src/app/ceremonies/session-api';
import { signManifest } from '../../src/app/ceremonies/sign-visit';
import { renewSession, signInWithPasskey, unlockWithPasskey, unlockWithPassphrase } from '../../src/app/ceremonies/unlock';
import { fromBase64Url, toBase64Url, utf8 } from '../../src/vault/bytes';
import type { VaultClient, VaultEntry } from '../../src/vault/types';
import { Authenticator } from './authenticator';
import { Office } from './office';
import { freshTablet, problem, room } from './room';

let authenticator: Authenticator;
let office: Office;
let online = true;

function client(): VaultClient {
  return Object.assign(room(), { lock: () => undefined }) as unknown as VaultClient;
}

function tablet(): Tablet {
  return { vault: client(), api: office, deviceName: 'Test tablet' };
}

function use(made: Authenticator): void {
  authenticator = made;
  vi.stubGlobal('navigator', { credentials: made, get onLine() { return online; } });
}

async function onlyEntry(vault: VaultClient): Promise<VaultEntry> {
  const [entry] = await vault.list();
  if (entry === undefined) throw new Error('no vault is listed');
  return entry;
}

async function rejection(work: Promise<unknown>): Promise<unknown> {
  return work.then(() => new Error('it was not refused'), (error: unknown) => error);
}

beforeEach(() => {
  freshTablet();
  office = new Office();
  online = true;
  use(new Authenticator());
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('enrolling a tablet', () => {
  it('makes passkey and vault, and gives the server public keys only', async () => {
    const { info, passphrase, session } = await enrol(tablet(), 'invite');
    expect(session.person.name).toBe('Ana Ruiz');
    expect(info.pending).toBe(false);
    expect(authenticator.lastCreate?.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' });
    expect(authenticator.lastCreate?.extensions).toEqual({ prf: {} });
    const posted = JSON.stringify(office.posted);
    expect(posted).toContain(info.P);
    expect(posted).not.toMatch(/results|first/u);
    for (const word of passphrase.split(' ')) expect(posted).not.toContain(word);
    expect(await onlyEntry(client())).toMatchObject({ pending: false, personName: 'Ana Ruiz', demo: false });
  });

  it('without PRF keeps the passkey for signing and opens by the words', async () => {
    use(new Authenticator({ prf: false }));
    const { info, passphrase } = await enrol(tablet(), 'invite');
    expect(info.passkeys.map(({ prfInput }) => prfInput)).toEqual([null]);
    const vault = client();
    const entry = await onlyEntry(vault);
    expect(await rejection(unlockWithPasskey({ vault, api: office }, entry))).toMatchObject({ reason: 'no-prf' });
    expect((await unlockWithPassphrase({ vault, api: office }, entry, passphrase)).info.id).toBe(info.id);
  });

  it('leaves no vault when the passkey was not made, or the server refused', async () => {
    authenticator.cancels = true;
    expect(await rejection(enrol(tablet(), 'invite'))).toBeInstanceOf(PasskeyProblem);
    authenticator.cancels = false;
    office.refuse = new Refused(410, 'invite-used', 'This link was already used on Oct 3. Ask the office for a new one.');
    expect(await rejection(enrol(tablet(), 'invite'))).toMatchObject({ code: 'invite-used' });
    expect(await client().list()).toEqual([]);
  });

  it('whose answer was lost is completed later without another touch', async () => {
    office.loseAnswers = 1;
    const unanswered = await rejection(enrol(tablet(), 'invite'));
    if (!(unanswered instanceof EnrolmentUnanswered)) throw new Error('expected it to be unanswered');
    expect((await onlyEntry(client())).pending).toBe(true);
    const touches = authenticator.signed.length;
    const { info, passphrase } = await unanswered.resume();
    expect(authenticator.signed.length).toBe(touches);
    expect(info.pending).toBe(false);
    expect((await client().unlock(info.id, { passphrase })).pending).toBe(false);
  });

  it('that never arrived is given up on the server\'s word only', async () => {
    const { api } = { api: office };
    vi.spyOn(api, 'finishEnrolment').mockRejectedValueOnce(new Unreachable());
    const unanswered = await rejection(enrol(tablet(), 'invite'));
    if (!(unanswered instanceof EnrolmentUnanswered)) throw new Error('expected it to be unanswered');
    office.reachable = false;
    const still = await rejection(unanswered.resume());
    if (!(still instanceof EnrolmentUnanswered)) throw new Error('expected it to be unanswered');
    expect(await client().list()).toHaveLength(1);
    office.reachable = true;
    expect(await rejection(still.resume())).toBeInstanceOf(Refused);
    expect(await client().list()).toEqual([]);
  });

  it('in the demo needs no passkey', async () => {
    use(new Authenticator({ prf: false }));
    const { info, passphrase } = await enrolDemo(tablet(), office);
    expect([info.demo, info.passkeys]).toEqual([true, []]);
    expect((await client().unlock(info.id, { passphrase })).demo).toBe(true);
  });
});

describe('unlocking', () => {
  let made: Enrolled;

  beforeEach(async () => {
    made = await enrol(tablet(), 'invite');
    office.posted.length = 0;
    authenticator.signed.length = 0;
  });

  it('with a network takes one touch to open and to sign in', async () => {
    const vault = client();
    const { info, signIn } = await unlockWithPasskey({ vault, api: office }, await onlyEntry(vault));
    expect(info.id).toBe(made.info.id);
    expect((await signIn).kind).toBe('signed-in');
    expect(authenticator.signed).toHaveLength(1);
    expect(JSON.stringify(office.posted)).not.toMatch(/prf|results/u);
    expect(Object.keys(authenticator.lastGet?.extensions?.prf?.evalByCredential ?? {})).toEqual([info.passkeys[0]?.credential]);
  });

  it('without a network opens all the same, and sends nothing', async () => {
    office.reachable = false;
    const vault = client();
    const { info, signIn } = await unlockWithPasskey({ vault, api: office }, await onlyEntry(vault));
    expect([info.id, (await signIn).kind, office.posted]).toEqual([made.info.id, 'offline', []]);
    online = false;
    office.reachable = true;
    expect((await unlockWithPasskey({ vault: client(), api: office }, await onlyEntry(vault))).info.id).toBe(made.info.id);
    expect(office.posted).toEqual([]);
  });

  it('does not wait for a server that does not answer', async () => {
    vi.spyOn(office, 'challenge').mockReturnValue(new Promise(() => undefined));
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const vault = client();
    const unlocked = unlockWithPasskey({ vault, api: office }, await onlyEntry(vault));
    await vi.advanceTimersByTimeAsync(2000);
    vi.useRealTimers();
    expect(await (await unlocked).signIn).toEqual({ kind: 'offline' });
  });

  it('that the server refuses still opens: work is not kept from its owner', async () => {
    office.refuse = new Refused(401, 'ceremony-refused', 'refused');
    const vault = client();
    const { signIn } = await unlockWithPasskey({ vault, api: office }, await onlyEntry(vault));
    expect(await signIn).toEqual({ kind: 'refused', code: 'ceremony-refused', detail: 'refused' });
  });

  it('with a passkey that gives other values asks for another way in', async () => {
    authenticator.otherPrfValues = true;
    const vault = client();
    expect((await problem(unlockWithPasskey({ vault, api: office }, await onlyEntry(vault)))).code).toBe('wrong-key');
    expect((await unlockWithPassphrase({ vault, api: office }, await onlyEntry(vault), made.passphrase)).info.id).toBe(made.info.id);
  });

  it('by the words renews the session without a touch, until one is due', async () => {
    const vault = client();
    const door = { vault, api: office };
    const { info, signIn } = await unlockWithPassphrase(door, await onlyEntry(vault), made.passphrase);
    expect((await signIn).kind).toBe('signed-in');
    office.refuse = new Refused(403, 'verification-due', 'due');
    expect(await renewSession(door, info)).toEqual({ kind: 'verification-due' });
    office.refuse = null;
    expect((await signInWithPasskey(door, info)).kind).toBe('signed-in');
    expect(authenticator.signed).toHaveLength(1);
    expect(authenticator.lastGet?.extensions).toBeUndefined();
  });
});

describe('signing a visit', () => {
  const manifest = '{"visit":"v","changes":[["c1","ff"]]}';
  const now = (): Date => new Date('2026-11-23T11:37:00.000Z');

  it('has the passkey sign the manifest itself, without a network', async () => {
    const open = tablet();
    await enrol(open, 'invite');
    office.reachable = false;
    const signature = await signManifest(open.vault, manifest, { passkey: true }, now);
    if (signature.method !== 'passkey') throw new Error('expected the passkey');
    const digest = toBase64Url(await crypto.subtle.digest('SHA-256', utf8(`doorstep/sign/1\0${manifest}`)));
    expect(authenticator.signed.at(-1)).toBe(digest);
    expect(authenticator.lastGet?.userVerification).toBe('required');
    expect(JSON.parse(new TextDecoder().decode(fromBase64Url(signature.clientDataJSON)))).toMatchObject({ challenge: digest });
    expect(signature.at).toBe('2026-11-23T11:37:00.000Z');
    expect(signature.manifestSha256).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('by the words is this person\'s key over the same bytes, and wrong words sign nothing', async () => {
    const open = tablet();
    const { info, passphrase } = await enrol(open, 'invite');
    expect((await problem(signManifest(open.vault, manifest, { passphrase: 'wrong' }, now))).code).toBe('wrong-key');
    const signature = await signManifest(open.vault, manifest, { passphrase }, now);
    if (signature.method !== 'passphrase') throw new Error('expected the passphrase');
    const key = await crypto.subtle.importKey('spki', fromBase64Url(info.P), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const message = utf8(`doorstep/sign/1\0${manifest}`);
    const good = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64Url(signature.deviceSignature), message);
    expect(good).toBe(true);
  });

  it('that was cancelled signs nothing', async () => {
    const open = tablet();
    await enrol(open, 'invite');
    authenticator.cancels = true;
    expect(await rejection(signManifest(open.vault, manifest, { passkey: true }, now))).toMatchObject({ reason: 'cancelled' });
  });
});
