import type { Bytes } from './bytes';

/** Randomness for ids and clocks outside the vault; no other room may touch WebCrypto. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A random UUID (version 4): the id of a new vault, which must tell nothing about when it was made. */
export function randomUuid(): string {
  return crypto.randomUUID();
}
