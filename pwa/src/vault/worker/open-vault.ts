/**
 * An unlocked vault: what it reads, and every write as one strict transaction.
 *
 * Each write first makes its sealed rows (no transaction may wait for WebCrypto), then puts them in one
 * transaction, then changes the memory. Killed anywhere, the disk holds all of a write or none of it.
 */
import { text, utf8, type Bytes } from '../bytes';
import { VaultProblem } from '../errors';
import type { BlobInfo, Commit, LoadChunk, NewBatch, OutboxEntry, Receipt, RecoveryKey, RescueMade, Round, StagedPage, StorePart } from '../types';
import type { Json } from '../../app/contract';
import { BaseIndex, frame, unframe } from './base-index';
import { blobId, Blobs } from './blobs';
import type { Database, Transaction } from './database';
import { changeState, readState } from './header';
import { isFinal, Outbox } from './outbox';
import { sha256Hex, signBatch } from './person-keys';
import type { SealedStore, State, VaultSchema, VaultStore } from './schema';
import { Reserve, reserveName } from './reserve';
import type { SealedRow, SealedRows } from './sealed-rows';

type Writing = Transaction<VaultSchema, 'readwrite'>;

/** A chunk with its documents still as JSON text: parsed once, where they are used. */
export type TextChunk = Exclude<LoadChunk, { part: 'base' }> | { part: 'base'; json: string };

export class OpenVault {
  #outbox: Outbox | null = null;
  #base: BaseIndex | null = null;
  readonly blobs: Blobs;
  readonly reserve: Reserve;

