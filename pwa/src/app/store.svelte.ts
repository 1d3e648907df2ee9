/**
 * The one implementation of the boundary to screens (contract.ts): doors in front of the vault,
 * everything that is open behind it, and the loop that keeps office and tablet in step.
 */
import { canonical } from '../sync/canonical';
import type { Random } from '../sync/ids';
import type { VaultClient, VaultEntry } from '../vault/types';
import { VaultProblem } from '../vault/errors';
import type {
  AppStore, ApprovalAsked, Arrival, Farewell, FormOnScreen, HistoryEntry, InviteSeen, Json, PatientId, Person, PersonId, RecordId,
  RecordView, RescueFile, SignResult, TrustPanel, TrustState, VaultListed, VisitTrust,
} from './contract';
import { readOwn } from './own-files';
import type { Doors, Entered } from './doors';
import { mark } from './marks';
import type { Office } from './office';
import type { OpenSession } from './open-session';
import type { SigningPorts } from './signing';

export interface StorePorts {
  vault: VaultClient;
  random: Random;
  now: () => number;
  pause: (ms: number) => Promise<void>;
  doors: Doors;
  /** Proofs of presence for signing; over the platform's passkeys, or a test's. */
  proveVisit: SigningPorts['prove'];
  /** One tab holds the store; false when another does. `steal` takes it over. */
  claim: (steal: boolean) => Promise<boolean>;
  /** Starts what runs while a store is open (sync, idle lock, office reads); answers how to reach and end it. */
  attend: (session: OpenSession, entered: Entered, store: DoorstepStore) => Attendance | Promise<Attendance>;
  /** Reads the code behind `attend`, so that it need not be waited for. */
  prepare?: () => Promise<unknown>;
  /** Removes what the app's release keeps on this tablet. */
  forgetShell: () => Promise<void>;
  /** Locks by hand: drafts, keys, then the page itself. Calls `close`, or sets `lockAsks` unless `anyway`. */
  leave: (anyway: boolean) => void;
}

export interface Attendance {
  office: Office;
  syncNow(): Promise<void>;
  refreshLibrary(): Promise<void>;
  /** Something new waits. */
  written(): void;
  stayUnlocked(): void;
  /** The touch with a network that is due after seven days. */
  signIn(): Promise<void>;
  end(): void;
}

/** The door is drawn without it: a chunk of its own, which is read behind the drawn door. */
const loadSession = (): Promise<typeof import('./open-session')> => import('./open-session');

const NOBODY: Person = { id: '' as PersonId, name: '', role: 'coordinator' };
const NOWHERE: TrustState = { kind: 'offline' };

export class DoorstepStore implements AppStore {
  phase: AppStore['phase'] = $state.raw('opening');
  failure: string | null = $state.raw(null);
  vaults: VaultListed[] = $state.raw([]);
  lockingIn: number | null = $state.raw(null);
  elsewhere = $state.raw(false);
  lockAsks = $state.raw(false);
  ended: Farewell | null = $state.raw(null);
  #session: OpenSession | null = $state.raw(null);
  #attendance: Attendance | null = null;
  readonly #ports: StorePorts;

  constructor(ports: StorePorts) {
    this.#ports = ports;
  }

