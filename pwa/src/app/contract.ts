/**
 * The boundary between screens and everything below them. Screens read views of records and send
 * intents; they never fetch, encrypt or merge. The one implementation is `store.svelte.ts`.
 */

import type { Office } from './office';

export type RecordId = string & { readonly brand: 'RecordId' };
export type PatientId = RecordId | 'library';
export type PersonId = string & { readonly brand: 'PersonId' };
export type Stamp = string & { readonly brand: 'Stamp' };
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Why {
  code: string;
  text: string;
}

/** One current value of a field. More than one head of a field is a conflict. */
export interface Head {
  stamps: Stamp[];
  value: Json;
  by: PersonId;
  device: string;
  /** Effective time (server's clock) as ISO, or the tablet's clock while pending. */
  at: string;
  wall: string;
  version: number | null;
  saw: Stamp[];
  visit: RecordId | null;
  why: Why | null;
  /** True while the change that made it has no receipt. */
  pending: boolean;
}

export interface PastValue extends Head {
  until: string;
  replacedBy: Stamp;
}

export interface FieldView {
  heads: Head[];
  past: PastValue[];
}

export interface EntryView {
  id: string;
  value: Json;
  by: PersonId;
  at: string;
  wall: string;
  visit: RecordId | null;
  pending: boolean;
}

/** A record as this person sees it: the server's state with her own pending changes laid over. */
export interface RecordView {
  id: RecordId;
  kind: string;
  patient: PatientId;
  version: number | null;
  created: { by: PersonId; device: string; at: string; visit: RecordId | null };
  fields: Record<string, FieldView>;
  entries: Record<string, EntryView[]>;
  derived: Record<string, Json>;
  /** Only on kind `conflict`. */
  conflict?: ConflictView;
  pending: boolean;
}

export interface ConflictView {
  of: { record: RecordId; kind: string; field: string };
  open: boolean;
  episodes: {
    opened: { at: string; stamp: Stamp };
    heads: Head[];
    decision: { value: Json; by: PersonId; at: string; why: Why | null } | null;
  }[];
}

export type TrustState =
  | { kind: 'not-saved'; why: string }
  | { kind: 'cannot-send'; why: string; waiting: number }
  | { kind: 'sending'; done: number; of: number }
  | { kind: 'saved'; waiting: number }
  | { kind: 'safe'; at: string }
  | { kind: 'offline' };

export interface VisitTrust {
  visit: RecordId;
  savedAt: string | null;
  safeAt: string | null;
  receivedAt: string | null;
  waiting: number;
  /** Photos of this visit that this tablet still keeps, and how many of them the server has. */
  photos: { sent: number; of: number };
}

/** What the person sees in the trust panel. Times are ISO; counts are changes. */
export interface TrustPanel {
  online: boolean;
  since: string | null;
  waiting: number;
  oldestWaiting: string | null;
  visits: VisitTrust[];
  lastPull: string | null;
  held: { change: string; record: RecordId | null; patient: PatientId; reason: { code: string; text: string } }[];
  /** Changes that a person in the office set aside, with who and why. */
  setAside: TrustPanel['held'];
  /** Charts that were fetched again because they differed from the server's. */
  repairs: { patient: PatientId; at: string }[];
  storageProtected: boolean | null;
  freeBytes: number | null;
  /** How far this tablet's clock is ahead of the server's; null before the first answer. */
  clockSkewMs: number | null;
  /** What is in the way of sending, in words; null when nothing is, or only the network. */
  hindrance: string | null;
  /** When the next attempt starts by itself. */
  retryAt: string | null;
  app: string;
}

export interface Arrival {
  patients: number;
  done: number;
  complete: boolean;
}

export interface Person {
  id: PersonId;
  name: string;
  role: 'administrator' | 'coordinator' | 'reviewer';
}

export interface SetOptions {
  why?: Why;
  /** The whole prose that was on the screen, for rule `text`. */
  base?: string;
  visit?: RecordId | null;
}

/** A photo as the camera gave it, and what is recorded of it. */
export interface PhotoTaken {
  record: RecordId;
  patient: PatientId;
  bytes: ArrayBuffer;
  type: string;
  fields: Record<string, Json>;
}

/** One part of a batch: several parts given together are kept, sent and applied whole or not at all. */
export type Intent =
  | { do: 'create'; record: RecordId; kind: string; patient: PatientId; fields: Record<string, Json>; events?: { field: string; event: string }[] }
  | { do: 'set'; record: RecordId; field: string; value: Json; why?: Why; base?: string }
  | { do: 'correct'; record: RecordId; field: string; value: Json }
  | { do: 'event'; record: RecordId; field: string; event: string; why?: Why }
  | { do: 'append'; record: RecordId; field: string; value: Json }
  /** `row` is a row's address (`phones/<rowId>`); without it the record itself goes. */
  | { do: 'delete'; record: RecordId; row?: string; why?: Why };

