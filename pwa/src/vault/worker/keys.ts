/**
 * R and what is made of it. R is never in script memory: it is generated, wrapped and unwrapped as a
 * key object, and in daily use it is not even extractable.
 */
import { utf8 } from '../bytes';

const NO_SALT = new Uint8Array(0);

export interface EpochKeys {
  epoch: number;
  /** Records, header secrets, staged pages, local things. */
  records: CryptoKey;
  /** Own changes: outbox and sent log. */
  outbox: CryptoKey;
  /** Photos: what they are and their bytes. */
  blobs: CryptoKey;
  /** HMAC for the keys of IndexedDB. */
  names: CryptoKey;
}

/** R as an extractable AES key, only inside the worker and only while a wrap is being made. */
export async function makeRoot(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
}

function derivation(label: 'records' | 'outbox' | 'blobs' | 'names'): HkdfParams {
  return { name: 'HKDF', hash: 'SHA-256', salt: NO_SALT, info: utf8(`doorstep/1/${label}`) };
}

/** `root` is R as an HKDF key. */
export async function deriveEpochKeys(root: CryptoKey, epoch: number): Promise<EpochKeys> {
  const aes = { name: 'AES-GCM', length: 256 };
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 };
  const { subtle } = crypto;
  const [records, outbox, blobs, names] = await Promise.all([
    subtle.deriveKey(derivation('records'), root, aes, false, ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']),
    subtle.deriveKey(derivation('outbox'), root, aes, false, ['encrypt', 'decrypt']),
    subtle.deriveKey(derivation('blobs'), root, aes, false, ['encrypt', 'decrypt']),
    subtle.deriveKey(derivation('names'), root, hmac, false, ['sign']),
  ]);
  return { epoch, records, outbox, blobs, names };
}
