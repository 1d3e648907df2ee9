/**
 * Everything that exists only while a vault is open: records, outbox, forms, search, trust. Locking
 * drops the whole object, and with it every decrypted value.
 */
import { idOf, isSent } from '../sync/attachments';
import { wallOf } from '../sync/clock';
import type { Part } from '../sync/compose';
import type { Change, ServerDocument } from '../sync/document';
import type { Random } from '../sync/ids';
import { Outbox } from '../sync/outbox';
import type { Seen } from '../sync/seen';
import type { SyncState } from '../sync/state';
import { readRepairs } from '../sync/repairs';
import { KEYS, type Applied } from '../sync/round';
import type { BlobInfo, LoadChunk, OutboxEntry, Receipt, RecoveryKey, StagedPage, Vault, VaultInfo } from '../vault/types';
import { Claims } from './claims.svelte';
import { NotSaved, type Arrival, type FormOnScreen, type Json, type PatientId, type Person, type PersonId, type RecordId, type RecordView, type TrustPanel, type TrustState, type VisitTrust } from './contract';
import { OpenForm } from './form-on-screen';
import { Records } from './records';
import { Search } from './search';
import { Signals } from './signals';
import { trustPanel, trustState, visitTrust, type Evidence, type Tablet } from './trust';
import { HLC_KEY, Writing, type Beside, type Refusal } from './writing';

/** Keys of `local` that belong to sync itself; screens' keys never begin like this. */
export const OWN_PREFIX = 'sync/';
const RECOVERY_KEY = `${OWN_PREFIX}recovery-key`;
const TRYING = 'Doorstep tries again by itself.';
const ALL_PARTS = ['base', 'outbox', 'sent', 'staged', 'local'] as const;

export interface SessionPorts {
  vault: Vault;
  random: Random;
  now: () => number;
  pause: (ms: number) => Promise<void>;
  /** Something new waits to be sent. */
  written: () => void;
  /** The agency's own record came or changed. */
  agencyChanged?: () => void;
}

const VISIT_BEGINS = new Set(['start', 'reopen']);
const VISIT_ENDS = new Set(['end', 'sign', 'not-home', 'cancel']);

export class OpenSession {
  readonly outbox = new Outbox();
  readonly records: Records;
  readonly search: Search;
  /** Set by whoever sends photos: it knows which copies may go. */
  makeRoom: () => Promise<boolean> = () => Promise.resolve(false);
  readonly local = new Map<string, Json>();
  staged: StagedPage[] = [];
  generation = 0;
  /** This tablet as the server knows it; empty before the first sign-in. */
  device = '';
  readonly #claims = new Claims();
  readonly #localSignals = new Signals();
  readonly #visitSignals = new Signals();
  /** What could not be kept, by where it belongs, until that place is written. */
  readonly #failures = new Map<string, Failure>();
  #writing: Writing | null = null;

  constructor(
    readonly info: VaultInfo,
    private readonly ports: SessionPorts,
  ) {
    const author = {
      person: info.person.id as PersonId,
      device: '',
      skewMs: 0,
      visitStates: (visit: RecordId, change: Change): Json[] =>
        (this.records.asOf(visit, change)?.fields.state?.heads ?? []).map(({ value }) => value),
    };
    this.records = new Records(
      () => ({ ...author, device: this.device, skewMs: this.sync.skewMs ?? 0 }),
      (record, look) => {
        this.#writing?.remember(record, look);
      },
      (record, { kind, patient }) => {
        this.search.changed(kind, patient);
        if (kind === 'visit') this.#visitSignals.changed(record);
        if (kind === 'agency') this.ports.agencyChanged?.();
      },
    );
    this.search = new Search(this.records);
    this.judge();
  }