  /** Shows the door: which stores this tablet has, or the way to make the first. */
  async arrive(): Promise<void> {
    try {
      this.elsewhere = !(await this.#ports.claim(false));
      const entries = await this.#ports.vault.list();
      this.vaults = entries.map(listed);
      this.phase = entries.length > 0 ? 'locked' : 'enrol';
    } catch (error) {
      this.fail(error);
    }
  }

  prepare(): Promise<unknown> {
    return Promise.all([loadSession(), this.#ports.prepare?.()]);
  }

  async takeOver(): Promise<void> {
    const held = await this.#ports.claim(true);
    // The other tab has worked since this door was drawn: what waits, and whether a visit is open.
    this.vaults = (await this.#ports.vault.list()).map(listed);
    this.elsewhere = !held;
  }

  async signInAgain(): Promise<void> {
    await this.#attendance?.signIn();
  }

  /** Opens what an unlocked vault holds. A store that does not open is left exactly as it is. */
  async enter(entered: Entered): Promise<void> {
    mark('doorstep-keys-open');
    const { vault, random, now, pause } = this.#ports;
    const { OpenSession: Session } = await loadSession();
    const session = new Session(entered.info, {
      vault,
      random,
      now,
      pause,
      written: () => this.#attendance?.written(),
      agencyChanged: () => void this.#agencyTold(),
    });
    try {
      const { unreadable } = await session.load();
      if (unreadable > 0) this.failure = `${unreadable} stored things could not be read. They have not been changed or deleted.`;
    } catch (error) {
      this.fail(error);
      return;
    }
    this.#session = session;
    this.#attendance = await this.#ports.attend(session, entered, this);
    this.phase = 'open';
    void this.#agencyTold();
  }

  fail(error: unknown): void {
    this.failure =
      error instanceof VaultProblem
        ? "This locked store can't be opened. It has not been changed or deleted."
        : 'Doorstep could not start. Nothing was changed or deleted.';
    this.phase = 'failed';
    if (!(error instanceof VaultProblem)) throw error;
  }

  get me(): Person {
    return this.#session?.me ?? NOBODY;
  }

  get demo(): boolean {
    return this.#session?.info.demo ?? this.vaults.some(({ demo }) => demo);
  }

  get agency(): AppStore['agency'] {
    const [view] = this.#session?.records.all('agency') ?? [];
    const text = (field: string): string => {
      const value = view?.fields[field]?.heads[0]?.value;
      return typeof value === 'string' ? value : '';
    };
    const [first] = this.vaults;
    return {
      id: this.#session?.info.agency.id ?? '',
      name: text('name') || (first?.agencyName ?? ''),
      officePhone: text('officePhone') || (first?.officePhone ?? ''),
      onCallPhone: text('onCallPhone'),
      timezone: text('timezone'),
    };
  }

  get trust(): TrustState {
    return this.#session?.trust ?? NOWHERE;
  }

  get panel(): TrustPanel {
    return this.#open.panel;
  }

  get arrival(): Arrival {
    return this.#session?.arrival ?? { patients: 0, done: 0, complete: false };
  }

  get patients(): RecordId[] {
    return this.#open.records.all('patient').map(({ id }) => id);
  }

  visitTrust(visit: RecordId): VisitTrust {
    return this.#open.visitTrust(visit);
  }

  record(id: RecordId): RecordView | undefined {
    return this.#session?.records.record(id);
  }

  of(patient: PatientId, kind: string): RecordView[] {
    return this.#session?.records.of(patient, kind) ?? [];
  }

  all(kind: string): RecordView[] {
    return this.#session?.records.all(kind) ?? [];
  }

  person(id: PersonId): Person | undefined {
    if (id === this.me.id) return this.me;
    const view = this.record(id as string as RecordId);
    if (view?.kind !== 'person') return undefined;
    const [name, role] = ['name', 'role'].map((field) => view.fields[field]?.heads[0]?.value);
    return { id, name: typeof name === 'string' ? name : '', role: (role ?? 'coordinator') as Person['role'] };
  }

  search(text: string): RecordId[] {
    return this.#open.search.find(text);
  }

  async photo(patient: PatientId, sha256: string): Promise<Blob> {
    // The vault itself is asked: a photo is drawn as soon as its record stands, before the list in memory is read again.
    const kept = (await this.#ports.vault.blobs()).find((blob) => blob.patient === patient && blob.sha256 === sha256);
    const bytes = kept
      ? await this.#ports.vault.readBlob(`${patient}/${sha256}`, 0, kept.size)
      : await this.#office.attachment(patient, sha256);
    const record = this.of(patient, 'attachment').find(({ fields }) => fields.sha256?.heads.some(({ value }) => value === sha256));
    const type = record?.fields.type?.heads[0]?.value;
    return new Blob([bytes], { type: typeof type === 'string' ? type : '' });
  }

  newId(): RecordId {
    return this.#open.writing.newId();
  }

  async sealed(value: Json): Promise<{ text: string; sha256: string }> {
    const text = canonical(value);
    return { text, sha256: (await this.#ports.vault.sha256([text]))[0] ?? '' };
  }

  openForm(visit: RecordId | null): FormOnScreen {
    return this.#open.openForm(visit);
  }

  async markRead(patient: PatientId, screen: string): Promise<void> {
    await this.#open.markRead(patient, screen);
  }

  local(key: string): Json | undefined {
    return this.#session?.getLocal(key);
  }

  setLocal(key: string, value: Json): Promise<void> {
    return this.#open.setLocal(key, value);
  }

  keepTyped(key: string, value: Json): Promise<boolean> {
    return this.#open.keepTyped(key, value);
  }

  async proven(said: Json, passphrase?: string): Promise<Json> {
    const { proven } = await import('./signing');
    return proven({ session: this.#open, prove: this.#ports.proveVisit }, said, passphrase);
  }

  async signVisit(visit: RecordId, shown: Json, passphrase?: string): Promise<SignResult> {
    const { signVisit } = await import('./signing');
    const { vault, proveVisit: prove } = this.#ports;
    return signVisit({ session: this.#open, vault, prove }, visit, shown, passphrase);
  }

  async approveVisit(visit: RecordId, asked: ApprovalAsked, passphrase?: string): Promise<SignResult> {
    const { approveVisit } = await import('./approving');
    const { vault, proveVisit: prove } = this.#ports;
    return approveVisit({ session: this.#open, vault, prove }, visit, asked, passphrase);
  }

  async approveVisits(visits: readonly { visit: RecordId; asked: ApprovalAsked }[], kept: (count: number) => void, passphrase?: string): Promise<SignResult> {
    const { approveVisits } = await import('./approving');
    const { vault, proveVisit: prove } = this.#ports;
    return approveVisits({ session: this.#open, vault, prove }, visits, kept, passphrase);
  }

  readInvite(code: string): Promise<InviteSeen> {
    return this.#ports.doors.readInvite(code);
  }

  async enrol(code: string): Promise<{ passphrase: string }> {
    return this.#enrolled(await this.#ports.doors.enrol(code));
  }

  async enrolDemo(person: PersonId): Promise<{ passphrase: string }> {
    return this.#enrolled(await this.#ports.doors.enrolDemo(person));
  }

  confirmPassphrase(words: string): Promise<boolean> {
    return this.#ports.vault.confirmPassphrase(words);
  }

  async unlockWithPasskey(vault: string): Promise<void> {
    // Before the touch: a store that was opened and can't be shown would stand open behind a closed door.
    await readOwn(this.prepare());
    await this.enter(await this.#ports.doors.unlockWithPasskey(vault));
  }

  async unlockWithPassphrase(vault: string, words: string): Promise<void> {
    await readOwn(this.prepare());
    await this.enter(await this.#ports.doors.unlockWithPassphrase(vault, words));
  }

  lock(anyway = false): void {
    this.lockAsks = false;
    this.#ports.leave(anyway);
  }

  /** False where something typed is in this page's memory only. */
  async keepWaiting(): Promise<boolean> {
    return (await this.#session?.writing.keepWaiting()) ?? true;
  }

  /** Forgets keys and everything decrypted. The screens are empty from here on. */
  close(): void {
    this.#attendance?.end();
    this.#attendance = null;
    this.#session?.records.clear();
    this.#session?.search.clear();
    this.#session = null;
    this.#ports.vault.lock();
    this.phase = 'locked';
  }

  /**
   * Access ended and everything is handed over: the vault goes, and with the last one the app's own files.
   * A vault that refuses to go, because something in it waits or can't be read, stays as it is.
   */
  async end(farewell: Farewell): Promise<void> {
    const left = await this.#ports.vault.wipe();
    this.close();
    if (left === 0) await this.#ports.forgetShell();
    this.ended = farewell;
    this.phase = 'ended';
  }

  stayUnlocked(): void {
    this.#attendance?.stayUnlocked();
  }

  async rescueFile(): Promise<RescueFile | null> {
    return (await import('./rescue')).makeRescueFile(this.#open, this.#ports.vault, this.#ports.now());
  }

  syncNow(): Promise<void> {
    return this.#attendance?.syncNow() ?? Promise.resolve();
  }

  refreshLibrary(): Promise<void> {
    return this.#attendance?.refreshLibrary() ?? Promise.resolve();
  }

  officePatients(after?: string): Promise<{ rows: RecordView[]; next: string | null }> {
    return this.#office.patients(after);
  }

  openChart(patient: PatientId): Promise<void> {
    return this.#office.openChart(patient);
  }

  history(record: RecordId): Promise<HistoryEntry[]> {
    return this.#office.history(record);
  }

  letGo(visit: RecordId): void {
    // What nobody holds any more lapses by itself.
    this.#attendance?.office.letGo(visit).catch(() => undefined);
  }

  get inbox(): Office {
    return this.#office;
  }

  async #agencyTold(): Promise<void> {
    await Promise.all([this.#session?.keepRecoveryKey(), this.#tellDoor()]);
  }

  /** The office's number stands at the door too, where nothing of the agency can be read. */
  async #tellDoor(): Promise<void> {
    const id = this.#session?.info.id;
    const { officePhone } = this.agency;
    if (id === undefined || officePhone === '' || this.vaults.find((vault) => vault.id === id)?.officePhone === officePhone) return;
    try {
      await this.#ports.vault.describe({ officePhone });
      this.vaults = (await this.#ports.vault.list()).map(listed);
    } catch (error) {
      // Locked meanwhile, or no room: the next Unlock tells it again, and nothing of anybody's work hangs on it.
      if (!(error instanceof VaultProblem)) throw error;
    }
  }

  get #open(): OpenSession {
    if (!this.#session) throw new VaultProblem('locked', 'no store is open');
    return this.#session;
  }

  get #office(): Office {
    if (!this.#attendance) throw new VaultProblem('locked', 'no store is open');
    return this.#attendance.office;
  }

  async #enrolled({ passphrase, ...entered }: Entered & { passphrase: string }): Promise<{ passphrase: string }> {
    await this.enter(entered);
    return { passphrase };
  }
}

export function listed(entry: VaultEntry): VaultListed {
  const { id, personName, initials, agencyName, officePhone, waiting, visitOpenSince, role, demo } = entry;
  const hasPasskey = entry.passkeys.some(({ prfInput }) => prfInput !== null);
  return { id, personName, initials, agencyName, officePhone, waiting, visitOpenSince, hasPasskey, role, demo };
}

