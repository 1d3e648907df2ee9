/** What lies in a vault's database. Only `state`, `tries` and the wraps' public halves are in clear. */
import type { DBSchema } from 'idb';
import type { Bytes } from '../bytes';
import type { Tries } from './tries';
import type { Wrap } from './wraps';

export const VAULT_STORES = ['header', 'base', 'outbox', 'staged', 'sent', 'local', 'blobs', 'frames'] as const;
export type VaultStore = (typeof VAULT_STORES)[number];
export type SealedStore = Exclude<VaultStore, 'header'>;

/** Frozen with the format. `epoch` switches in one transaction when R is renewed. */
export interface Header {
  format: 1;
  vault: string;
  agency: string;
  epoch: number;
  demo: boolean;
  wraps: Wrap[];
  /** A passkey without PRF: it signs visits and opens sessions, but not the vault. */
  signOnly: { credential: string; rpId: string; transports: string[] } | null;
  /** Public keys, SPKI in b64url. */
  P: string;
  D: string;
  /** PKCS#8 of P and the person, both sealed. */
  sealedP: Bytes;
  sealedPerson: Bytes;
}

/** In clear, because transactions and the unlock screen need it without keys. Counts only. */
export interface State {
  pending: boolean;
  waiting: number;
  /** Photos whose bytes no server has confirmed; absent in a vault that is older than photos. */
  photos?: number;
  visitOpenSince: string | null;
  generation: number;
  /** Number of the next change; also counts those that have left for the sent log. */
  nextSeq: number;
  /** Random id of the last applied round: a repeat of it after a lost connection is no new round. */
  lastRound: string | null;
}

/** Rows of the store `header` by their key. */
export interface HeaderRows {
  header: Header;
  state: State;
  tries: Tries;
  D: CryptoKeyPair;
}

export interface VaultSchema extends DBSchema {
  header: { key: string; value: HeaderRows[keyof HeaderRows] };
  base: { key: string; value: Bytes };
  outbox: { key: string; value: Bytes };
  staged: { key: string; value: Bytes };
  sent: { key: string; value: Bytes };
  local: { key: string; value: Bytes };
  blobs: { key: string; value: Bytes };
  frames: { key: string; value: Bytes };
}

/** What the unlock screen shows of each vault before anybody unlocked; nothing of any patient. */
export interface DirectoryRow {
  id: string;
  agencyId: string;
  agencyName: string;
  officePhone: string;
  personName: string;
  initials: string;
  role: 'administrator' | 'coordinator' | 'reviewer';
  demo: boolean;
}

export interface DirectorySchema extends DBSchema {
  vaults: { key: string; value: DirectoryRow };
}