  /** Reads and decrypts everything once. Rejects when the vault does; nothing is changed then. */
  async load(): Promise<{ unreadable: number }> {
    const { unreadable, generation } = await this.ports.vault.load([...ALL_PARTS], (chunk) => {
      this.#take(chunk);
    });
    this.generation = generation;
    const hlc = this.local.get(HLC_KEY);
    this.#writing = this.#makeWriting(typeof hlc === 'string' ? hlc : undefined);
    await this.#readPhotos();
    this.judge();
    return { unreadable };
  }

  get writing(): Writing {
    if (!this.#writing) throw new Error('the store is not loaded');
    return this.#writing;
  }

  get me(): Person {
    return { ...this.info.person, id: this.info.person.id as PersonId };
  }

  get sync(): SyncState {
    return this.#claims.sync;
  }

  get tablet(): Tablet {
    return this.#claims.tablet;
  }

  get trust(): TrustState {
    return this.#claims.trust;
  }

  get panel(): TrustPanel {
    return this.#claims.panel ?? trustPanel(this.#evidence(), this.tablet);
  }

  get arrival(): Arrival {
    return this.sync.arrival;
  }

  /** News of the loop or of this tablet; every claim is worked out anew from it. */
  tell(news: { sync?: Partial<SyncState>; tablet?: Partial<Tablet> }): void {
    this.#claims.sync = { ...this.sync, ...news.sync };
    this.#claims.tablet = { ...this.tablet, ...news.tablet };
    this.judge();
  }

  openForm(visit: RecordId | null): FormOnScreen {
    const ports = {
      writing: this.writing,
      records: this.records,
      beside: (changes: Change[]): Beside => this.beside(changes),
      closed: (form: Seen): void => {
        this.#forgetFailuresOf(form);
      },
      putAway: (local: Record<string, null>): void => {
        this.keptLocal(local);
      },
      photos: {
        hash: async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => (await this.ports.vault.sha256([bytes]))[0] ?? '',
        makeRoom: (): Promise<boolean> => this.makeRoom(),
        kept: (): Promise<void> => this.#readPhotos(),
        takenBack: (): Promise<void> => this.dropTakenBack(),
      },
    };
    return new OpenForm(ports, visit);
  }

  /** Photos that this tablet keeps, and why the server does not take one of them. */
  get photos(): { kept: BlobInfo[]; refused: string | null } {
    return this.#claims.photos;
  }

  set photos(photos: { kept: BlobInfo[]; refused: string | null }) {
    this.#claims.photos = photos;
    this.judge();
    for (const { visit } of photos.kept) this.#visitSignals.changed(visit);
  }

  /** True for a photo that was taken back before signing: it is not sent and not counted. */
  isTakenBack(blob: BlobInfo): boolean {
    return this.#takenBack(blob) !== undefined;
  }

  /** The bytes of photos that were taken back go from this tablet once nobody can stand up for them. */
  async dropTakenBack(): Promise<void> {
    const going = this.photos.kept.filter((blob) => {
      const record = this.#takenBack(blob);
      return record !== undefined && !this.records.standsOnServer(record.id);
    });
    if (going.length === 0) return;
    await this.ports.vault.dropBlobs(going.map(idOf), true);
    await this.#readPhotos();
  }

  #takenBack({ patient, sha256 }: BlobInfo): RecordView | undefined {
    const whose = patient as PatientId;
    const names = ({ fields }: RecordView): boolean => fields.sha256?.heads.some(({ value }) => value === sha256) === true;
    if (this.records.of(whose, 'attachment').some(names)) return undefined;
    return this.records.deleted(whose, 'attachment').find(names);
  }

  getLocal(key: string): Json | undefined {
    this.#localSignals.read(key);
    return this.local.get(key);
  }

  async setLocal(key: string, value: Json): Promise<void> {
    if (key.startsWith(OWN_PREFIX)) throw new Error(`${key} belongs to sync`);
    await this.writing.keepLocal({ [key]: value });
    this.keptLocal({ [key]: value });
  }

