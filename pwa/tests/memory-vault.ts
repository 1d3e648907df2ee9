/**
 * The vault's interface over plain maps: for tests of what lies above it and for the screens' harness.
 * It keeps the vault's promises (order, all or nothing, generation, lawful forgetting) and no secrets.
 */
import type { Json } from '../src/app/contract';
import { VaultProblem } from '../src/vault/errors';
import type {
  BaseDocument,
  BlobInfo,
  Commit,
  LoadChunk,
  OutboxEntry,
  ProofParts,
  Receipt,
  RecoveryKey,
  RescueMade,
  Round,
  StagedPage,
  StorePart,
  VaultClient,
  VaultEntry,
  VaultInfo,
  VaultMade,
  VaultProblemCode,
} from '../src/vault/types';

const FINAL = new Set(['applied', 'merged', 'conflict', 'history', 'superseded', 'addendum', 'quarantined', 'set-aside']);

export const memoryInfo: VaultInfo = {
  id: 'vault-1',
  agency: { id: 'agency-1' },
  person: { id: '0190a000-0000-7000-8000-000000000001', name: 'Ana Ruiz', role: 'coordinator' },
  demo: false,
  pending: false,
  epoch: 1,
  P: 'P',
  D: 'D',
  passkeys: [],
  passphraseConfirmed: true,
  generation: 0,
  waiting: 0,
};

export class MemoryVault implements VaultClient {
  readonly base = new Map<string, BaseDocument>();
  outbox: OutboxEntry[] = [];
  sent: OutboxEntry[] = [];
  staged: StagedPage[] = [];
  readonly local = new Map<string, Json>();
  readonly photos = new Map<string, { info: BlobInfo; bytes: ArrayBuffer }>();
  visitOpenSince: string | null = null;
  officePhone = '';
  generation = 0;
  /** The next write fails like this. */
  failWith: VaultProblemCode | null = null;
  /** Whether room is reserved for what waits when the app locks. */
  reserved = true;
  open = true;
  #seq = 0;
  #rounds = new Set<string>();

  constructor(private readonly header: VaultInfo = memoryInfo) {}

  list(): Promise<VaultEntry[]> {
    const { id, person, passkeys } = this.header;
    const entry: VaultEntry = {
      id,
      agencyId: this.header.agency.id,
      agencyName: 'Harbor Home Health',
      officePhone: this.officePhone,
      personName: person.name,
      initials: 'AR',
      role: person.role,
      demo: this.header.demo,
      pending: false,
      waiting: this.outbox.length,
      visitOpenSince: this.visitOpenSince,
      passkeys,
      passphrase: { confirmed: true, triesLeft: 5, waitSeconds: 0 },
      problem: null,
    };
    return Promise.resolve([entry]);
  }

  create(): Promise<VaultMade> {
    return Promise.resolve({ info: this.header, passphrase: 'one two three four five' });
  }

  activate(): Promise<void> {
    return Promise.resolve();
  }

  discardPending(): Promise<void> {
    return Promise.resolve();
  }

  unlock(): Promise<VaultInfo> {
    this.open = true;
    return this.info();
  }

  confirmPassphrase(): Promise<boolean> {
    return Promise.resolve(true);
  }

  renewPassphrase(): Promise<string> {
    return Promise.resolve('five four three two one');
  }

  checkPassphrase(): Promise<void> {
    return Promise.resolve();
  }

  info(): Promise<VaultInfo> {
    return Promise.resolve({ ...this.header, generation: this.generation, waiting: this.outbox.length });
  }

  wipe(): Promise<number> {
    this.#checkOpen();
    if (this.outbox.some(({ receipt }) => receipt === null || !FINAL.has(receipt.outcome))) {
      throw new VaultProblem('refused', 'a vault whose changes wait is not removed');
    }
    for (const map of [this.base, this.local]) map.clear();
    [this.outbox, this.sent, this.staged, this.open] = [[], [], [], false];
    return Promise.resolve(0);
  }

  describe({ officePhone }: { officePhone?: string }): Promise<void> {
    this.#checkOpen();
    this.officePhone = officePhone ?? this.officePhone;
    return Promise.resolve();
  }

  load(parts: StorePart[], onChunk: (chunk: LoadChunk) => void): Promise<{ unreadable: number; generation: number }> {
    this.#checkOpen();
    for (const part of parts) {
      if (part === 'base') onChunk({ part, documents: structuredClone([...this.base.values()]) });
      else if (part === 'staged') onChunk({ part, pages: structuredClone(this.staged) });
      else if (part === 'local') onChunk({ part, values: structuredClone(Object.fromEntries(this.local)) });
      else onChunk({ part, entries: structuredClone(part === 'outbox' ? this.outbox : this.sent) });
    }
    return Promise.resolve({ unreadable: 0, generation: this.generation });
  }

