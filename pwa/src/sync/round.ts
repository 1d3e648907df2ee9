/**
 * One round: push and pull until the server says that it is complete. Pages are kept aside and become
 * visible only then, in one transaction (SYNC.md section 5).
 *
 * If it dies here: before a receipt is stored, the change is sent again and its id recognised; between
 * pages, the next round goes on from the last page kept; before `applyRound`, nothing was visible; after
 * it, the cursor went with the pages.
 */
import type { Json } from '../app/contract';
import type { OutboxEntry, Receipt, StagedPage, Vault } from '../vault/types';
import type { ServerDocument } from './document';
import { Refusal } from './http';
import { nextBatches, within, type Limits } from './lanes';
import { isFinal, type Outbox } from './outbox';
import { arrived, isReadable } from './pages';
import { repairsWith } from './repairs';
import { NotDoorstep } from './shape';
import { MAX_CHANGES, MAX_TEXT, PROTOCOL, type History, type SyncAnswer, type SyncRequest, type WireBatch } from './wire';

export const KEYS = {
  cursor: 'sync/cursor',
  timeline: 'sync/timeline',
  auditHead: 'sync/audit-head',
  lastPull: 'sync/last-pull',
  repairs: 'sync/repairs',
  leaving: 'sync/leaving',
} as const;

/** What a complete round changes in memory once the vault holds it. */
export interface Applied {
  documents: ServerDocument[];
  /** Patients who become exactly what `documents` holds of them. */
  replaced: string[];
  removed: string[];
  forgotten: string[];
  generation: number;
  local: Record<string, Json | null>;
}

/** What a round needs of the store in memory. */
export interface Holding {
  readonly outbox: Outbox;
  readonly generation: number;
  /** Pages of a round that was cut off. */
  readonly staged: StagedPage[];
  /** False in the office, whose browser asks for receipts only. */
  readonly pulls: boolean;
  local(key: string): Json | undefined;
  /** Patients of whom the server has sent anything; the library is one of them. */
  held(): string[];
  versionOf(record: string): number | null;
  /** A visit of this patient is under way or not yet signed: nothing of hers goes. */
  visitIsOpen(patient: string): boolean;
  history(): History | null;
  /** Patients whose records here are not those that the server counted. */
  differing(digests: Record<string, string>): Promise<string[]>;
  received(receipts: Receipt[]): void;
  /** A page that the vault keeps until its round is complete. */
  keptAside(page: StagedPage, generation: number): void;
  applied(round: Applied): void;
  forgotten(ids: string[]): void;
  /** Values of its own that the vault has kept. */
  keptLocal(values: Record<string, Json | null>): void;
  /** Of the sent log, what nobody will ask this tablet for again. */
  prunable(backedUp: number): string[];
  pruned(ids: string[]): void;
}

export interface RoundPorts {
  vault: Vault;
  holding: Holding;
  post: (body: SyncRequest, signal: AbortSignal) => Promise<SyncAnswer>;
  app: string;
  now: () => number;
  newId: () => string;
  /** Whether the digests are to be compared although nothing may be new. */
  checks: boolean;
  /** After each answer: how far sending and arriving are. */
  told: (answer: SyncAnswer, sending: { done: number; of: number } | null, asked: { sent: number; answered: number }) => void;
}

/** One batch alone is over the server's limit. It stays; the others go on. */
export class TooLarge extends Error {}

/** The office ended this tablet's access, and every change of it has its final receipt. */
export class Ended extends Error {
  constructor(
    readonly handedOver: number,
    readonly at: string,
    /** The server's, which a tablet that was never sent a page has not kept. */
    readonly timeline: number,
  ) {
    super('access ended');
  }
}

export async function runRound(ports: RoundPorts, signal: AbortSignal): Promise<void> {
  const round = new Round(ports, signal);
  await round.run();
}

class Round {
  readonly #done = new Set<string>();
  readonly #tooLarge = new Set<string>();
  /** Moved to the sent log already, while memory still shows them. */
  readonly #gone = new Set<string>();
  /** What an older timeline answered for, offered again to a server that was restored from a backup. */
  #again: WireBatch[] = [];
  #limits: Limits = { changes: MAX_CHANGES, text: MAX_TEXT };
  #timeline: number | null;
  #cursor: string | null;
  /**
   * Who is here, as of the round's beginning: said the same in every request of it, after a kill too. Only
   * who is purged or fetched again meanwhile is taken out.
   */
  #held: string[];
  #pages: StagedPage[];
  #answered = 0;
  /** Asked once a round: changes that a person may have decided about. */
  #asks: string[];
  /** Fetched again in this run because they differed: once is repair, twice would be a loop. */
  readonly #repaired = new Set<string>();
  #mismatched: string[] = [];
  #revoked = false;
  /** The vault's as of the first request, or of this round's own last write. */
  #generation: number;