  constructor(
    private readonly database: Database<VaultSchema>,
    private readonly rows: SealedRows,
    private readonly P: CryptoKey,
    private readonly now: () => number,
  ) {
    this.blobs = new Blobs(database, rows, () => this.#iso());
    this.reserve = new Reserve(reserveName(rows.owner.vault), rows.reserveSeal());
  }

  async load(parts: StorePart[], onChunk: (chunk: TextChunk) => void): Promise<{ unreadable: number; generation: number }> {
    await this.#settleIfRoom();
    const state = await this.#state();
    let unreadable = 0;
    for (const part of parts) unreadable += await this.#loadPart(part, onChunk);
    return { unreadable, generation: state.generation };
  }

  async commit(write: Commit): Promise<OutboxEntry[]> {
    const outbox = await this.#openOutbox();
    const entries: OutboxEntry[] = [];
    for (const batch of write.batches ?? []) entries.push(...(await this.#entriesOf(outbox, batch, entries.length)));
    const added = entries.filter((entry) => outbox.get(entry.id) === undefined);
    const sealed = await this.#sealEntries('outbox', added);
    const local = await this.#sealLocal(write.local ?? {});
    const photos = await this.blobs.seal(write.blobs ?? []);
    const change: Partial<State> = { waiting: outbox.waiting(added), nextSeq: outbox.nextSeq + added.length };
    if (write.visitOpenSince !== undefined) change.visitOpenSince = write.visitOpenSince;
    const stores: VaultStore[] = ['header', 'outbox', 'local', ...(photos.length > 0 ? (['blobs', 'frames'] as const) : [])];
    try {
      await this.#settle();
      await this.database.write(stores, async (tx) => {
        await changeState(tx, change);
        await Promise.all([...put(tx, 'outbox', sealed), ...putLocal(tx, local), ...this.blobs.put(tx, photos)]);
      });
    } catch (error) {
      if (write.lastResort !== true || photos.length > 0 || !isPassing(error)) throw error;
      const { local: values = {}, visitOpenSince } = write;
      if (!(await this.reserve.put(utf8(JSON.stringify({ entries: added, local: values, visitOpenSince }))))) throw error;
    }
    this.blobs.kept(photos);
    for (const entry of added) outbox.put(entry);
    return entries;
  }

  /**
   * Moves into the database what was kept in the reserve. Before every write that touches outbox or `local`, so that
   * nothing newer is overwritten. Killed before the reserve is cleared, the next start puts the same rows once more.
   */
  async #settle(): Promise<void> {
    const reserved = await this.#reserved();
    if (reserved.length === 0) return;
    const outbox = await this.#openOutbox();
    const waiting = reserved.flatMap((kept) => kept.entries);
    for (const entry of waiting) if (outbox.get(entry.id) === undefined) outbox.put(entry);
    const entries = await this.#sealEntries('outbox', waiting);
    const local = await this.#sealLocal(localOf(reserved));
    const change: Partial<State> = { waiting: outbox.waiting(), nextSeq: outbox.nextSeq };
    const since = reserved.flatMap(({ visitOpenSince }) => (visitOpenSince === undefined ? [] : [visitOpenSince])).at(-1);
    if (since !== undefined) change.visitOpenSince = since;
    await this.database.write(['header', 'outbox', 'local'], async (tx) => {
      await changeState(tx, change);
      await Promise.all([...put(tx, 'outbox', entries), ...putLocal(tx, local)]);
    });
    await this.reserve.clear();
  }

  async #settleIfRoom(): Promise<void> {
    try {
      await this.#settle();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  }

  async #reserved(): Promise<Reserved[]> {
    return (await this.reserve.frames()).map((frame) => JSON.parse(text(frame)) as Reserved);
  }

  async stagePage(generation: number, page: StagedPage): Promise<number> {
    const row = await this.rows.seal('staged', String(page.seq), JSON.stringify(page));
    return this.database.write(['header', 'staged'], async (tx) => {
      await expectGeneration(tx, generation);
      const store = tx.objectStore('staged');
      const change = { generation: generation + 1 };
      await Promise.all([page.seq === 0 ? store.clear() : null, store.put(row.value, row.key), changeState(tx, change)]);
      return change.generation;
    });
  }

  async applyRound(round: Round): Promise<number> {
    await this.#settle();
    const outbox = await this.#openOutbox();
    const base = await this.#openBase();
    const forgotten = outbox.forgettable(round.forget);
    const documents = await Promise.all(round.documents.map((document) => this.rows.seal('base', document.id, frame(document))));
    const kept = new Set(round.documents.map((document) => document.id));
    const gone = base.of(new Set([...round.removePatients, ...round.replacePatients])).filter(({ id }) => !kept.has(id));
    const moves = await this.#movesToSent(forgotten);
    const local = await this.#sealLocal(round.local);
    const generation = await this.database.write(['header', 'base', 'staged', 'outbox', 'sent', 'local'], async (tx) => {
      const state = await readState(tx);
      if (state.lastRound === round.id) return state.generation;
      await expectGeneration(tx, round.generation);
      const waiting = outbox.waiting([], forgotten);
      const change = { generation: round.generation + 1, lastRound: round.id, waiting };
      await Promise.all([
        ...gone.map(({ key }) => tx.objectStore('base').delete(key)),
        ...put(tx, 'base', documents),
        tx.objectStore('staged').clear(),
        ...putMoves(tx, moves),
        ...putLocal(tx, local),
        changeState(tx, change),
      ]);
      return change.generation;
    });
    for (const { id } of gone) base.remove(id);
    round.documents.forEach((document, at) => { base.put(document.id, document.patient, documents[at]?.key ?? ''); });
    for (const entry of forgotten) outbox.remove(entry.id);
    return generation;
  }

  async takeReceipts(receipts: Receipt[], forget: string[]): Promise<{ mismatched: string[] }> {
    await this.#settle();
    const outbox = await this.#openOutbox();
    const { changed, mismatched } = outbox.withReceipts(receipts, this.#iso());
    const late = await this.#decidedLater(receipts.filter(({ id }) => outbox.get(id) === undefined));
    const forgotten = outbox.forgettable(forget, changed);
    const leaving = new Set(forgotten.map((entry) => entry.id));
    const staying = changed.filter((entry) => !leaving.has(entry.id));
    const sealed = await this.#sealEntries('outbox', staying);
    const resealed = await this.#sealEntries('sent', late.changed);
    const moves = await this.#movesToSent(forgotten);
    await this.database.write(['header', 'outbox', 'sent'], async (tx) => {
      const change = changeState(tx, { waiting: outbox.waiting(staying, forgotten) });
      await Promise.all([...put(tx, 'outbox', sealed), ...put(tx, 'sent', resealed), ...putMoves(tx, moves), change]);
    });
    for (const entry of staying) outbox.put(entry);
    for (const entry of forgotten) outbox.remove(entry.id);
    return { mismatched: [...mismatched, ...late.mismatched] };
  }

  /** Held changes that left with their patient: what a person decided about them is put beside them too. */
  async #decidedLater(receipts: Receipt[]): Promise<{ changed: OutboxEntry[]; mismatched: string[] }> {
    if (receipts.length === 0) return { changed: [], mismatched: [] };
    const keys = await Promise.all(receipts.map(({ id }) => this.rows.name('sent', id)));
    const rows = await this.database.read(['sent'], (tx) =>
      Promise.all(keys.map(async (key) => ({ key, value: await tx.objectStore('sent').get(key) }))),
    );
    const found = rows.flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value }]));
    const plains = await Promise.all(found.map((row) => this.rows.unseal('sent', row).catch(() => null)));
    const entries = plains.flatMap((plain) => (plain === null ? [] : [JSON.parse(plain) as OutboxEntry]));
    return new Outbox(entries, 0, 0).withReceipts(receipts, this.#iso());
  }

  async pruneSent(ids: string[]): Promise<void> {
    const keys = await Promise.all(ids.map((id) => this.rows.name('sent', id)));
    await this.database.write(['sent'], async (tx) => {
      await Promise.all(keys.map((key) => tx.objectStore('sent').delete(key)));
    });
  }

  async rescue(key: RecoveryKey, app: string, wanted: string[]): Promise<RescueMade> {
    const outbox = await this.#openOutbox();
    const entries = outbox.entries.filter(({ receipt }) => !isFinal(receipt));
    const photos = (await this.blobs.list()).filter((info) => wanted.includes(blobId(info)));
    // Seldom needed, and not part of what opens the app.
    const { sealRescue } = await import('./rescue');
    const owner = { ...this.rows.owner, app, made: this.#iso() };
    const readPhoto = async (info: BlobInfo): Promise<Bytes> => new Uint8Array(await this.blobs.read(blobId(info), 0, info.size));
    const file = await sealRescue(key, owner, { entries, photos, readPhoto });
    return { file, changes: entries.length, photos: photos.length, unreadable: outbox.unreadable + this.blobs.unreadable };
  }

  async #entriesOf(outbox: Outbox, batch: NewBatch, offset: number): Promise<OutboxEntry[]> {
    const hashes = await Promise.all(batch.changes.map((change) => sha256Hex(change.text)));
    const known = batch.changes.map((change) => outbox.get(change.id));
    if (known.some((entry, at) => entry !== undefined && entry.sha256 !== hashes[at])) {
      throw new VaultProblem('refused', 'this change id is already kept with other bytes');
    }
    const complete = known.filter((entry) => entry !== undefined);
    // A repeat of a write whose answer was lost: the first one stands.
    if (complete.length === batch.changes.length) return complete;
    if (complete.length > 0) throw new VaultProblem('refused', 'part of this batch is already kept');
    const sig = await signBatch(this.P, batch.id, hashes);
    const common = { batch: batch.id, sig, keptAt: this.#iso(), receipt: null, receiptAt: null };
    return batch.changes.map((change, at) => ({
      ...common,
      ...change,
      seq: outbox.nextSeq + offset + at,
      sha256: hashes[at] ?? '',
    }));
  }

  async #loadPart(part: StorePart, onChunk: (chunk: TextChunk) => void): Promise<number> {
    if (part === 'base') return this.#loadBase(onChunk);
    if (part === 'outbox') {
      const outbox = await this.#openOutbox();
      onChunk({ part, entries: outbox.entries });
      return outbox.unreadable;
    }
    const { values, unreadable } = await this.#all(part);
    if (part === 'sent') onChunk({ part, entries: sorted(values as OutboxEntry[]) });
    else if (part === 'staged') onChunk({ part, pages: sorted(values as StagedPage[]) });
    else onChunk({ part, values: present({ ...Object.fromEntries(values as [string, Json][]), ...localOf(await this.#reserved()) }) });
    return unreadable;
  }

  async #loadBase(onChunk: (chunk: TextChunk) => void): Promise<number> {
    const index = new BaseIndex();
    let unreadable = 0;
    await this.rows.scan(this.database, 'base', (plains, keys) => {
      const documents: string[] = [];
      plains.forEach((plain, at) => {
        if (plain === null) {
          unreadable += 1;
          return;
        }
        const { id, patient, json } = unframe(plain);
        index.put(id, patient, keys[at] ?? '');
        documents.push(json);
      });
      onChunk({ part: 'base', json: `[${documents.join(',')}]` });
    });
    this.#base = index;
    return unreadable;
  }

  async #all(store: SealedStore): Promise<{ values: unknown[]; unreadable: number }> {
    const values: unknown[] = [];
    let unreadable = 0;
    await this.rows.scan(this.database, store, (plains) => {
      for (const plain of plains) {
        if (plain === null) unreadable += 1;
        else values.push(JSON.parse(plain));
      }
    });
    return { values, unreadable };
  }

  async #openOutbox(): Promise<Outbox> {
    if (this.#outbox === null) {
      const { values, unreadable } = await this.#all('outbox');
      const reserved = (await this.#reserved()).flatMap(({ entries }) => entries);
      const stored = values as OutboxEntry[];
      const known = new Set(stored.map(({ id }) => id));
      this.#outbox = new Outbox([...stored, ...reserved.filter(({ id }) => !known.has(id))], unreadable, (await this.#state()).nextSeq);
    }
    return this.#outbox;
  }

  async #openBase(): Promise<BaseIndex> {
    if (this.#base === null) await this.#loadBase(() => undefined);
    return this.#base ?? new BaseIndex();
  }

  #sealEntries(store: 'outbox' | 'sent', entries: OutboxEntry[]): Promise<SealedRow[]> {
    return Promise.all(entries.map((entry) => this.rows.seal(store, entry.id, JSON.stringify(entry))));
  }

  async #movesToSent(entries: OutboxEntry[]): Promise<Moves> {
    const put = await this.#sealEntries('sent', entries);
    return { put, remove: await Promise.all(entries.map((entry) => this.rows.name('outbox', entry.id))) };
  }

  #sealLocal(values: Record<string, Json | null>): Promise<LocalRow[]> {
    const rows = Object.entries(values).map(async ([name, value]): Promise<LocalRow> => {
      if (value === null) return { key: await this.rows.name('local', name), value: null };
      return this.rows.seal('local', name, JSON.stringify([name, value]));
    });
    return Promise.all(rows);
  }

  #state(): Promise<State> {
    return this.database.read(['header'], (tx) => readState(tx));
  }

  #iso(): string {
    return new Date(this.now()).toISOString();
  }
}

