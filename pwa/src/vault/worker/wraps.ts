/**
 * The ways to open R. Each wrap is R sealed under a key of its own (KEK), bound by additional data to
 * agency, vault, epoch and which wrap it is:
 *
 *   prf         KEK = HKDF(PRF output,  salt of the wrap, "doorstep/1/kek/prf|agency|vault|credential")
 *   passphrase  KEK = HKDF(PBKDF2-SHA-256(words, salt, rounds), salt, "doorstep/1/kek/passphrase|agency|vault")
 *
 * A wrap that does not open says only that this secret does not fit (`wrong-key`): some platforms gave
 * other PRF values over another transport. It never means that the vault is broken.
 */
import { concat, toBase64Url, utf8, type Bytes } from '../bytes';
import { VaultProblem } from '../errors';
import type { PrfSecret } from '../types';
import { opening, sealing, type Place } from './format';
import { lettersOf } from './words';

/** OWASP's floor for PBKDF2-SHA-256; stored beside each wrap, so that it can rise. */
export const PASSPHRASE_ROUNDS = 600_000;

export interface PrfWrap {
  kind: 'prf';
  credential: string;
  rpId: string;
  prfInput: string;
  transports: string[];
  salt: Bytes;
  sealed: Bytes;
}

export interface PassphraseWrap {
  kind: 'passphrase';
  rounds: number;
  salt: Bytes;
  sealed: Bytes;
  /** False until the words were typed back. */
  confirmed: boolean;
}

export type Wrap = PrfWrap | PassphraseWrap;

/** Whose R it is; part of every info string and of the additional data. */
export interface Owner {
  agency: string;
  vault: string;
  epoch: number;
}

/** `opened` for daily use (HKDF, not extractable); `wrapping` only to make another wrap. */
type RootUse = 'opened' | 'wrapping';

function placeOf(owner: Owner, kind: Wrap['kind'], name: string): Place {
  return { agency: owner.agency, vault: owner.vault, store: 'header', key: `wrap/${kind}/${name}` };
}

async function kek(material: CryptoKey, salt: Bytes, info: string): Promise<CryptoKey> {
  const params = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8(info) };
  return crypto.subtle.deriveKey(params, material, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

async function prfKek(owner: Owner, secret: PrfSecret, salt: Bytes): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', secret.output, 'HKDF', false, ['deriveKey']);
  return kek(material, salt, `doorstep/1/kek/prf|${owner.agency}|${owner.vault}|${secret.credential}`);
}

async function passphraseKek(owner: Owner, words: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', utf8(lettersOf(words)), 'PBKDF2', false, ['deriveBits']);
  const stretched = new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, typed, 256),
  );
  const material = await crypto.subtle.importKey('raw', stretched, 'HKDF', false, ['deriveKey']);
  stretched.fill(0);
  return kek(material, salt, `doorstep/1/kek/passphrase|${owner.agency}|${owner.vault}`);
}

async function sealRoot(root: CryptoKey, key: CryptoKey, owner: Owner, place: Place): Promise<Bytes> {
  const { head, algorithm } = sealing(place, owner.epoch);
  return concat(head, new Uint8Array(await crypto.subtle.wrapKey('raw', root, key, algorithm)));
}

async function openRoot(sealed: Bytes, key: CryptoKey, owner: Owner, place: Place, use: RootUse): Promise<CryptoKey> {
  const { body, algorithm } = opening(place, owner.epoch, sealed);
  const { subtle } = crypto;
  try {
    return use === 'opened'
      ? await subtle.unwrapKey('raw', body, key, algorithm, 'HKDF', false, ['deriveKey'])
      : await subtle.unwrapKey('raw', body, key, algorithm, { name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
  } catch (cause) {
    throw new VaultProblem('wrong-key', `this secret does not open this wrap: ${String(cause)}`);
  }
}

function freshSalt(): Bytes {
  return crypto.getRandomValues(new Uint8Array(32));
}

export async function makePrfWrap(
  root: CryptoKey,
  owner: Owner,
  prf: PrfSecret & Pick<PrfWrap, 'rpId' | 'prfInput' | 'transports'>,
): Promise<PrfWrap> {
  const salt = freshSalt();
  const { credential, rpId, prfInput, transports } = prf;
  const sealed = await sealRoot(root, await prfKek(owner, prf, salt), owner, placeOf(owner, 'prf', credential));
  return { kind: 'prf', credential, rpId, prfInput, transports, salt, sealed };
}

export async function makePassphraseWrap(root: CryptoKey, owner: Owner, words: string): Promise<PassphraseWrap> {
  const salt = freshSalt();
  const key = await passphraseKek(owner, words, salt, PASSPHRASE_ROUNDS);
  const sealed = await sealRoot(root, key, owner, placeOf(owner, 'passphrase', toBase64Url(salt)));
  return { kind: 'passphrase', rounds: PASSPHRASE_ROUNDS, salt, sealed, confirmed: false };
}

export async function openPrfWrap(wrap: PrfWrap, owner: Owner, secret: PrfSecret, use: RootUse): Promise<CryptoKey> {
  const place = placeOf(owner, 'prf', wrap.credential);
  return openRoot(wrap.sealed, await prfKek(owner, secret, wrap.salt), owner, place, use);
}

export async function openPassphraseWrap(wrap: PassphraseWrap, owner: Owner, words: string, use: RootUse): Promise<CryptoKey> {
  const place = placeOf(owner, 'passphrase', toBase64Url(wrap.salt));
  return openRoot(wrap.sealed, await passphraseKek(owner, words, wrap.salt, wrap.rounds), owner, place, use);
}