/**
 * What a person has in front of her. Opened when a screen or section opens; it remembers the heads
 * that were shown then, and every intent sent through it testifies to exactly those (`saw`).
 */
export interface FormOnScreen {
  set(record: RecordId, field: string, value: Json, options?: SetOptions): Promise<void>;
  append(record: RecordId, field: string, value: Json): Promise<void>;
  event(record: RecordId, field: string, event: string): Promise<void>;
  /**
   * Close a conflict: sees every head shown, replaces exactly those. `shown` are the stamps of the heads
   * that the deciding screen drew; without it, those that stood there when this form was opened.
   */
  decide(record: RecordId, field: string, value: Json, why: Why, shown?: Stamp[]): Promise<void>;
  /**
   * All parts in one batch. Resolves when durable in the vault. On a full tablet that is once there is room
   * again, and the claims say *Not saved* until then; rejects with NotSaved where waiting would not help.
   * What is kept under `away`, the form that they were typed in, goes in the same step: an app that ends right after
   * finds what was said once, in the record or in the form.
   */
  send(intents: Intent[], away?: string): Promise<void>;
  /** The photo and its record, both or neither. Where the tablet is full, copies that the server has go first. */
  keepPhoto(photo: PhotoTaken): Promise<void>;
  /** Takes a photo back before signing: its record is deleted, and its bytes go from this tablet and from the server. */
  removePhoto(record: RecordId): Promise<void>;
  close(): void;
}

/** Neither this tablet nor the server has the photo's bytes yet. */
export class PhotoAbsent extends Error {
  constructor() {
    super('the photo is not here');
    this.name = 'PhotoAbsent';
  }
}

/** Thrown when the vault could not make a write durable. The screen keeps what was typed. */
export class NotSaved extends Error {
  constructor(readonly reason: 'full' | 'evicted' | 'locked' | 'failed', message: string) {
    super(message);
    this.name = 'NotSaved';
  }
}

export interface SignResult {
  signedAt: string;
  method: 'passkey' | 'passphrase';
}

/** What a reviewer approves: these contents and no others, in this round, as this. */
export interface ApprovalAsked {
  round: number;
  role: 'reviewer' | 'cosigner';
  /** The newest version of what the visit consists of, as it stood on the screen. */
  version: number;
  /** False where a second person has to approve as well: the visit then stays received. */
  last: boolean;
}

export interface VaultListed {
  id: string;
  personName: string;
  initials: string;
  agencyName: string;
  officePhone: string;
  waiting: number;
  visitOpenSince: string | null;
  hasPasskey: boolean;
  role: Person['role'];
  demo: boolean;
}

export interface InviteSeen {
  agency: { id: string; name: string };
  person: Person;
  demo: boolean;
}

export interface HistoryEntry {
  change: string;
  field: string;
  op: string;
  value: Json;
  by: PersonId;
  at: string;
  wall: string;
  outcome: string;
  why: Why | null;
}

export interface RescueFile {
  file: Blob;
  /** Says nothing of anybody. */
  name: string;
  changes: number;
  photos: number;
  /** Stored things that could not be read, and so are not in it. */
  unreadable: number;
  /** False where something typed is on the screen only, and so is not in it. */
  complete: boolean;
}

export interface Farewell {
  /** Changes that were handed over since. */
  handedOver: number;
  /** When the tablet learnt of it, by the server's clock. */
  at: string;
}

export interface AppStore {
  readonly phase: 'opening' | 'enrol' | 'locked' | 'open' | 'failed' | 'ended';
  /** In phase `ended`: what became of the work when the office ended this tablet's access. */
  readonly ended: Farewell | null;
  /** Why a store failed to open; nothing was changed or deleted. */
  readonly failure: string | null;
  readonly me: Person;
  readonly agency: { id: string; name: string; officePhone: string; onCallPhone: string; timezone: string };
  readonly trust: TrustState;
  readonly panel: TrustPanel;
  readonly arrival: Arrival;
  readonly vaults: VaultListed[];
  readonly demo: boolean;
  /** Seconds until the idle lock, only within its last 30 s; else null. */
  readonly lockingIn: number | null;

  /** The three claims of one visit; `visits` of the panel holds those with changes on this tablet. */
  visitTrust(visit: RecordId): VisitTrust;

