/** What runs while a store is open: the sync loop, the session, the office's reads, the idle lock. */
import { Attachments } from '../sync/attachments';
import type { Http } from '../sync/http';
import { uuid7, type Random } from '../sync/ids';
import { SyncLoop, type Timers } from '../sync/loop';
import type { Outbox } from '../sync/outbox';
import { Digests } from '../sync/digests';
import { Ended, KEYS, runRound, type Applied, type Holding } from '../sync/round';
import { SessionKeeper } from '../sync/session';
import type { Hindrance } from '../sync/state';
import { readAnswer, type History, type SyncAnswer, type SyncRequest } from '../sync/wire';
import type { StagedPage, Receipt, Vault } from '../vault/types';
import { Unreachable, type SessionApi } from './ceremonies/session-api';
import type { SignIn } from './ceremonies/unlock';
import { NotSaved, type Json, type PatientId, type RecordId } from './contract';
import { LibraryReads } from './library-reads';
import { OfficeReads } from './office-reads';
import type { OpenSession } from './open-session';

const SESSION_KEY = 'sync/session';
/** How often the digests are compared although nothing is new; at every unlock too. */
const CHECK_EVERY_MS = 3_600_000;
/** No signature will name a change of a visit that stands so. */
const CLOSED = new Set<Json>(['approved', 'cancelled', 'not-home']);
/** Closed or not begun: nothing of this visit would be lost if its patient left the tablet. */
const AT_REST = new Set<Json>(['planned', 'received', 'approved', 'cancelled', 'not-home']);

export interface AttendancePorts {
  session: OpenSession;
  vault: Vault;
  http: Http;
  api: SessionApi;
  random: Random;
  now: () => number;
  app: string;
  /** Goes on after the vault is open; the first round waits for it. */
  signIn: Promise<SignIn>;
  alone: (work: () => Promise<void>) => Promise<boolean>;
  timers: Timers;
  broken: (error: unknown) => void;
  /** Access ended, and all of it was handed over: what is here goes. */
  ended: (end: Ended) => Promise<void>;
}

export class SyncAttendance implements Holding {
  readonly office: OfficeReads;
  readonly #library: LibraryReads;
  readonly keeper: SessionKeeper;
  readonly #loop: SyncLoop;
  readonly #attachments: Attachments;
  readonly pulls: boolean;
  readonly #digests: Digests;
  #checkedAt: number | null = null;
  /** The office began without a network: nobody has a name yet. */
  #libraryDue = false;
  /** Own changes of the library that arrived: they are shown until the library was read again. */
  #untilRead: string[] = [];
  /** The last reading again of charts after own writes. */
  refreshed: Promise<void> = Promise.resolve();

  constructor(private readonly ports: AttendancePorts) {
    const { session, vault, http, api } = ports;
    this.pulls = session.me.role === 'coordinator';
    this.#digests = new Digests((texts) => vault.sha256(texts));
    const keep = async (kept: { session: string; device: string }): Promise<void> => {
      session.device = kept.device;
      try {
        await session.writing.keepLocal({ [SESSION_KEY]: { ...kept } });
      } catch (error) {
        // A full tablet can still send, which makes room; the session is then known until the next unlock.
        if (!(error instanceof NotSaved)) throw error;
      }
    };
    const kept = session.local.get(SESSION_KEY);
    this.keeper = new SessionKeeper({ http, api, vault, vaultId: session.info.id, keep }, kept);
    session.device = this.keeper.device ?? '';
    this.office = new OfficeReads(this.keeper, session, async (bytes) => (await vault.sha256([bytes]))[0] ?? '');
    this.#library = new LibraryReads(this.keeper, session.records);
    this.#attachments = this.#makeAttachments();
    session.makeRoom = () => this.#attachments.makeRoom();
    this.#loop = this.#makeLoop();
  }

  /** Signs in with what the unlock brought, then delivers. */
  async start(): Promise<void> {
    const { session } = this.ports;
    const lastPull = session.local.get(KEYS.lastPull);
    this.#tell({ lastPull: typeof lastPull === 'string' ? lastPull : null, arrival: this.#arrivalOf(null) });
    await this.signedIn(this.ports.signIn);
    if (!this.pulls) await this.#readLibrary();
    this.#loop.start();
  }