  async commit({ batches = [], local = {}, blobs = [], visitOpenSince, lastResort = false }: Commit): Promise<OutboxEntry[]> {
    if (lastResort && this.reserved && this.failWith === 'full') this.failWith = null;
    this.#write();
    const made: OutboxEntry[] = [];
    for (const batch of batches) {
      for (const { id, text } of batch.changes) {
        const [sha256 = ''] = await this.sha256([text]);
        const keptAt = (JSON.parse(text) as { wall: string }).wall;
        const sig = `sig:${batch.id}`;
        made.push({ seq: ++this.#seq, id, batch: batch.id, sig, sha256, text, keptAt, receipt: null, receiptAt: null });
      }
    }
    this.outbox.push(...structuredClone(made));
    for (const { bytes, ...about } of blobs) {
      const info = { ...about, size: bytes.byteLength, keptAt: '2026-11-23T12:00:00.000Z', sent: null };
      this.photos.set(`${about.patient}/${about.sha256}`, { info, bytes: bytes.slice(0) });
    }
    this.#setLocal(local);
    if (visitOpenSince !== undefined) this.visitOpenSince = visitOpenSince;
    return made;
  }

  stagePage(generation: number, page: StagedPage): Promise<number> {
    this.#write();
    if (generation !== this.generation) throw new VaultProblem('stale', 'another round was applied');
    if (page.seq === 0) this.staged = [];
    this.staged.push(structuredClone(page));
    this.generation += 1;
    return Promise.resolve(this.generation);
  }

  applyRound(round: Round): Promise<number> {
    this.#write();
    if (this.#rounds.has(round.id)) return Promise.resolve(this.generation);
    if (round.generation !== this.generation) throw new VaultProblem('stale', 'another round was applied');
    this.#checkForget(round.forget);
    const gone = new Set([...round.removePatients, ...round.replacePatients]);
    for (const [id, document] of this.base) if (gone.has(document.patient)) this.base.delete(id);
    for (const document of structuredClone(round.documents)) this.base.set(document.id, document);
    this.#setLocal(round.local);
    this.#forget(round.forget);
    this.staged = [];
    this.#rounds.add(round.id);
    this.generation += 1;
    return Promise.resolve(this.generation);
  }

  takeReceipts(receipts: Receipt[], forget: string[]): Promise<{ mismatched: string[] }> {
    this.#write();
    const mismatched: string[] = [];
    for (const receipt of receipts) {
      const left = this.sent.find(({ id, receipt: told }) => id === receipt.id && told?.outcome === 'quarantined');
      const entry = this.outbox.find(({ id }) => id === receipt.id) ?? left;
      if (!entry) continue;
      if (entry.sha256 !== receipt.sha256) mismatched.push(receipt.id);
      else Object.assign(entry, { receipt: structuredClone(receipt), receiptAt: new Date().toISOString() });
    }
    this.#checkForget(forget);
    this.#forget(forget);
    return Promise.resolve({ mismatched });
  }

  pruneSent(ids: string[]): Promise<void> {
    this.sent = this.sent.filter(({ id }) => !ids.includes(id));
    return Promise.resolve();
  }

  blobs(): Promise<BlobInfo[]> {
    this.#checkOpen();
    return Promise.resolve([...this.photos.values()].map(({ info }) => structuredClone(info)));
  }

  readBlob(id: string, from: number, length: number): Promise<ArrayBuffer> {
    this.#checkOpen();
    const bytes = this.photos.get(id)?.bytes;
    if (!bytes) throw new VaultProblem('failed', 'no such photo is kept here');
    return Promise.resolve(bytes.slice(from, from + length));
  }

  blobSent(id: string, timeline: number): Promise<void> {
    this.#write();
    const photo = this.photos.get(id);
    if (photo) photo.info = { ...photo.info, sent: { timeline, at: '2026-11-23T12:00:00.000Z' } };
    return Promise.resolve();
  }

  dropBlobs(ids: string[], takenBack = false): Promise<void> {
    this.#write();
    if (!takenBack && ids.some((id) => this.photos.get(id)?.info.sent === null)) throw new VaultProblem('refused', 'the only copy');
    for (const id of ids) this.photos.delete(id);
    return Promise.resolve();
  }

  /** As clear text, to be looked at. */
  rescue(key: RecoveryKey, app: string, photos: string[]): Promise<RescueMade> {
    this.#checkOpen();
    const unsent = this.outbox.filter(({ receipt }) => receipt === null || !FINAL.has(receipt.outcome));
    const file = new Blob([JSON.stringify({ key: key.id, app, changes: unsent.map(({ id }) => id), photos })]);
    return Promise.resolve({ file, changes: unsent.length, photos: photos.length, unreadable: 0 });
  }

  async sha256(contents: (string | Uint8Array<ArrayBuffer>)[]): Promise<string[]> {
    return Promise.all(
      contents.map(async (content) => {
        const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      }),
    );
  }

  signPossession(purpose: 'enrol' | 'session', challenge: string): Promise<string> {
    return Promise.resolve(`P:${purpose}:${challenge}`);
  }

  signProof({ method, path, nonce, session }: ProofParts): Promise<string> {
    return Promise.resolve(`proof:${method}:${path}:${nonce}:${session}`);
  }

  signManifest(): Promise<string> {
    return Promise.resolve('P:manifest');
  }

  async manifestChallenge(manifest: string): Promise<ArrayBuffer> {
    return crypto.subtle.digest('SHA-256', new TextEncoder().encode(`doorstep/sign/1\0${manifest}`));
  }

  lock(): void {
    this.open = false;
  }

  #checkOpen(): void {
    if (!this.open) throw new VaultProblem('locked', 'no vault is open');
  }

  #write(): void {
    this.#checkOpen();
    const code = this.failWith;
    this.failWith = null;
    if (code) throw new VaultProblem(code, 'as the test asked');
  }

  #setLocal(values: Record<string, Json | null>): void {
    for (const [key, value] of Object.entries(values)) {
      if (value === null) this.local.delete(key);
      else this.local.set(key, structuredClone(value));
    }
  }

  #checkForget(ids: string[]): void {
    for (const id of ids) {
      const entry = this.outbox.find((one) => one.id === id);
      if (entry && !(entry.receipt && FINAL.has(entry.receipt.outcome))) {
        throw new VaultProblem('refused', 'a change without a final receipt is not forgotten');
      }
    }
  }

  #forget(ids: string[]): void {
    this.sent.push(...this.outbox.filter(({ id }) => ids.includes(id)));
    this.outbox = this.outbox.filter(({ id }) => !ids.includes(id));
  }
}
