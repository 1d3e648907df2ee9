/**
 * The vault's boundary: what the window may ask of the one worker that holds keys and database.
 *
 * Types only; the worker (`worker/`) implements them, `client.ts` carries them over postMessage.
 * Everything that is stored is encrypted or opaque (a random id, a public key, a wrapped key), but for
 * what the unlock screen must show before anybody unlocked: staff name and initials, agency name and
 * phone, how many changes wait, since when a visit is open. Never anything of a patient.
 */
import type { Json } from '../app/contract';

/** A record document exactly as the server sent it; the vault reads nothing of it but these two. */
export interface BaseDocument {
  id: string;
  patient: string;
}

export type VaultProblemCode =
  /** The platform has no room. Nothing of this write was kept. */
  | 'full'
  /** The database is gone although this tablet lists it. It is not made again. */
  | 'evicted'
  /** No vault is open in this worker. */
  | 'locked'
  /** The database gave way under the write (its disk, the platform). Nothing was kept; it may be tried again. */
  | 'interrupted'
  /** Anything else: the write was not kept, or the store does not open. Nothing was deleted. */
  | 'failed'
  /** The generation is no longer the one that this page was asked from: drop the round, load again. */
  | 'stale'
  /** This wrap does not open with this key. Says nothing about the data: try another wrap. */
  | 'wrong-key'
  /** Too many wrong passphrases; `detail.waitSeconds` says how long. Nothing was tried. */
  | 'wait'
  /** A stored value does not decrypt or is out of place. It is left as it is. */
  | 'unreadable'
  /** A change id that is already kept with other bytes, or an unlawful forget. Nothing was changed. */
  | 'refused';

export interface VaultProblemDetail {
  triesLeft?: number;
  waitSeconds?: number;
}

export interface Person {
  id: string;
  name: string;
  role: 'administrator' | 'coordinator' | 'reviewer';
}

export interface Agency {
  id: string;
  name: string;
  officePhone: string;
}

/** A passkey of this vault. `prfInput` (b64url) is what it evaluates; null = it signs but cannot open. */
export interface PasskeyInfo {
  credential: string;
  /** The relying party it was made for: needed to use it without a network. */
  rpId: string;
  prfInput: string | null;
  transports: string[];
}

/** One vault of this tablet as the unlock screen may see it, read without any key. */
export interface VaultEntry {
  id: string;
  agencyId: string;
  agencyName: string;
  officePhone: string;
  personName: string;
  initials: string;
  role: Person['role'];
  demo: boolean;
  /** True until the server confirmed the enrolment (`activate`). */
  pending: boolean;
  waiting: number;
  visitOpenSince: string | null;
  passkeys: PasskeyInfo[];
  passphrase: { confirmed: boolean; triesLeft: number; waitSeconds: number } | null;
  /** Why this vault's database does not open; counts are then unknown (0). Nothing was changed. */
  problem: VaultProblemCode | null;
}

/** Header of the open vault. Keys are SPKI in b64url, as the server takes them. */
export interface VaultInfo {
  id: string;
  agency: { id: string };
  person: Person;
  demo: boolean;
  pending: boolean;
  epoch: number;
  P: string;
  D: string;
  passkeys: PasskeyInfo[];
  passphraseConfirmed: boolean;
  generation: number;
  waiting: number;
}

/** The PRF output travels once, by transfer, from the window to the worker. */
export interface PrfSecret {
  credential: string;
  output: ArrayBuffer;
}
export type Secret = { prf: PrfSecret } | { passphrase: string };

export interface NewVault {
  id: string;
  agency: Agency;
  person: Person;
  demo: boolean;
  /** Null where the platform has no PRF (or in the demo): the passphrase alone opens the vault. */
  prf: (PrfSecret & { rpId: string; prfInput: string; transports: string[] }) | null;
  /** A passkey that cannot open (no PRF): visits are still signed with it. */
  signOnly: { credential: string; rpId: string; transports: string[] } | null;
}

export interface VaultMade {
  info: VaultInfo;
  /** The five words, for showing once. They are stored nowhere. */
  passphrase: string;
}

