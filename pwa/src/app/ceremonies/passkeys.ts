/**
 * Passkeys in the window: options in, plain JSON out. The JSON is built here field by field and not by
 * `toJSON()`, which would hold the PRF output, the very key material of the vault.
 */
import { fromBase64Url, toBase64Url, type Bytes } from '../../vault/bytes';
import { randomBytes } from '../../vault/random';
import type { PasskeyInfo, PrfSecret } from '../../vault/types';
import type { Json } from '../contract';

export type PasskeyProblemReason =
  /** Closed, timed out, or no matching passkey: platforms do not say which. */
  | 'cancelled'
  /** No passkeys here (no secure context, no authenticator). */
  | 'unsupported'
  /** The passkey answered but gave no PRF output: use the passphrase. */
  | 'no-prf'
  | 'failed';

export class PasskeyProblem extends Error {
  constructor(
    readonly reason: PasskeyProblemReason,
    message: string,
  ) {
    super(message);
    this.name = 'PasskeyProblem';
  }
}

const REASONS: Record<string, PasskeyProblemReason> = {
  NotAllowedError: 'cancelled',
  AbortError: 'cancelled',
  NotSupportedError: 'unsupported',
  SecurityError: 'unsupported',
};

async function ceremony(start: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await start();
    if (credential !== null) return credential as PublicKeyCredential;
  } catch (error) {
    const name = error instanceof Error || error instanceof DOMException ? error.name : '';
    throw new PasskeyProblem(REASONS[name] ?? 'failed', `the passkey was not used (${name})`);
  }
  throw new PasskeyProblem('cancelled', 'no passkey was chosen');
}

function container(): CredentialsContainer {
  const credentials = (navigator as { credentials?: CredentialsContainer }).credentials;
  if (credentials === undefined) throw new PasskeyProblem('unsupported', 'this browser has no passkeys here');
  return credentials;
}

function bufferOf(source: BufferSource): ArrayBuffer {
  const view = ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
  return view.slice().buffer;
}

/** The server's creation options as the browser takes them, with PRF asked for and verification required. */
export function creationOptions(options: Json): PublicKeyCredentialCreationOptions {
  const json = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const { challenge, user, rp, pubKeyCredParams, timeout, excludeCredentials = [], authenticatorSelection } = json;
  return {
    rp,
    pubKeyCredParams,
    ...(timeout === undefined ? {} : { timeout }),
    challenge: fromBase64Url(challenge),
    user: { ...user, id: fromBase64Url(user.id) },
    excludeCredentials: excludeCredentials.map(({ id }) => ({ type: 'public-key', id: fromBase64Url(id) })),
    authenticatorSelection: { ...authenticatorSelection, residentKey: 'required', userVerification: 'required' },
    extensions: { prf: {} },
  };
}

export interface Registered {
  credential: string;
  transports: string[];
  /** The authenticator says that it can evaluate a PRF; its output comes only with a later `get()`. */
  hasPrf: boolean;
  /** RegistrationResponseJSON. */
  json: Json;
}

export async function register(options: Json): Promise<Registered> {
  const publicKey = creationOptions(options);
  const credential = await ceremony(() => container().create({ publicKey }));
  const response = credential.response as AuthenticatorAttestationResponse;
  const id = toBase64Url(credential.rawId);
  const transports = response.getTransports();
  const hasPrf = credential.getClientExtensionResults().prf?.enabled === true;
  const json = {
    id,
    rawId: id,
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    response: {
      clientDataJSON: toBase64Url(response.clientDataJSON),
      attestationObject: toBase64Url(response.attestationObject),
      transports,
    },
    clientExtensionResults: { prf: { enabled: hasPrf } },
  };
  return { credential: id, transports, hasPrf, json };
}

export interface Asserted {
  credential: string;
  /** Null when this passkey gives none. */
  prf: PrfSecret | null;
  response: { authenticatorData: string; clientDataJSON: string; signature: string; userHandle: string | null };
  /** AuthenticationResponseJSON, without PRF output. */
  json: Json;
}

export interface AssertionAsked {
  challenge: BufferSource;
  /** Of one vault, hence of one relying party. */
  passkeys: PasskeyInfo[];
  /** Also ask for the output that opens the vault. */
  evaluate: boolean;
}

/** Request options: only this vault's passkeys, and PRF inputs for none but those (else the call throws). */
export function requestOptions({ challenge, passkeys, evaluate }: AssertionAsked): PublicKeyCredentialRequestOptions {
  const inputs = passkeys.flatMap(({ credential, prfInput }) =>
    prfInput === null ? [] : [[credential, { first: fromBase64Url(prfInput) }] as const],
  );
  const rpId = passkeys[0]?.rpId;
  return {
    challenge,
    ...(rpId === undefined ? {} : { rpId }),
    userVerification: 'required',
    allowCredentials: passkeys.map(({ credential, transports }) => ({
      type: 'public-key',
      id: fromBase64Url(credential),
      transports: transports as AuthenticatorTransport[],
    })),
    ...(evaluate && inputs.length > 0 ? { extensions: { prf: { evalByCredential: Object.fromEntries(inputs) } } } : {}),
  };
}

export async function assert(asked: AssertionAsked): Promise<Asserted> {
  const credential = await ceremony(() => container().get({ publicKey: requestOptions(asked) }));
  const response = credential.response as AuthenticatorAssertionResponse;
  const id = toBase64Url(credential.rawId);
  const parts = {
    authenticatorData: toBase64Url(response.authenticatorData),
    clientDataJSON: toBase64Url(response.clientDataJSON),
    signature: toBase64Url(response.signature),
    userHandle: response.userHandle === null ? null : toBase64Url(response.userHandle),
  };
  const first = credential.getClientExtensionResults().prf?.results?.first;
  return {
    credential: id,
    prf: first === undefined ? null : { credential: id, output: bufferOf(first) },
    response: parts,
    json: {
      id,
      rawId: id,
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      response: parts,
      clientExtensionResults: {},
    },
  };
}

/** A challenge for an assertion that never leaves the tablet. */
export function offlineChallenge(): Bytes {
  return randomBytes(32);
}