  signedIn(signIn: Promise<SignIn>): Promise<void> {
    return this.keeper.signingIn(signIn.then((brought) => (brought.kind === 'signed-in' ? brought.session : null)));
  }

  written(): void {
    this.#loop.written();
  }

  syncNow(): Promise<void> {
    return this.#loop.now();
  }

  /** Who holds nothing is sent no changes by itself: what is new of the library is read where somebody asks for it. */
  refreshLibrary(): Promise<void> {
    return this.pulls ? this.#loop.now() : this.#readLibrary();
  }

  stop(): void {
    this.#loop.stop();
  }

  // What a round needs of the store in memory

  get outbox(): Outbox {
    return this.ports.session.outbox;
  }

  get generation(): number {
    return this.ports.session.generation;
  }

  get staged(): StagedPage[] {
    return this.ports.session.staged;
  }

  local(key: string): Json | undefined {
    return this.ports.session.local.get(key);
  }

  held(): string[] {
    return this.pulls ? this.ports.session.records.held() : [];
  }

  versionOf(record: string): number | null {
    return this.ports.session.records.base(record as RecordId)?.version ?? null;
  }

  visitIsOpen(patient: string): boolean {
    const visits = this.ports.session.records.of(patient as PatientId, 'visit');
    return visits.some(({ fields }) => (fields.state?.heads ?? []).some(({ value }) => !AT_REST.has(value)));
  }

  history(): History | null {
    return this.outbox.history();
  }

  differing(digests: Record<string, string>): Promise<string[]> {
    const { records } = this.ports.session;
    const byPatient = records.byPatient();
    return this.#digests.differing(digests, (patient) => byPatient.get(patient as PatientId) ?? []);
  }

  keptLocal(values: Record<string, Json | null>): void {
    this.ports.session.keptLocal(values);
  }

  prunable(backedUp: number): string[] {
    return this.outbox.prunable(backedUp, this.ports.now(), (visit) => {
      const heads = this.ports.session.records.peek(visit)?.fields.state?.heads ?? [];
      return heads.some(({ value }) => !CLOSED.has(value));
    });
  }

  pruned(ids: string[]): void {
    this.outbox.pruned(ids);
    this.ports.session.judge();
  }

  received(receipts: Receipt[]): void {
    this.ports.session.received(receipts);
  }

  keptAside(page: StagedPage, generation: number): void {
    this.ports.session.keptAside(page, generation);
  }

  applied(round: Applied): void {
    const { session } = this.ports;
    session.applied(round);
    const lastPull = round.local[KEYS.lastPull];
    this.#tell({ lastPull: typeof lastPull === 'string' ? lastPull : null, arrival: this.#arrivalOf(null) });
  }