  async keepTyped(key: string, value: Json): Promise<boolean> {
    if (key.startsWith(OWN_PREFIX)) throw new Error(`${key} belongs to sync`);
    try {
      await this.writing.keepLocal({ [key]: value }, (refusal) => {
        this.#failed([key], refusal, null);
      });
    } catch (problem) {
      if (!(problem instanceof NotSaved)) throw problem;
      return false;
    }
    this.keptLocal({ [key]: value });
    if (this.#failures.delete(key)) this.judge();
    return true;
  }

  /** Values that the vault has already kept. */
  keptLocal(values: Record<string, Json | null>): void {
    for (const [key, value] of Object.entries(values)) {
      if (value === null) this.local.delete(key);
      else this.local.set(key, value);
      this.#localSignals.changed(key);
    }
  }

  /** The key that rescue files are sealed to. */
  get recoveryKey(): RecoveryKey | null {
    return (this.local.get(RECOVERY_KEY) ?? this.#recoveryKeyTold) as RecoveryKey | null;
  }

  /** The first one that the office told of is kept to: another one may be somebody else's (SECURITY.md, Recovery key). */
  async keepRecoveryKey(): Promise<void> {
    const told = this.#recoveryKeyTold;
    if (told === null || this.local.has(RECOVERY_KEY)) return;
    try {
      await this.writing.keepLocal({ [RECOVERY_KEY]: told });
      this.keptLocal({ [RECOVERY_KEY]: told });
    } catch (problem) {
      // No room, or locked meanwhile: the next unlock keeps it.
      if (!(problem instanceof NotSaved)) throw problem;
    }
  }

  /** Ids of the photos that no server has and nobody has taken back. */
  get unsentPhotos(): string[] {
    const { photos, timeline } = this.#evidence();
    return photos.kept.filter((blob) => !isSent(blob, timeline)).map(idOf);
  }

  get #recoveryKeyTold(): Json {
    return this.records.all('agency')[0]?.fields.recovery?.heads[0]?.value ?? null;
  }

  visitTrust(visit: RecordId): VisitTrust {
    this.#visitSignals.read(visit);
    return visitTrust(this.#evidence(), visit);
  }

  /** Works the claims out anew: after a write, a receipt, a round, an attempt. */
  judge(): void {
    const evidence = this.#evidence();
    this.#claims.trust = trustState(evidence);
    this.#claims.panel = trustPanel(evidence, this.tablet);
    for (const visit of this.outbox.visits()) this.#visitSignals.changed(visit);
  }

  /** Receipts that the vault has stored. */
  received(receipts: Receipt[]): void {
    this.relay(this.outbox.receive(receipts, wallOf(this.ports.now())));
    this.judge();
  }

  /** A page that the vault has kept: a round that is cut off goes on behind it. */
  keptAside(page: StagedPage, generation: number): void {
    this.generation = generation;
    this.staged = page.seq === 0 ? [page] : [...this.staged, page];
  }

  /** A complete round that the vault has applied. */
  applied({ documents, replaced, removed, forgotten, generation, local }: Applied): void {
    const { records } = this;
    const arrived = new Set(documents.map(({ id }) => id));
    const gone = [...replaced, ...removed].flatMap((patient) => records.idsOf(patient as PatientId));
    records.drop(gone.filter((id) => !arrived.has(id)));
    records.put(documents);
    this.generation = generation;
    this.staged = [];
    this.keptLocal(local);
    this.forgotten(forgotten);
  }

  /** Changes that the vault has moved to the sent log. */
  forgotten(ids: string[]): void {
    this.relay(this.outbox.forget(ids));
    this.judge();
  }

  /** The vault's base is not the one in memory any more: read it again. */
  async reload(): Promise<void> {
    const documents: ServerDocument[] = [];
    const { generation } = await this.ports.vault.load(['base', 'local'], (chunk) => {
      if (chunk.part === 'base') documents.push(...(chunk.documents as unknown as ServerDocument[]));
      else if (chunk.part === 'local') this.keptLocal(chunk.values);
    });
    const kept = new Set(documents.map(({ id }) => id));
    this.records.drop(this.records.held().flatMap((patient) => this.records.idsOf(patient)).filter((id) => !kept.has(id)));
    this.records.put(documents);
    this.generation = generation;
    this.staged = [];
  }

  /** Draws records anew after receipts or a forgetting changed what is open of them. */
  relay(records: Iterable<RecordId>): void {
    for (const record of new Set(records)) this.records.setOwn(record, this.outbox.own(record));
  }

  /** What the unlock screen may show belongs into the transaction that makes it true. */
  beside(changes: Change[]): Beside {
    const events = changes
      .filter(({ kind }) => kind === 'visit')
      .flatMap(({ ops, wall }) => ops.map((op) => ({ event: op.op === 'event' ? op.event : '', wall })));
    const begun = events.find(({ event }) => VISIT_BEGINS.has(event));
    if (begun) return { visitOpenSince: begun.wall };
    return events.some(({ event }) => VISIT_ENDS.has(event)) ? { visitOpenSince: null } : {};
  }

  /** An audit entry that travels like a change; it belongs to no visit's manifest. */
  async markRead(patient: PatientId, screen: string): Promise<void> {
    const at = wallOf(this.ports.now());
    const record = this.writing.newId();
    const part: Part = { do: 'create', record, kind: 'chart_read', patient, fields: { patient, screen, at }, saw: () => [] };
    await this.writing.write(() => [part], { visit: null, form: null });
  }

  #take(chunk: LoadChunk): void {
    if (chunk.part === 'base') this.records.put(chunk.documents as unknown as ServerDocument[]);
    else if (chunk.part === 'staged') this.staged.push(...chunk.pages);
    else if (chunk.part === 'local') this.keptLocal(chunk.values);
    else this.#takeEntries(chunk.part, chunk.entries);
  }

  #takeEntries(part: 'outbox' | 'sent', entries: OutboxEntry[]): void {
    if (part === 'sent') this.outbox.addSent(entries);
    else this.relay(this.outbox.add(entries));
  }

