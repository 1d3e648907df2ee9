/**
 * What the ceremonies ask of the server. `src/sync/session.ts` implements it over HTTP; none of these
 * calls needs a session, so none carries a proof.
 */
import type { Json, Person } from '../contract';

export interface EnrolmentBegun {
  agency: { id: string; name: string };
  person: Person;
  /** Id of the pre-session that the answer must name again. */
  enrolment: string;
  /** PublicKeyCredentialCreationOptionsJSON. */
  options: Json;
  demo: boolean;
}

export interface DeviceKeys {
  name: string;
  P: string;
  D: string;
}

export interface EnrolmentFinish {
  enrolment: string;
  invite: string;
  /** RegistrationResponseJSON without any PRF output. */
  credential: Json;
  vault: string;
  device: DeviceKeys;
  epoch: number;
  possession: string;
}

export interface DemoEnrolment {
  person: string;
  vault: string;
  device: DeviceKeys;
  epoch: number;
  possession: string;
  request: string;
}

export interface SessionChallenge {
  challenge: string;
  request: string;
  rpId: string;
}

export interface SessionOpening {
  request: string;
  vault: string;
  /** AuthenticationResponseJSON without any PRF output. */
  assertion: Json;
  possession: string;
}

export interface SessionRenewal {
  request: string;
  vault: string;
  possession: string;
}

export interface SessionOpened {
  session: { id: string; expires: string; uv_at: string | null };
  person: Person;
  agency: { id: string; name: string };
  device: { id: string };
  credential: { id: string } | null;
}

/** Each call rejects with `Refused` (the server answered a problem) or `Unreachable` (it did not answer, or `signal` gave up). */
export interface SessionApi {
  beginEnrolment(invite: string): Promise<EnrolmentBegun>;
  finishEnrolment(body: EnrolmentFinish): Promise<SessionOpened>;
  enrolDemo(body: DemoEnrolment): Promise<SessionOpened>;
  challenge(vault: string, signal?: AbortSignal): Promise<SessionChallenge>;
  open(body: SessionOpening): Promise<SessionOpened>;
  renew(body: SessionRenewal): Promise<SessionOpened>;
}

/** The server answered with a problem body (RFC 9457). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
  ) {
    super(detail);
    this.name = 'Refused';
  }
}

/** No answer: no network, no server, or something in between that is not Doorstep. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('The server did not answer.', { cause });
    this.name = 'Unreachable';
  }
}