  record(id: RecordId): RecordView | undefined;
  /** Records of one kind of one patient, in creation order. */
  of(patient: PatientId, kind: string): RecordView[];
  all(kind: string): RecordView[];
  person(id: PersonId): Person | undefined;
  /** Ids of patients this person may see on this tablet. */
  readonly patients: RecordId[];
  /** Full-text search over name, birth date, phone, street, need, medicine; on this tablet only. */
  search(text: string): RecordId[];

  /** A photo's bytes: from this tablet, else from the server. Rejects with PhotoAbsent where neither has it. */
  photo(patient: PatientId, sha256: string): Promise<Blob>;

  newId(): RecordId;
  /** The one spelling of a value and its hash, for what is kept as it was agreed. */
  sealed(value: Json): Promise<{ text: string; sha256: string }>;
  openForm(visit: RecordId | null): FormOnScreen;
  /** Records that somebody looked at a chart or a private part of it; travels like a change. */
  markRead(patient: PatientId, screen: string): Promise<void>;

  /** Small things of this device and person, sealed in the vault: place in a visit, settings, drafts. */
  local(key: string): Json | undefined;
  setLocal(key: string, value: Json): Promise<void>;
  /**
   * The same for what a person is typing or has tapped: waits for room as a change does. False where it could
   * not be kept and is not tried again; the claims say *Not saved* either way.
   */
  keepTyped(key: string, value: Json): Promise<boolean>;

  /** A fresh passkey check (or passphrase) over the one spelling of what is said: the value of a field `signature`. */
  proven(said: Json, passphrase?: string): Promise<Json>;

  /** Manifest, fresh passkey check (or passphrase), signature and lifecycle event, as one batch. */
  signVisit(visit: RecordId, shown: Json, passphrase?: string): Promise<SignResult>;

  /** A fresh passkey check (or passphrase) over the approval, which leaves with its event as one change. */
  approveVisit(visit: RecordId, asked: ApprovalAsked, passphrase?: string): Promise<SignResult>;
  /** One check for all of them. `kept` is told how many are approved: a failure in between leaves those so. */
  approveVisits(visits: readonly { visit: RecordId; asked: ApprovalAsked }[], kept: (count: number) => void, passphrase?: string): Promise<SignResult>;

  readInvite(code: string): Promise<InviteSeen>;
  /** Registers the passkey and makes the vault; returns the five words when a passphrase is asked for. */
  enrol(code: string): Promise<{ passphrase: string }>;
  enrolDemo(person: PersonId): Promise<{ passphrase: string }>;
  /** The five words typed back once; only then the wrap counts as made. */
  confirmPassphrase(words: string): Promise<boolean>;
  unlockWithPasskey(vault: string): Promise<void>;
  /** Rejects with triesLeft and waitSeconds in the message's cause. */
  unlockWithPassphrase(vault: string, words: string): Promise<void>;
  /** Another tab of this browser holds the store: nothing can be unlocked here until `takeOver`. */
  readonly elsewhere: boolean;
  takeOver(): Promise<void>;
  /** Reads what an unlock will need; nothing waits for it. */
  prepare(): Promise<unknown>;
  /** Asks first (`lockAsks`) where something typed would be lost, unless it is to lock `anyway`. */
  lock(anyway?: boolean): void;
  readonly lockAsks: boolean;
  stayUnlocked(): void;
  syncNow(): Promise<void>;
  /** What the agency knows (forms, names, answers), as it is now where there is a network. */
  refreshLibrary(): Promise<void>;
  /** What only this tablet has, sealed for the office; null where the office has made no key for that. */
  rescueFile(): Promise<RescueFile | null>;
  /** One touch with a network, due when `panel.hindrance` asks for the passkey. */
  signInAgain(): Promise<void>;

  officePatients(after?: string): Promise<{ rows: RecordView[]; next: string | null }>;
  /** Loads one patient's chart into the store for reading (office only, audited). */
  openChart(patient: PatientId): Promise<void>;
  history(record: RecordId): Promise<HistoryEntry[]>;
  /** Nobody reviews this visit here any more. After a lock nothing is asked: it has ended the session that held it. */
  letGo(visit: RecordId): void;
  /** What waits for a decision: how much, different answers, held changes and what is done about them; search; counts across the agency. */
  readonly inbox: Pick<Office, 'counts' | 'queue' | 'search' | 'deadlines' | 'transitions' | 'different' | 'messages' | 'held' | 'release' | 'setAside' | 'standing' | 'claim' | 'tablets' | 'endTablet' | 'people' | 'careSettings' | 'imports' | 'printing' | 'boards' | 'referrals' | 'tellingHere' | 'silentTablets' | 'putOffTablet' | 'emergency'>;
}