  async #readPhotos(): Promise<void> {
    this.photos = { ...this.photos, kept: await this.ports.vault.blobs() };
  }

  #evidence(): Evidence {
    const timeline = this.local.get(KEYS.timeline);
    return {
      photos: { ...this.photos, kept: this.photos.kept.filter((blob) => !this.isTakenBack(blob)) },
      timeline: typeof timeline === 'number' ? timeline : null,
      outbox: this.outbox,
      sync: this.sync,
      repairs: readRepairs(this.local.get(KEYS.repairs)),
      failures: [...this.#failures.values()].map(({ problem, waits }) => (waits ? `${problem.message} ${TRYING}` : problem.message)),
      visit: (id) => this.records.peek(id),
    };
  }

  #makeWriting(hlc: string | undefined): Writing {
    const { vault, random, now, pause } = this.ports;
    return new Writing(
      {
        vault,
        random,
        now,
        pause,
        records: this.records,
        outbox: this.outbox,
        saved: (parts) => {
          for (const part of parts) this.#failures.delete(placeOf(part));
          this.judge();
          this.ports.written();
        },
        notSaved: (parts, refusal, form) => {
          this.#failed(parts.map(placeOf), refusal, form);
        },
      },
      hlc,
    );
  }

  #failed(places: string[], refusal: Refusal, form: Seen | null): void {
    for (const place of places) this.#failures.set(place, { ...refusal, form });
    this.judge();
  }

  /** With its form a text that nothing tries to save any more has left the screen: nothing is left to claim about it. */
  #forgetFailuresOf(form: Seen): void {
    for (const [place, failure] of this.#failures) {
      if (!failure.waits && (failure.form === form || failure.form === null)) this.#failures.delete(place);
    }
    this.judge();
  }
}

interface Failure extends Refusal {
  /** Null for what belongs to no form, such as typed words that are no change yet. */
  form: Seen | null;
}

const placeOf = (part: Part): string => `${part.record}/${'field' in part ? part.field : ''}`;