  /** An own value stays on the office's screen until the chart has been read again with it. */
  forgotten(ids: string[]): void {
    const { session, broken } = this.ports;
    const patients = new Set(session.outbox.patientsOf(ids));
    const reread = patients.has('library') ? this.#readLibrary() : Promise.resolve();
    this.refreshed = Promise.all([this.office.refresh(patients), reread]).then(() => {
      if (patients.has('library') && this.#libraryDue) this.#untilRead.push(...ids);
      else session.forgotten(ids);
    }, broken);
  }

  #makeLoop(): SyncLoop {
    const { ports } = this;
    return new SyncLoop({
      round: async (signal) => {
        await this.#roundOrEnd(signal);
        // A visit may have been complete but for its photos: what the server made of it is fetched at once.
        if (this.pulls && (await this.#attachments.send(signal))) await this.#roundOrEnd(signal);
      },
      alone: (work) => ports.alone(work),
      succeeded: () => {
        this.#tell({ hindrance: null, since: null, retryAt: null, sending: null });
      },
      failed: (hindrance, retryAt) => {
        this.#failed(hindrance, retryAt);
      },
      ended: (end) => ports.ended(end),
      stale: () => ports.session.reload(),
      broken: (error) => {
        ports.broken(error);
      },
      now: () => ports.now(),
      random: () => (ports.random(1)[0] ?? 0) / 256,
      timers: ports.timers,
    });
  }

  /** Access ended: photos are handed over too before the vault goes; what waits for a better hour keeps it. */
  async #roundOrEnd(signal: AbortSignal): Promise<void> {
    try {
      await this.#round(signal);
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      if (await this.#attachments.handOver(error.timeline, signal)) throw error;
    }
  }

  #round(signal: AbortSignal): Promise<void> {
    const { ports } = this;
    return runRound(
      {
        vault: ports.vault,
        holding: this,
        app: ports.app,
        now: () => ports.now(),
        newId: () => uuid7(ports.now(), ports.random),
        checks: this.#checkIsDue(),
        post: (body, given) => this.#post(body, given),
        told: (answer, sending, asked) => {
          this.#told(answer, sending, asked);
        },
      },
      signal,
    );
  }

  #makeAttachments(): Attachments {
    const { session, vault, now } = this.ports;
    const statesOf = (visit: string): Json[] => (session.records.peek(visit as RecordId)?.fields.state?.heads ?? []).map(({ value }) => value);
    return new Attachments({
      vault,
      ask: (asked) => this.keeper.ask(asked),
      timeline: () => {
        const timeline = this.local(KEYS.timeline);
        return typeof timeline === 'number' ? timeline : null;
      },
      interrupted: () => this.outbox.waiting().length > 0,
      isReceived: (visit) => {
        const states = statesOf(visit);
        return states.length > 0 && states.every((state) => state === 'received' || state === 'approved');
      },
      isTakenBack: (blob) => session.isTakenBack(blob),
      dropTakenBack: () => session.dropTakenBack(),
      isHeld: (patient) => session.records.held().includes(patient as PatientId),
      now,
      told: (kept, sending, refused) => {
        session.photos = { kept, refused };
        this.#tell({ sending });
      },
    });
  }

  async #post(body: SyncRequest, signal: AbortSignal): Promise<SyncAnswer> {
    const of = body.batches.reduce((sum, { changes }) => sum + changes.length, 0);
    if (of > 0 && this.ports.session.sync.sending === null) this.#tell({ sending: { done: 0, of: this.outbox.waiting().length } });
    return readAnswer(await this.keeper.ask({ method: 'POST', path: '/api/sync', body, signal }));
  }

  #checkIsDue(): boolean {
    return this.pulls && (this.#checkedAt === null || this.ports.now() - this.#checkedAt >= CHECK_EVERY_MS);
  }

  #told(answer: SyncAnswer, sending: { done: number; of: number } | null, { sent, answered }: { sent: number; answered: number }): void {
    // Half the way there and half back: the server's clock was read about in the middle.
    if (answer.digests !== null) this.#checkedAt = this.ports.now();
    const skewMs = Math.round((sent + answered) / 2 - Date.parse(answer.now));
    this.#tell({
      sending,
      skewMs: Number.isFinite(skewMs) ? skewMs : null,
      lastContact: answer.now,
      hindrance: null,
      since: null,
      retryAt: null,
      arrival: this.#arrivalOf(answer),
    });
    if (this.#libraryDue) void this.#readLibrary();
  }

  #arrivalOf(answer: SyncAnswer | null): { patients: number; done: number; complete: boolean } {
    const here = this.ports.session.records.ids('patient').length;
    if (answer === null) return { patients: here, done: here, complete: this.local(KEYS.cursor) !== undefined };
    // Complete is what the vault holds: an answer that was not yet stored is gone when the tablet dies.
    return { ...answer.progress, complete: this.pulls ? this.local(KEYS.cursor) !== undefined : answer.complete };
  }

  #failed(hindrance: Hindrance, retryAt: number): void {
    const { sync } = this.ports.session;
    const now = new Date(this.ports.now()).toISOString();
    this.#tell({ hindrance, sending: null, since: sync.since ?? now, retryAt: new Date(retryAt).toISOString() });
  }

  #tell(news: Partial<OpenSession['sync']>): void {
    this.ports.session.tell({ sync: news });
  }

  async #readLibrary(): Promise<void> {
    this.#libraryDue = false;
    try {
      await this.#library.read(this.ports.app, () => this.ports.now());
      this.ports.session.forgotten(this.#untilRead.splice(0));
    } catch (error) {
      // Without it names and forms are missing, so it is read with the next contact; nothing else depends on it.
      if (error instanceof Unreachable) this.#libraryDue = true;
      else this.ports.broken(error);
    }
  }
}