  constructor(
    private readonly ports: RoundPorts,
    private readonly signal: AbortSignal,
  ) {
    const { holding } = ports;
    const [timeline, cursor] = [holding.local(KEYS.timeline), holding.local(KEYS.cursor)];
    this.#timeline = typeof timeline === 'number' ? timeline : null;
    this.#cursor = typeof cursor === 'string' ? cursor : null;
    this.#generation = holding.generation;
    const usable = holding.staged.every((page) => (this.#timeline === null || page.timeline === this.#timeline) && isReadable(page));
    this.#pages = usable ? [...holding.staged] : [];
    this.#timeline ??= this.#pages.at(-1)?.timeline ?? null;
    this.#cursor = this.#pages.at(-1)?.cursor ?? this.#cursor;
    this.#held = this.#pages.at(-1)?.held ?? this.#upToDate();
    this.#asks = holding.outbox.held().map(({ change }) => change.id).slice(0, MAX_CHANGES);
  }

  async run(): Promise<void> {
    for (;;) {
      const batches = this.#next();
      const before = this.#cursor;
      const answer = await this.#ask(batches);
      if (answer === null) continue;
      for (const { id } of batches) this.#done.add(id);
      await this.#receive(answer);
      if (this.#isOtherTimeline(answer)) {
        await this.#startAfresh(answer.timeline);
        continue;
      }
      if (answer.revoked === true) this.#revoked = true;
      else if (this.ports.holding.pulls) await this.#pull(answer);
      const left = this.#next().length > 0;
      if (answer.complete && !left && !(await this.#findDifferences(answer))) {
        await this.#finish(answer);
        break;
      }
      if (!answer.complete && answer.page.mode === 'none' && answer.cursor === before && batches.length === 0) {
        throw new NotDoorstep('a round that never ends');
      }
    }
    if (this.#tooLarge.size > 0) throw new TooLarge();
  }

  async #finish(answer: SyncAnswer): Promise<void> {
    const { vault, holding } = this.ports;
    if (this.#revoked) this.#end(answer);
    if (!holding.pulls && holding.local(KEYS.timeline) !== answer.timeline) {
      const local = { [KEYS.timeline]: answer.timeline };
      await vault.commit({ local });
      holding.keptLocal(local);
    }
    const prunable = holding.prunable(answer.backed_up ?? 0);
    if (prunable.length === 0) return;
    await vault.pruneSent(prunable);
    holding.pruned(prunable);
  }

  /** Throws once nothing is left to hand over; until then the tablet keeps everything and goes on. */
  #end(answer: SyncAnswer): void {
    const { outbox } = this.ports.holding;
    if (outbox.waiting().length > 0) return;
    const handedOver = outbox.held().filter(({ receipt }) => receipt.reason?.code === 'revoked').length;
    throw new Ended(handedOver, answer.now, answer.timeline);
  }

  /** True when charts differ from what the server counted: the round goes on and fetches them again. */
  async #findDifferences(answer: SyncAnswer): Promise<boolean> {
    if (answer.digests === null || !this.ports.holding.pulls) return false;
    const differing = await this.ports.holding.differing(answer.digests);
    this.#mismatched = differing.filter((patient) => !this.#repaired.has(patient));
    for (const patient of this.#mismatched) this.#repaired.add(patient);
    this.#held = this.#held.filter((patient) => !this.#mismatched.includes(patient));
    return this.#mismatched.length > 0;
  }

  #next(): WireBatch[] {
    const waiting = this.ports.holding.outbox.waiting();
    const batches = nextBatches(waiting, new Set([...this.#done, ...this.#tooLarge]), this.#limits);
    return batches.length > 0 ? batches : within(this.#toOffer(), this.#limits);
  }

  #toOffer(): WireBatch[] {
    return this.#again.filter(({ id }) => !this.#done.has(id) && !this.#tooLarge.has(id));
  }

  /** Null when the request was too large and has to be asked again in smaller parts. */
  async #ask(batches: WireBatch[]): Promise<SyncAnswer | null> {
    const { ports, signal } = this;
    const sent = ports.now();
    try {
      const answer = await ports.post(this.#body(batches, sent), signal);
      [this.#asks, this.#mismatched] = [[], []];
      this.#answered += batches.reduce((sum, { changes }) => sum + changes.length, 0);
      const left = ports.holding.outbox.waiting().filter(({ entry }) => !this.#done.has(entry.batch)).length;
      const of = this.#answered + Math.max(0, left - batches.flatMap(({ changes }) => changes).length);
      ports.told(answer, of > 0 ? { done: this.#answered, of } : null, { sent, answered: ports.now() });
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'cursor-unknown' && this.#cursor !== null) this.#beginAnew();
      else if (error.status === 413 && batches.length > 0) this.#shrink(batches);
      else throw error;
      return null;
    }
  }

  #body(batches: WireBatch[], sent: number): SyncRequest {
    const { holding, app } = this.ports;
    const audit = holding.local(KEYS.auditHead);
    return {
      protocol: PROTOCOL,
      app,
      sent: new Date(sent).toISOString(),
      timeline: this.#timeline,
      cursor: this.#cursor,
      held: this.#held,
      limit: MAX_CHANGES,
      audit_head: typeof audit === 'string' ? audit : null,
      pull: holding.pulls,
      batches,
      check: this.ports.checks,
      digest_mismatch: this.#mismatched,
      asks: this.#asks,
      history: holding.history(),
      unsent: holding.outbox.waiting().length,
    };
  }

  #shrink(batches: WireBatch[]): void {
    const [only] = batches;
    if (batches.length === 1 && only) {
      this.#tooLarge.add(only.id);
      this.#limits = { changes: MAX_CHANGES, text: MAX_TEXT };
      return;
    }
    const changes = batches.flatMap((batch) => batch.changes);
    const length = changes.reduce((sum, { text }) => sum + text.length, 0);
    this.#limits = { changes: Math.max(1, Math.floor(changes.length / 2)), text: Math.max(1, Math.floor(length / 2)) };
  }

  async #receive({ receipts }: SyncAnswer): Promise<void> {
    if (receipts.length === 0) return;
    const { vault, holding } = this.ports;
    const { mismatched } = await vault.takeReceipts(receipts, []);
    holding.received(receipts.filter(({ id }) => !mismatched.includes(id)));
    if (!holding.pulls) await this.#forgetWithoutBase();
  }

  /** The office keeps no base: what has its final receipt is on the server and is read from there. */
  async #forgetWithoutBase(): Promise<void> {
    const { vault, holding } = this.ports;
    const ids = holding.outbox.settled(() => null, false).filter((id) => !this.#gone.has(id));
    if (ids.length === 0) return;
    await vault.takeReceipts([], ids);
    for (const id of ids) this.#gone.add(id);
    holding.forgotten(ids);
  }

  #isOtherTimeline({ timeline }: SyncAnswer): boolean {
    if (this.#timeline === null) this.#timeline = timeline;
    return timeline !== this.#timeline;
  }

  /**
   * The server came back from a backup: everything is fetched anew and the sent log offered again. What
   * it still knows is a duplicate, the rest is recovered. An older timeline's answer is dropped.
   */
  async #startAfresh(timeline: number): Promise<void> {
    if (this.#timeline !== null && timeline < this.#timeline) throw new NotDoorstep('an older timeline');
    this.#timeline = timeline;
    this.#beginAnew();
    const answered: OutboxEntry[] = [];
    // What has its receipt but was not pulled back yet is still in the outbox: that server may lack it too.
    await this.ports.vault.load(['sent', 'outbox'], (chunk) => {
      if (chunk.part === 'sent' || chunk.part === 'outbox') answered.push(...chunk.entries);
    });
    this.#again = batchesOf(answered.sort((a, b) => a.seq - b.seq));
  }

  #beginAnew(): void {
    this.#cursor = null;
    this.#pages = [];
    this.#held = [];
  }

  async #pull(answer: SyncAnswer): Promise<void> {
    this.#cursor = answer.cursor;
    this.#held = this.#held.filter((patient) => !answer.purge.includes(patient));
    const page: StagedPage = {
      seq: this.#pages.length,
      timeline: answer.timeline,
      cursor: answer.cursor ?? '',
      page: answer.page as unknown as Json,
      held: this.#held,
    };
    this.#pages.push(page);
    if (answer.complete) {
      await this.#apply(answer);
      return;
    }
    this.#generation = await this.ports.vault.stagePage(this.#generation, page);
    this.ports.holding.keptAside(page, this.#generation);
  }

  async #apply(answer: SyncAnswer): Promise<void> {
    const { vault, holding, now, newId } = this.ports;
    const { documents, replaced } = arrived(this.#pages, answer.granted);
    const leaving = this.#leaving(answer, replaced);
    const removed = leaving.filter((patient) => !answer.granted.includes(patient) && this.#mayGo(patient));
    const staying = leaving.filter((patient) => !removed.includes(patient));
    const local = {
      [KEYS.cursor]: answer.cursor,
      // The new timeline counts once everything was offered to it: cut off before that, all is offered again.
      [KEYS.timeline]: this.#toOffer().length > 0 ? (holding.local(KEYS.timeline) ?? null) : answer.timeline,
      [KEYS.auditHead]: answer.audit_head,
      [KEYS.lastPull]: new Date(now()).toISOString(),
      [KEYS.leaving]: staying,
      ...this.#repairs(replaced),
    };
    const forgotten = this.#settled(documents, removed, staying);
    const generation = await vault.applyRound({
      id: newId(),
      generation: this.#generation,
      documents,
      removePatients: removed,
      replacePatients: replaced,
      local,
      forget: forgotten,
    });
    this.#generation = generation;
    this.#pages = [];
    holding.applied({ documents, replaced, removed, forgotten, generation, local });
    this.#held = this.#upToDate();
  }

  /** What the trust panel says of charts that were fetched again. */
  #repairs(replaced: string[]): Record<string, Json> {
    const repaired = replaced.filter((patient) => this.#repaired.has(patient));
    if (repaired.length === 0) return {};
    const at = new Date(this.ports.now()).toISOString();
    return { [KEYS.repairs]: repairsWith(this.ports.holding.local(KEYS.repairs), repaired, at) };
  }

  /** Who is here, but for those who were to leave: they missed changes, so a new grant has to bring them whole. */
  #upToDate(): string[] {
    const leaving = this.#left();
    return this.ports.holding.held().filter((patient) => !leaving.includes(patient));
  }

  /** Patients who were to leave in an earlier round, and could not yet. */
  #left(): string[] {
    const kept = this.ports.holding.local(KEYS.leaving);
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  }

  /** Patients here who were no longer this person's, in this round or before, and were not sent whole since. */
  #leaving({ granted }: SyncAnswer, replaced: string[]): string[] {
    const left = this.#left();
    const gone = (patient: string): boolean => !this.#held.includes(patient) && !granted.includes(patient);
    const here = this.ports.holding.held().filter((patient) => patient !== 'library' && !replaced.includes(patient));
    return here.filter((patient) => left.includes(patient) || gone(patient));
  }

  #mayGo(patient: string): boolean {
    const { holding } = this.ports;
    const unsent = holding.outbox.waiting().some(({ change }) => change.patient === patient);
    return !unsent && !holding.visitIsOpen(patient);
  }

  /** Of a chart that stays though it is to go the base is not sent any more: its versions say nothing of later ones. */
  #settled(documents: ServerDocument[], removed: string[], staying: string[]): string[] {
    const { holding } = this.ports;
    const versions = new Map<string, number>(documents.map(({ id, version }) => [id, version]));
    const based = (record: string, patient: string): number | null => (staying.includes(patient) ? null : holding.versionOf(record));
    const settled = holding.outbox.settled((record, patient) => versions.get(record) ?? based(record, patient), true);
    return [...new Set([...settled, ...holding.outbox.finalOf(removed)])];
  }
}

function batchesOf(entries: OutboxEntry[]): WireBatch[] {
  const batches = new Map<string, WireBatch>();
  for (const { batch: id, sig, id: change, sha256, text, receipt } of entries) {
    if (!isFinal(receipt)) continue;
    const batch = batches.get(id) ?? { id, sig, changes: [] };
    batch.changes.push({ id: change, sha256, text });
    batches.set(id, batch);
  }
  return [...batches.values()];
}
