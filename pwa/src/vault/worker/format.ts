/**
 * The form of every sealed value at rest, frozen by `tests/vectors/vault.json`:
 *
 *   version 1 | epoch (u16, big endian) | nonce (12) | AES-256-GCM ciphertext and tag
 *
 * Additional data binds a value to its place, so that no value opens under another key of IndexedDB,
 * in another store, vault or agency: agency, vault, store, key, epoch, each with a u32 length before
 * it (the epoch as its two bytes). The key of IndexedDB is base64url(HMAC-SHA-256(names, "store/id")),
 * so that not even an id is readable at rest.
 *
 * What it does not stop: someone who writes to the disk can put back an older value of the same place.
 */
import { VaultProblem } from '../errors';
import { concat, toBase64Url, utf8, type Bytes } from '../bytes';

export const FORMAT_VERSION = 1;
const NONCE = 12;
const HEAD = 3 + NONCE;

export interface Place {
  agency: string;
  vault: string;
  store: string;
  key: string;
}

function u16(value: number): Bytes {
  return new Uint8Array([value >>> 8, value & 0xff]);
}

function prefixed(part: Bytes): Bytes {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, part.length);
  return concat(length, part);
}

export function additionalData(place: Place, epoch: number): Bytes {
  const parts = [place.agency, place.vault, place.store, place.key].map(utf8);
  return concat(...[...parts, u16(epoch)].map(prefixed));
}

/** AES-GCM parameters for sealing one new value, and the bytes that go before the ciphertext. */
export function sealing(place: Place, epoch: number): { head: Bytes; algorithm: AesGcmParams } {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const head = concat(new Uint8Array([FORMAT_VERSION]), u16(epoch), nonce);
  return { head, algorithm: { name: 'AES-GCM', iv: nonce, additionalData: additionalData(place, epoch) } };
}

/** The reverse of `sealing`. Throws `unreadable` for what is not of this format or epoch. */
export function opening(place: Place, epoch: number, sealed: Bytes): { body: Bytes; algorithm: AesGcmParams } {
  const known = sealed.length > HEAD && sealed[0] === FORMAT_VERSION;
  const sealedEpoch = ((sealed[1] ?? 0) << 8) | (sealed[2] ?? 0);
  if (!known || sealedEpoch !== epoch) throw new VaultProblem('unreadable', 'not a sealed value of this format and epoch');
  const iv = sealed.slice(3, HEAD);
  return { body: sealed.slice(HEAD), algorithm: { name: 'AES-GCM', iv, additionalData: additionalData(place, epoch) } };
}

export async function seal(key: CryptoKey, epoch: number, place: Place, plain: Bytes): Promise<Bytes> {
  const { head, algorithm } = sealing(place, epoch);
  return concat(head, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain)));
}

/** Throws `unreadable` when the bytes were altered, moved or sealed under another key. */
export async function unseal(key: CryptoKey, epoch: number, place: Place, sealed: Bytes): Promise<Bytes> {
  const { body, algorithm } = opening(place, epoch, sealed);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, body));
  } catch (cause) {
    throw new VaultProblem('unreadable', `a value of ${place.store} does not open: ${String(cause)}`);
  }
}

export async function nameOf(names: CryptoKey, store: string, id: string): Promise<string> {
  return toBase64Url(await crypto.subtle.sign('HMAC', names, utf8(`${store}/${id}`)));
}
