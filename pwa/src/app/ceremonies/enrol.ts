/**
 * A tablet joins: passkey, vault, public keys to the server. The vault is made before the server is told,
 * so that no answer of the server can name keys that this tablet failed to keep; it stays pending until
 * the server has taken it.
 */
import { toBase64Url } from '../../vault/bytes';
import { randomBytes, randomUuid } from '../../vault/random';
import type { NewVault, VaultClient, VaultInfo } from '../../vault/types';
import { assert, offlineChallenge, register, type Registered } from './passkeys';
import { Refused, Unreachable, type DeviceKeys, type EnrolmentBegun, type SessionApi, type SessionOpened } from './session-api';

export interface Tablet {
  vault: VaultClient;
  api: SessionApi;
  /** What the office sees of it, e.g. "Chromium on Linux". */
  deviceName: string;
}

export interface Enrolled {
  info: VaultInfo;
  /** The five words: shown once, typed back (`vault.confirmPassphrase`), stored nowhere. */
  passphrase: string;
  session: SessionOpened;
}

/**
 * The server's answer to the enrolment did not arrive; it may or may not have taken it. `resume` asks,
 * without a touch: it resolves as the enrolment would have, or rejects with the server's refusal, after
 * which the half-made vault is gone and the invite can be used again.
 */
export class EnrolmentUnanswered extends Error {
  constructor(readonly resume: () => Promise<Enrolled>) {
    super('The server did not answer. Nothing is lost: try again when there is a network.');
    this.name = 'EnrolmentUnanswered';
  }
}

/** Rejects with PasskeyProblem, Refused, Unreachable, VaultProblem or EnrolmentUnanswered. */
export async function enrol(tablet: Tablet, invite: string): Promise<Enrolled> {
  const begun = await tablet.api.beginEnrolment(invite);
  const registered = await register(begun.options);
  const made = await tablet.vault.create(await newVault(begun, registered));
  const { challenge } = begun.options as unknown as { challenge: string };
  const possession = await tablet.vault.signPossession('enrol', challenge);
  const post = (): Promise<SessionOpened> =>
    tablet.api.finishEnrolment({
      enrolment: begun.enrolment,
      invite,
      credential: registered.json,
      vault: made.info.id,
      device: deviceOf(tablet, made.info),
      epoch: made.info.epoch,
      possession,
    });
  return complete(tablet, made.info, made.passphrase, post);
}

/** The demo's way in, without a passkey: the passphrase is the vault's only wrap. */
export async function enrolDemo(tablet: Tablet, who: Pick<EnrolmentBegun, 'agency' | 'person'>): Promise<Enrolled> {
  const made = await tablet.vault.create({ ...parties(who), id: randomUuid(), demo: true, prf: null, signOnly: null });
  const post = async (): Promise<SessionOpened> => {
    const { challenge, request } = await tablet.api.challenge(made.info.id);
    return tablet.api.enrolDemo({
      person: who.person.id,
      vault: made.info.id,
      device: deviceOf(tablet, made.info),
      epoch: made.info.epoch,
      possession: await tablet.vault.signPossession('enrol', challenge),
      request,
    });
  };
  return complete(tablet, made.info, made.passphrase, post);
}

async function complete(tablet: Tablet, info: VaultInfo, passphrase: string, post: () => Promise<SessionOpened>): Promise<Enrolled> {
  try {
    const session = await post();
    await tablet.vault.activate();
    return { info: { ...info, pending: false }, passphrase, session };
  } catch (error) {
    if (error instanceof Unreachable) {
      throw new EnrolmentUnanswered(() => complete(tablet, info, passphrase, () => renewed(tablet, info)));
    }
    if (error instanceof Refused) await tablet.vault.discardPending(info.id);
    throw error;
  }
}

/** Asks whether the server knows this vault: only then it opens a session for its key. */
async function renewed({ api, vault }: Tablet, info: VaultInfo): Promise<SessionOpened> {
  const { challenge, request } = await api.challenge(info.id);
  return api.renew({ request, vault: info.id, possession: await vault.signPossession('session', challenge) });
}

async function newVault(begun: EnrolmentBegun, registered: Registered): Promise<NewVault> {
  const { credential, transports, hasPrf } = registered;
  const signOnly = { credential, transports, rpId: rpIdOf(begun) };
  const shared = { ...parties(begun), id: randomUuid(), demo: false };
  if (!hasPrf) return { ...shared, prf: null, signOnly };
  const prfInput = toBase64Url(randomBytes(32));
  // Creation may return only `enabled`; the output comes with the first use, which also proves that it works.
  const used = await assert({ challenge: offlineChallenge(), passkeys: [{ ...signOnly, prfInput }], evaluate: true });
  if (used.prf === null) return { ...shared, prf: null, signOnly };
  return { ...shared, prf: { ...signOnly, ...used.prf, prfInput }, signOnly: null };
}

function rpIdOf(begun: EnrolmentBegun): string {
  return (begun.options as unknown as PublicKeyCredentialCreationOptionsJSON).rp.id ?? location.hostname;
}

function parties({ agency, person }: Pick<EnrolmentBegun, 'agency' | 'person'>): Pick<NewVault, 'agency' | 'person'> {
  // The phone comes with the library's first page (`vault.describe`).
  return { agency: { ...agency, officePhone: '' }, person };
}

function deviceOf(tablet: Tablet, info: VaultInfo): DeviceKeys {
  return { name: tablet.deviceName, P: info.P, D: info.D };
}
