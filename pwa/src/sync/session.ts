/** Joining and signing in over HTTP, and the one session that requests prove themselves with. */
import {
  Refused,
  Unreachable,
  type DemoEnrolment,
  type EnrolmentBegun,
  type EnrolmentFinish,
  type SessionApi,
  type SessionChallenge,
  type SessionOpened,
  type SessionOpening,
  type SessionRenewal,
} from '../app/ceremonies/session-api';
import type { Json } from '../app/contract';
import type { Vault } from '../vault/types';
import type { Asked, Http } from './http';
import { NotDoorstep, any, flag, having, oneOf, orNull, text, type Read } from './shape';

const person = having({ id: text, name: text, role: oneOf('administrator', 'coordinator', 'reviewer') });
const agency = having({ id: text, name: text });

const begun = having({ agency, person, enrolment: text, options: any, demo: flag });
const challenged = having({ challenge: text, request: text, rpId: text });
const opened = having({
  session: having({ id: text, expires: text, uv_at: orNull(text) }),
  person,
  agency,
  device: having({ id: text }),
  credential: orNull(having({ id: text })),
});

export class HttpSessionApi implements SessionApi {
  constructor(private readonly http: Http) {}

  beginEnrolment(invite: string): Promise<EnrolmentBegun> {
    return this.#post('/api/enrol/begin', { invite }, begun as unknown as Read<EnrolmentBegun>);
  }

  finishEnrolment(body: EnrolmentFinish): Promise<SessionOpened> {
    return this.#post('/api/enrol/finish', body, opened as unknown as Read<SessionOpened>);
  }

  enrolDemo(body: DemoEnrolment): Promise<SessionOpened> {
    return this.#post('/api/demo/enrol', body, opened as unknown as Read<SessionOpened>);
  }

  challenge(vault: string, signal?: AbortSignal): Promise<SessionChallenge> {
    return this.#post('/api/session/challenge', { vault }, challenged, signal);
  }

  open(body: SessionOpening): Promise<SessionOpened> {
    return this.#post('/api/session', body, opened as unknown as Read<SessionOpened>);
  }

  renew(body: SessionRenewal): Promise<SessionOpened> {
    return this.#post('/api/session/renew', body, opened as unknown as Read<SessionOpened>);
  }

  async #post<T>(path: string, body: unknown, read: Read<T>, signal?: AbortSignal): Promise<T> {
    try {
      return read(await this.http.open({ method: 'POST', path, body, signal }), path);
    } catch (error) {
      // To who is joining or unlocking, a Wi-Fi's page and no answer at all are the same.
      throw error instanceof NotDoorstep ? new Unreachable(error) : error;
    }
  }
}

/** Kept in the vault between two unlocks; the cookie itself is out of any script's reach. */
export interface KeptSession {
  session: string;
  device: string;
}

export interface KeeperPorts {
  http: Http;
  api: SessionApi;
  vault: Pick<Vault, 'signPossession'>;
  vaultId: string;
  keep: (session: KeptSession) => Promise<void>;
}

/** What the server says to a request whose proof is of another session than its cookie, or whose session ended. */
const OTHER_SESSION = new Set(['not-signed-in', 'proof-refused']);

export class SessionKeeper {
  #kept: KeptSession | null;
  #renewing: Promise<string> | null = null;
  #signedIn: Promise<void> = Promise.resolve();

  constructor(
    private readonly ports: KeeperPorts,
    kept: Json | undefined,
  ) {
    this.#kept = readKept(kept);
  }

  get device(): string | null {
    return this.#kept?.device ?? null;
  }

  async take({ session, device }: SessionOpened): Promise<void> {
    this.#kept = { session: session.id, device: device.id };
    await this.ports.keep(this.#kept);
  }

  /**
   * The unlock signs in: what is asked meanwhile waits for it, else its session would end while it is on its way. Rejects
   * as the sign-in does; who waits goes on with the session of before.
   */
  signingIn(opening: Promise<SessionOpened | null>): Promise<void> {
    const taken = opening.then(async (opened) => {
      if (opened) await this.take(opened);
    });
    this.#signedIn = taken.catch(() => undefined);
    return taken;
  }

  /**
   * A proven request. A session that ended, or that another one took the place of while the request was on its
   * way, is exchanged once: for the newer one, or by P. Rejects with `verification-due` past 7 days.
   */
  async ask(asked: Asked): Promise<unknown> {
    await this.#signedIn;
    const session = this.#kept?.session ?? (await this.#renew());
    try {
      return await this.ports.http.proven(asked, session);
    } catch (error) {
      if (!(error instanceof Refused) || !OTHER_SESSION.has(error.code)) throw error;
      const newer = this.#kept?.session;
      return this.ports.http.proven(asked, newer === undefined || newer === session ? await this.#renew() : newer);
    }
  }

  /** One for all who ask at a time: the second one's cookie would make the first one's session worthless. */
  #renew(): Promise<string> {
    this.#renewing ??= this.#renewed().finally(() => { this.#renewing = null; });
    return this.#renewing;
  }

  async #renewed(): Promise<string> {
    const { api, vault, vaultId } = this.ports;
    const { challenge, request } = await api.challenge(vaultId);
    const possession = await vault.signPossession('session', challenge);
    const renewed = await api.renew({ request, vault: vaultId, possession });
    await this.take(renewed);
    return renewed.session.id;
  }
}

function readKept(kept: Json | undefined): KeptSession | null {
  if (kept === null || typeof kept !== 'object' || Array.isArray(kept)) return null;
  const { session, device } = kept;
  return typeof session === 'string' && typeof device === 'string' ? { session, device } : null;
}
