/**
 * P (person on this tablet, sealed under R) and D (this tablet, non-extractable, readable without R).
 * P signs everything that speaks for the person; each use has its own label, and the vault builds the
 * signed text itself, so that no caller can have one thing signed as another.
 */
import { concat, toBase64Url, toHex, utf8, type Bytes } from '../bytes';
import type { ProofParts } from '../types';
import { opening, sealing, type Place } from './format';
import type { EpochKeys } from './keys';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

export interface KeyMade {
  pair: CryptoKeyPair;
  /** SPKI, b64url. */
  spki: string;
}

async function make(extractable: boolean): Promise<KeyMade> {
  const pair = await crypto.subtle.generateKey(CURVE, extractable, ['sign', 'verify']);
  return { pair, spki: toBase64Url(await crypto.subtle.exportKey('spki', pair.publicKey)) };
}

export async function makeDeviceKey(): Promise<KeyMade> {
  return make(false);
}

/** The private half leaves the key store only wrapped. */
export async function makePersonKey(keys: EpochKeys, place: Place): Promise<{ spki: string; sealed: Bytes }> {
  const { pair, spki } = await make(true);
  const { head, algorithm } = sealing(place, keys.epoch);
  const wrapped = await crypto.subtle.wrapKey('pkcs8', pair.privateKey, keys.records, algorithm);
  return { spki, sealed: concat(head, new Uint8Array(wrapped)) };
}

export async function openPersonKey(keys: EpochKeys, place: Place, sealed: Bytes): Promise<CryptoKey> {
  const { body, algorithm } = opening(place, keys.epoch, sealed);
  return crypto.subtle.unwrapKey('pkcs8', body, keys.records, algorithm, CURVE, false, ['sign']);
}

export async function sha256Hex(content: string | Bytes): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', typeof content === 'string' ? utf8(content) : content));
}

async function sign(P: CryptoKey, message: string): Promise<string> {
  return toBase64Url(await crypto.subtle.sign(SIGNING, P, utf8(message)));
}

export async function signBatch(P: CryptoKey, batch: string, hashes: string[]): Promise<string> {
  return sign(P, `doorstep/batch/1\0${batch}\0${hashes.join('\n')}`);
}

export async function signPossession(P: CryptoKey, purpose: 'enrol' | 'session', challenge: string): Promise<string> {
  return sign(P, `doorstep/${purpose}/1\0${challenge}`);
}

export async function signProof(P: CryptoKey, parts: ProofParts): Promise<string> {
  const lines = [parts.method, parts.path, await sha256Hex(parts.body), parts.nonce, parts.session];
  return sign(P, `doorstep/proof/1\0${lines.join('\n')}`);
}

function manifestMessage(manifest: string): string {
  return `doorstep/sign/1\0${manifest}`;
}

export async function signManifest(P: CryptoKey, manifest: string): Promise<string> {
  return sign(P, manifestMessage(manifest));
}

export async function manifestChallenge(manifest: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', utf8(manifestMessage(manifest)));
}
