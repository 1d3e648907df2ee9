/** The server as the ceremonies see it: verifies possession with the registered key, remembers bodies. */
import { fromBase64Url, toBase64Url, utf8 } from '../../src/vault/bytes';
import { randomBytes, randomUuid } from '../../src/vault/random';
import {
  Refused, Unreachable, type DemoEnrolment, type DeviceKeys, type EnrolmentBegun, type EnrolmentFinish, type SessionApi,
  type SessionChallenge, type SessionOpened, type SessionOpening, type SessionRenewal,
} from '../../src/app/ceremonies/session-api';
import type { PersonId } from '../../src/app/contract';

export class Office implements SessionApi {
  reachable = true;
  /** The server does what was asked, but its answer is lost on the way. */
  loseAnswers = 0;
  refuse: Refused | null = null;
  readonly posted: unknown[] = [];
  readonly #vaults = new Map<string, string>();
  readonly #challenges = new Map<string, string>();
  readonly person = { id: 'person-1' as PersonId, name: 'Ana Ruiz', role: 'coordinator' as const };
  readonly agency = { id: 'agency-1', name: 'Harbor Home Health' };

  async beginEnrolment(): Promise<EnrolmentBegun> {
    const challenge = toBase64Url(randomBytes(32));
    const enrolment = randomUuid();
    await this.#arrives();
    this.#challenges.set(enrolment, challenge);
    const options = {
      rp: { id: 'localhost', name: 'Harbor' },
      user: { id: 'dXNlcg', name: 'Ana', displayName: 'Ana' },
      challenge,
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { userVerification: 'preferred' },
      extensions: { prf: {} },
    };
    return { agency: this.agency, person: this.person, enrolment, options, demo: false };
  }

  async finishEnrolment(body: EnrolmentFinish): Promise<SessionOpened> {
    await this.#arrives(body);
    await this.#registers(body.vault, body.device, `doorstep/enrol/1\0${this.#challengeOf(body.enrolment)}`, body.possession);
    return this.#answers();
  }

  async enrolDemo(body: DemoEnrolment): Promise<SessionOpened> {
    await this.#arrives(body);
    await this.#registers(body.vault, body.device, `doorstep/enrol/1\0${this.#challengeOf(body.request)}`, body.possession);
    return this.#answers();
  }

  async challenge(_vault: string, signal?: AbortSignal): Promise<SessionChallenge> {
    if (signal?.aborted === true) throw new Unreachable();
    await this.#arrives();
    const request = randomUuid();
    const challenge = toBase64Url(randomBytes(32));
    this.#challenges.set(request, challenge);
    return { challenge, request, rpId: 'localhost' };
  }

  async open(body: SessionOpening): Promise<SessionOpened> {
    await this.#arrives(body);
    await this.#signsIn(body);
    return this.#answers();
  }

  async renew(body: SessionRenewal): Promise<SessionOpened> {
    await this.#arrives(body);
    await this.#signsIn(body);
    return this.#answers();
  }

  async #arrives(body?: unknown): Promise<void> {
    await Promise.resolve();
    if (!this.reachable) throw new Unreachable();
    if (body !== undefined) this.posted.push(body);
    if (body !== undefined && this.refuse !== null) throw this.refuse;
  }

  #answers(): SessionOpened {
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      throw new Unreachable();
    }
    const session = { id: randomUuid(), expires: '2026-11-24T00:00:00Z', uv_at: '2026-11-23T10:00:00Z' };
    return { session, person: this.person, agency: this.agency, device: { id: randomUuid() }, credential: null };
  }

  #challengeOf(request: string): string {
    const challenge = this.#challenges.get(request);
    if (challenge === undefined) throw new Refused(400, 'challenge-unknown', 'unknown');
    this.#challenges.delete(request);
    return challenge;
  }

  async #registers(vault: string, device: DeviceKeys, message: string, possession: string): Promise<void> {
    await this.#verifies(device.P, message, possession);
    this.#vaults.set(vault, device.P);
  }

  async #signsIn({ request, vault, possession }: SessionRenewal): Promise<void> {
    const key = this.#vaults.get(vault);
    if (key === undefined) throw new Refused(401, 'ceremony-refused', 'refused');
    await this.#verifies(key, `doorstep/session/1\0${this.#challengeOf(request)}`, possession);
  }

  async #verifies(P: string, message: string, possession: string): Promise<void> {
    const key = await crypto.subtle.importKey('spki', fromBase64Url(P), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const good = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64Url(possession), utf8(message));
    if (!good) throw new Refused(401, 'ceremony-refused', 'the key did not sign');
  }
}