export interface Receipt {
  id: string;
  sha256: string;
  outcome: 'applied' | 'merged' | 'conflict' | 'history' | 'superseded' | 'addendum' | 'quarantined' | 'waiting' | 'set-aside';
  version: number | null;
  reason: { code: string; text: string } | null;
}

/** One own change. `text` is the exact JSON that is hashed, signed and sent. */
export interface OutboxEntry {
  /** Order of writing on this tablet; the outbox is sent in this order. */
  seq: number;
  id: string;
  batch: string;
  /** P over `doorstep/batch/1\0`, batch id, hashes; made when the batch was written. b64url r||s. */
  sig: string;
  sha256: string;
  text: string;
  /** Wall clock of the tablet when it became durable, ISO. */
  keptAt: string;
  /** The last receipt. With a final outcome the entry stays only for the overlay (SYNC.md 5.5). */
  receipt: Receipt | null;
  /** When the receipt was stored, tablet clock. */
  receiptAt: string | null;
}

export interface NewBatch {
  id: string;
  changes: { id: string; text: string }[];
}

/** A photo to keep: its bytes go into the transaction of the change that names their hash. */
export interface NewBlob {
  sha256: string;
  patient: string;
  visit: string;
  type: string;
  bytes: ArrayBuffer;
}

/** A photo that this vault keeps. Its id is `patient/sha256`. */
export interface BlobInfo {
  sha256: string;
  patient: string;
  visit: string;
  type: string;
  size: number;
  /** Wall clock of the tablet when it became durable, ISO. */
  keptAt: string;
  /** Set once a server has all its bytes: on which timeline of its own, and when (tablet clock). */
  sent: { timeline: number; at: string } | null;
}

/** One strict-durability transaction. `local` null removes a key. */
export interface Commit {
  batches?: NewBatch[];
  local?: Record<string, Json | null>;
  blobs?: NewBlob[];
  /** In clear in the header, for the unlock screen. Undefined leaves it. */
  visitOpenSince?: string | null;
  /** The keys go next: without room in the database it is kept in what was reserved for that. */
  lastResort?: boolean;
}

/** One page of a running round, kept so that a restart resumes it; invisible until `applyRound`. */
export interface StagedPage {
  /** Order within the round, from 0; 0 forgets the pages of an older round. */
  seq: number;
  timeline: number;
  cursor: string;
  page: Json;
  /** The patients that the round said were here when it began; it goes on saying so until it is through. */
  held?: string[];
}

export interface Round {
  /** Any id unique to this round: makes a repeated apply after a lost connection harmless. */
  id: string;
  /** The generation that the first request of the round was made from. */
  generation: number;
  documents: BaseDocument[];
  /** Everything of these patients goes, also what this tablet never loaded. */
  removePatients: string[];
  /** These patients become exactly what `documents` holds of them. */
  replacePatients: string[];
  /** Kept in `local` under these very keys, in the same transaction (cursor, timeline, ...). */
  local: Record<string, Json | null>;
  /** Changes with a final receipt whose version the base now contains: outbox -> sent log. */
  forget: string[];
}

export type StorePart = 'base' | 'outbox' | 'staged' | 'local' | 'sent';

/** Streamed by `load`, in this order of parts; `outbox`, `sent` and `staged` come sorted by `seq`. */
export type LoadChunk =
  | { part: 'base'; documents: BaseDocument[] }
  | { part: 'outbox' | 'sent'; entries: OutboxEntry[] }
  | { part: 'staged'; pages: StagedPage[] }
  | { part: 'local'; values: Record<string, Json> };

/** The agency's recovery key as its record tells it: public half as SPKI in b64url, `id` its SHA-256 in hex. */
export interface RecoveryKey {
  id: string;
  key: string;
}

export interface RescueMade {
  file: Blob;
  changes: number;
  photos: number;
  /** Stored changes and photos that do not open; they are not in the file. */
  unreadable: number;
}

export interface ProofParts {
  method: string;
  /** Path with query, as in the request line. */
  path: string;
  /** Exact body as it travels, '' for none; hashed in the worker. */
  body: string | Uint8Array<ArrayBuffer>;
  nonce: string;
  session: string;
}

/**
 * The remote vault. Every call rejects with `VaultProblem` (errors.ts). Writes are done one after
 * the other, in the order of the calls; a resolved write is durable on disk.
 */
