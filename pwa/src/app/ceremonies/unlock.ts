/**
 * Back to work in one touch. With a network, the same touch that opens the vault also signs in: the
 * server's challenge is asked for first, and given up after 2 s. Without one the challenge is random and
 * the assertion goes nowhere.
 */
import { fromBase64Url } from '../../vault/bytes';
import { VaultProblem } from '../../vault/errors';
import type { VaultClient, VaultEntry, VaultInfo } from '../../vault/types';
import { assert, offlineChallenge, PasskeyProblem, type Asserted } from './passkeys';
import { Refused, Unreachable, type SessionApi, type SessionChallenge, type SessionOpened } from './session-api';

export const CHALLENGE_WAIT_MS = 2000;

export type SignIn =
  | { kind: 'signed-in'; session: SessionOpened }
  | { kind: 'offline' }
  /** The last verified touch is too old: one touch with a network (`signInWithPasskey`) is due. */
  | { kind: 'verification-due' }
  | { kind: 'refused'; code: string; detail: string };

export interface Unlocked {
  info: VaultInfo;
  /** Goes on after the vault is open; work does not wait for it. Rejects only on a bug. */
  signIn: Promise<SignIn>;
}

export interface Door {
  vault: VaultClient;
  api: SessionApi;
}

/** Rejects with PasskeyProblem, or VaultProblem `wrong-key`: then offer the passphrase, say nothing of damage. */
export async function unlockWithPasskey(door: Door, entry: VaultEntry): Promise<Unlocked> {
  const passkeys = entry.passkeys.filter((passkey) => passkey.prfInput !== null);
  if (passkeys.length === 0) throw new PasskeyProblem('no-prf', 'no passkey of this store can open it');
  const asked = await challengeInTime(door.api, entry.id);
  const asserted = await assert({
    challenge: asked === null ? offlineChallenge() : fromBase64Url(asked.challenge),
    passkeys,
    evaluate: true,
  });
  if (asserted.prf === null) throw new PasskeyProblem('no-prf', 'this passkey did not give what opens the store');
  const info = await door.vault.unlock(entry.id, { prf: asserted.prf });
  return { info, signIn: settled(door, info, () => opened(door, info, asked, asserted)) };
}

/** Rejects with VaultProblem `wrong-key` (triesLeft, waitSeconds) or `wait` (waitSeconds). */
export async function unlockWithPassphrase(door: Door, entry: VaultEntry, words: string): Promise<Unlocked> {
  const info = await door.vault.unlock(entry.id, { passphrase: words });
  return { info, signIn: renewSession(door, info) };
}

/** A new session without a touch, while the server allows it (7 days after the last verified one). */
export function renewSession(door: Door, info: VaultInfo): Promise<SignIn> {
  return settled(door, info, async () => {
    const { challenge, request } = await door.api.challenge(info.id, AbortSignal.timeout(CHALLENGE_WAIT_MS));
    return door.api.renew({ request, vault: info.id, possession: await door.vault.signPossession('session', challenge) });
  });
}

/** The touch that is due, with the vault already open. Rejects with PasskeyProblem. */
export async function signInWithPasskey(door: Door, info: VaultInfo): Promise<SignIn> {
  const asked = await challengeInTime(door.api, info.id);
  if (asked === null) return { kind: 'offline' };
  const asserted = await assert({
    challenge: fromBase64Url(asked.challenge),
    passkeys: info.passkeys,
    evaluate: false,
  });
  return settled(door, info, () => opened(door, info, asked, asserted));
}

/** Null when there is no answer in time, or none that helps: unlocking never waits for the network. */
async function challengeInTime(api: SessionApi, vault: string): Promise<SessionChallenge | null> {
  if (!navigator.onLine) return null;
  // Beside the signal, which an answer half read may outlive.
  const late = new Promise<null>((resolve) => setTimeout(() => { resolve(null); }, CHALLENGE_WAIT_MS));
  try {
    return await Promise.race([api.challenge(vault, AbortSignal.timeout(CHALLENGE_WAIT_MS)), late]);
  } catch (error) {
    if (error instanceof Unreachable || error instanceof Refused) return null;
    throw error;
  }
}

async function opened(door: Door, info: VaultInfo, asked: SessionChallenge | null, asserted: Asserted): Promise<SessionOpened> {
  if (asked === null) throw new Unreachable();
  const possession = await door.vault.signPossession('session', asked.challenge);
  return door.api.open({ request: asked.request, vault: info.id, assertion: asserted.json, possession });
}

async function settled(door: Door, info: VaultInfo, signIn: () => Promise<SessionOpened>): Promise<SignIn> {
  try {
    const session = await signIn();
    // The answer to an enrolment may have been lost on the way; now the server has shown that it knows us.
    if (info.pending) await door.vault.activate();
    return { kind: 'signed-in', session };
  } catch (error) {
    if (error instanceof Unreachable || isLocked(error)) return { kind: 'offline' };
    if (error instanceof Refused && error.code === 'verification-due') return { kind: 'verification-due' };
    if (error instanceof Refused) return { kind: 'refused', code: error.code, detail: error.detail };
    throw error;
  }
}

/** Locked while signing in: nobody is there any more to tell. */
function isLocked(error: unknown): boolean {
  return error instanceof VaultProblem && error.code === 'locked';
}