type LocalRow = SealedRow | { key: string; value: null };

/** What a commit wrote that found no room in the database. */
interface Reserved {
  entries: OutboxEntry[];
  local: Record<string, Json | null>;
  visitOpenSince?: string | null;
}

/** Causes that pass by themselves. */
const isPassing = (error: unknown): boolean => error instanceof VaultProblem && (error.code === 'full' || error.code === 'interrupted');

const localOf = (reserved: Reserved[]): Record<string, Json | null> => Object.assign({}, ...reserved.map(({ local }) => local)) as Record<string, Json | null>;

const present = (values: Record<string, Json | null>): Record<string, Json> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));

interface Moves {
  put: SealedRow[];
  remove: string[];
}

function sorted<T extends { seq: number }>(values: T[]): T[] {
  return values.sort((a, b) => a.seq - b.seq);
}

function put(tx: Writing, store: SealedStore, rows: SealedRow[]): Promise<unknown>[] {
  return rows.map((row) => tx.objectStore(store).put(row.value, row.key));
}

function putLocal(tx: Writing, rows: LocalRow[]): Promise<unknown>[] {
  const store = tx.objectStore('local');
  return rows.map((row) => (row.value === null ? store.delete(row.key) : store.put(row.value, row.key)));
}

function putMoves(tx: Writing, moves: Moves): Promise<unknown>[] {
  return [...put(tx, 'sent', moves.put), ...moves.remove.map((key) => tx.objectStore('outbox').delete(key))];
}

async function expectGeneration(tx: Writing, generation: number): Promise<void> {
  if ((await readState(tx)).generation !== generation) {
    throw new VaultProblem('stale', 'the vault moved on since this page was asked for');
  }
}

