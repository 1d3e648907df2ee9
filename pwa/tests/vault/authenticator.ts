/** A passkey in software, with PRF as WebAuthn defines it: one secret a credential, one output an input. */
import { toBase64Url, utf8, type Bytes } from '../../src/vault/bytes';
import { randomBytes } from '../../src/vault/random';

interface Kept {
  id: Bytes;
  secret: CryptoKey;
  pair: CryptoKeyPair;
}

export interface AuthenticatorOptions {
  prf: boolean;
}

function bytesOf(source: BufferSource): Bytes {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer.slice(source.byteOffset, source.byteOffset + source.byteLength))
    : new Uint8Array(source.slice(0));
}

export class Authenticator {
  readonly #kept: Kept[] = [];
  /** Every challenge that was signed, b64url. */
  readonly signed: string[] = [];
  /** What the last options were, for looking at. */
  lastCreate: PublicKeyCredentialCreationOptions | null = null;
  lastGet: PublicKeyCredentialRequestOptions | null = null;
  cancels = false;
  /** As before iOS 18.4 over another transport: other values for the same input. */
  otherPrfValues = false;

  constructor(private readonly options: AuthenticatorOptions = { prf: true }) {}

  async create({ publicKey }: CredentialCreationOptions): Promise<Credential> {
    if (publicKey === undefined || this.cancels) throw new DOMException('cancelled', 'NotAllowedError');
    this.lastCreate = publicKey;
    const kept: Kept = {
      id: randomBytes(16),
      secret: await crypto.subtle.importKey('raw', randomBytes(32), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
      pair: await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']),
    };
    this.#kept.push(kept);
    const response = { clientDataJSON: utf8('{}').buffer, attestationObject: utf8('attestation').buffer, getTransports: () => ['internal'] };
    return this.#credential(kept.id, response, this.options.prf ? { prf: { enabled: true } } : {});
  }

  async get({ publicKey }: CredentialRequestOptions): Promise<Credential> {
    if (publicKey === undefined || this.cancels) throw new DOMException('cancelled', 'NotAllowedError');
    this.lastGet = publicKey;
    const allowed = (publicKey.allowCredentials ?? []).map(({ id }) => toBase64Url(bytesOf(id)));
    const byCredential = publicKey.extensions?.prf?.evalByCredential ?? {};
    if (Object.keys(byCredential).some((id) => !allowed.includes(id))) throw new DOMException('not a subset', 'NotSupportedError');
    const kept = this.#kept.find(({ id }) => allowed.includes(toBase64Url(id)));
    if (kept === undefined) throw new DOMException('none', 'NotAllowedError');
    const challenge = toBase64Url(bytesOf(publicKey.challenge));
    this.signed.push(challenge);
    const clientDataJSON = utf8(JSON.stringify({ type: 'webauthn.get', challenge })).buffer;
    const response = {
      clientDataJSON,
      authenticatorData: utf8('data').buffer,
      signature: await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, kept.pair.privateKey, clientDataJSON),
      userHandle: null,
    };
    const input = byCredential[toBase64Url(kept.id)]?.first;
    const output = input === undefined || !this.options.prf ? undefined : await this.#evaluate(kept, bytesOf(input));
    return this.#credential(kept.id, response, output === undefined ? {} : { prf: { results: { first: output } } });
  }

  #evaluate(kept: Kept, input: Bytes): Promise<ArrayBuffer> {
    const salted = this.otherPrfValues ? utf8(`other${toBase64Url(input)}`) : input;
    return crypto.subtle.sign('HMAC', kept.secret, salted);
  }

  #credential(id: Bytes, response: object, results: AuthenticationExtensionsClientOutputs): Credential {
    return {
      id: toBase64Url(id),
      rawId: id.slice().buffer,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      response,
      getClientExtensionResults: () => results,
    } as unknown as Credential;
  }
}