export interface Vault {
  /** Vaults of this tablet. Works locked. */
  list(): Promise<VaultEntry[]>;
  /** Makes R, P, D, the wraps and the database; the new vault is open afterwards, and pending. */
  create(made: NewVault): Promise<VaultMade>;
  /** The server took the enrolment: from now on the vault is an ordinary one. */
  activate(): Promise<void>;
  /** Gives up an enrolment that the server refused. Refused for any vault that is not pending. */
  discardPending(id: string): Promise<void>;

  unlock(id: string, secret: Secret): Promise<VaultInfo>;
  /** The words typed back: true only if they really open this vault's wrap; then it counts as made. */
  confirmPassphrase(words: string): Promise<boolean>;
  /** New words in place of the old wrap, given a secret that opens the vault now. */
  renewPassphrase(secret: Secret): Promise<string>;
  /** Re-entry before signing: counts wrong tries like an unlock. Rejects with `wrong-key` or `wait`. */
  checkPassphrase(words: string): Promise<void>;
  info(): Promise<VaultInfo>;
  /**
   * Removes the open vault with all it holds, after access ended; it is closed then. Refused while a
   * change has no final receipt or can't be read. Answers how many vaults are left on this tablet.
   */
  wipe(): Promise<number>;
  /** What the unlock screen shows, after the library or a name changed. */
  describe(shown: { personName?: string; agencyName?: string; officePhone?: string }): Promise<void>;

  /** Streams what is stored, decrypted. `unreadable` values are counted, never dropped silently. */
  load(parts: StorePart[], onChunk: (chunk: LoadChunk) => void): Promise<{ unreadable: number; generation: number }>;
  /** All or nothing, strict durability. Hashes and signs each batch; answers the entries as kept. */
  commit(write: Commit): Promise<OutboxEntry[]>;
  /** Compare-and-swap on the generation; answers the new one, so that pages of two rounds are never mixed. */
  stagePage(generation: number, page: StagedPage): Promise<number>;
  /** Compare-and-swap on the generation; answers the new one. Staged pages are cleared with it. */
  applyRound(round: Round): Promise<number>;
  /**
   * Stores receipts beside their changes and moves `forget` to the sent log. A receipt whose hash is
   * not the change's is ignored and named in the answer; a forget without a final receipt is refused.
   */
  takeReceipts(receipts: Receipt[], forget: string[]): Promise<{ mismatched: string[] }>;
  pruneSent(ids: string[]): Promise<void>;

  blobs(): Promise<BlobInfo[]>;
  /** Bytes of a photo from `from` on, at most `length`. Rejects with `unreadable` where a frame does not open. */
  readBlob(id: string, from: number, length: number): Promise<ArrayBuffer>;
  blobSent(id: string, timeline: number): Promise<void>;
  /** Refused for a photo that no server has confirmed, unless its author has taken it back. */
  dropBlobs(ids: string[], takenBack?: boolean): Promise<void>;

  /** All changes without a final receipt and these photos, sealed to the agency's recovery key; nothing is written. */
  rescue(key: RecoveryKey, app: string, photos: string[]): Promise<RescueMade>;

  /** Lower-case hex, one each; of a text its UTF-8 bytes. */
  sha256(contents: (string | Uint8Array<ArrayBuffer>)[]): Promise<string[]>;
  /** P over `doorstep/<purpose>/1\0` + challenge; b64url r||s. */
  signPossession(purpose: 'enrol' | 'session', challenge: string): Promise<string>;
  /** P over the proof of one request (contract of a session). */
  signProof(parts: ProofParts): Promise<string>;
  /** P over `doorstep/sign/1\0` + manifest, for a visit signed with the passphrase. */
  signManifest(manifest: string): Promise<string>;
  /** SHA-256 of `doorstep/sign/1\0` + manifest: the challenge that a passkey signs. */
  manifestChallenge(manifest: string): Promise<ArrayBuffer>;
}

/** The window's handle: the vault and the end of its worker, which is what forgets the keys. */
export interface VaultClient extends Vault {
  /** Terminates the worker at once. Every later call rejects with `locked`. */
  lock(): void;
}
