/**
 * From an intent to a durable change. One at a time and in order: what a change has seen may be the
 * change before it. Nothing shows, and nothing is claimed, before the vault's transaction is done.
 *
 * What the tablet has no room for keeps its turn and is tried again until it is kept: what was typed
 * or tapped is not lost because a disk was full for a while, and nothing overtakes it.
 */
import { compose, type Desk, type Part } from '../sync/compose';
import { aliveAddress } from '../sync/alive';
import { clockNode, uuid7, type Random } from '../sync/ids';
import { formatHlc, parseHlc, tick, wallOf, type Hlc } from '../sync/clock';
import type { Change } from '../sync/document';
import { lifecycleOf } from '../sync/kinds';
import type { Outbox } from '../sync/outbox';
import type { Seen } from '../sync/seen';
import { VaultProblem } from '../vault/errors';
import type { Commit, NewBlob, OutboxEntry, Vault, VaultProblemCode } from '../vault/types';
import { NotSaved, type Json, type RecordId, type Stamp } from './contract';
import { mark } from './marks';
import type { Records } from './records';

export const HLC_KEY = 'sync/hlc';
const TRY_AGAIN_AFTER_MS = 2000;
const CLOCK_SET_BACK_MS = 60_000;
/** So many writes, one upon the other, no act has. */
const ACT_WRITES = 8;

/** After everything that was waiting for the same promise has run. Timers of a hidden page may come a second later. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
/** Causes that pass by themselves; any other refusal would only be repeated. */
const PASSING = new Set<VaultProblemCode>(['full', 'interrupted']);

export interface WritingPorts {
  vault: Vault;
  records: Records;
  outbox: Outbox;
  random: Random;
  now: () => number;
  /** Resolves so many milliseconds later. */
  pause: (ms: number) => Promise<void>;
  /** After a batch is durable and its overlay stands. */
  saved: (parts: Part[]) => void;
  notSaved: (parts: Part[], refusal: Refusal, form: Seen | null) => void;
}

export interface Refusal {
  problem: NotSaved;
  /** It is tried again until it is kept. */
  waits: boolean;
}

export interface Setting {
  visit: RecordId | null;
  /** The form that the parts were sent from. */
  form: Seen | null;
  alsoNeeds?: () => string[];
  beside?: (changes: Change[]) => Beside;
  /** Tried once: the screen says itself, in its own words, what could not be kept, and may ask again. */
  once?: boolean;
}

/** What else goes into the same transaction as a batch. */
export interface Beside {
  local?: Record<string, Json | null>;
  blobs?: NewBlob[];
  visitOpenSince?: string | null;
}

export class Writing {
  readonly #open = new Set<Seen>();
  #last: Promise<unknown> = Promise.resolve();
  #blocked: NotSaved | null = null;
  #lastResort = false;
  #wake: () => void = () => undefined;
  readonly #untilBlocked: (() => void)[] = [];
  #hlc: Hlc;
  #lastId = 0;

  constructor(
    private readonly ports: WritingPorts,
    hlc: string | undefined,
  ) {
    this.#hlc = (hlc ? parseHlc(hlc) : null) ?? { ms: 0, counter: 0, node: clockNode(ports.random) };
  }

  opened(seen: Seen): void {
    this.#open.add(seen);
  }

  /** What the form still has to write testifies to what it showed, so it is told of everything until then. */
  closed(seen: Seen): void {
    void this.#last.then(() => this.#open.delete(seen));
  }

  /** Open forms remember what was on the screen before a record changes. */
  remember(record: RecordId, look: () => ReturnType<Records['peek']>): void {
    if (this.#open.size === 0) return;
    const view = look();
    for (const seen of this.#open) seen.keep(record, view);
  }

  /** Later than those before it, though made in the same millisecond: rows born together keep the order of their list. */
  newId(): RecordId {
    const now = this.ports.now();
    // A clock that was set back is followed.
    this.#lastId = now > this.#lastId || this.#lastId - now > CLOCK_SET_BACK_MS ? now : this.#lastId + 1;
    return uuid7(this.#lastId, this.ports.random) as RecordId;
  }

  /**
   * Resolves when durable: on a full tablet only once there is room again, and `notSaved` is told
   * meanwhile. Rejects with NotSaved, and leaves everything as it was, where waiting would not help.
   */
  write(parts: () => Part[], setting: Setting): Promise<void> {
    mark('doorstep-intent');
    const once = setting.once === true;
    return this.#inTurn(once, async () => {
      const made = parts();
      const commit = this.#composed(made, setting);
      await this.#durably(commit, once, (refusal) => {
        if (!once) this.ports.notSaved(made, refusal, setting.form);
      });
      this.ports.saved(made);
    });
  }

  /** What stands in the way of every write, while something waits for room. */
  get blocked(): NotSaved | null {
    return this.#blocked;
  }

  /** Resolves when everything written so far is durable, refused, or waits for room. */
  async settled(): Promise<void> {
    if (this.#blocked) return;
    await Promise.race([this.#last, new Promise<void>((resolve) => this.#untilBlocked.push(resolve))]);
  }

  /**
   * Before the keys go: what waits for room is kept where the vault has reserved some for that. False where
   * something is left that only this page's memory holds.
   */
  async keepWaiting(): Promise<boolean> {
    this.#lastResort = true;
    this.#blocked = null;
    this.#wake();
    try {
      // An act of several writes begins the next one when the last is kept (a form is put away once its record stands):
      // a lock between them would leave half of it. Counted, so that something that writes for ever holds no lock back.
      for (let [turns, seen]: [number, unknown] = [0, null]; turns < ACT_WRITES && seen !== this.#last && this.blocked === null; turns += 1) {
        seen = this.#last;
        await this.settled();
        await nextTask();
      }
    } finally {
      this.#lastResort = false;
    }
    return this.blocked === null;
  }

  /** Small things of this device; with `refused` they wait for room like a change does. */
  keepLocal(local: Record<string, Json | null>, refused?: (refusal: Refusal) => void): Promise<unknown> {
    const once = refused === undefined;
    return this.#inTurn(once, () => this.#durably(() => this.#commit({ local }), once, refused));
  }

  /** Nothing that is tried once overtakes what waits, nor waits with it. */
  #inTurn<T>(once: boolean, work: () => Promise<T>): Promise<T> {
    if (once && this.#blocked) return Promise.reject(this.#blocked);
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #durably<T>(work: () => Promise<T>, once: boolean, refused?: (refusal: Refusal) => void): Promise<T> {
    for (;;) {
      try {
        const done = await work();
        this.#blocked = null;
        return done;
      } catch (error) {
        if (!(error instanceof VaultProblem)) throw error;
        const problem = notSaved(error);
        const waits = !once && PASSING.has(error.code);
        refused?.({ problem, waits });
        this.#blocked = waits ? problem : null;
        if (!waits) throw problem;
      }
      for (const tell of this.#untilBlocked.splice(0)) tell();
      await Promise.race([this.ports.pause(TRY_AGAIN_AFTER_MS), new Promise<void>((resolve) => (this.#wake = resolve))]);
    }
  }

  #commit(write: Commit): Promise<OutboxEntry[]> {
    return this.ports.vault.commit(this.#lastResort ? { ...write, lastResort: true } : write);
  }

  /** Composed once: the same bytes are tried again, so that a commit that failed half-way makes no second change. */
  #composed(parts: Part[], { visit, alsoNeeds, beside }: Setting): () => Promise<void> {
    let hlc = this.#hlc;
    const desk = this.#desk(() => (hlc = tick(hlc, this.ports.now())));
    const { id, changes } = compose(parts, { visit, alsoNeeds: alsoNeeds?.() ?? [] }, desk);
    if (changes.length === 0) return () => Promise.resolve();
    const { local = {}, ...header } = beside?.(changes) ?? {};
    const batch = { id, changes: changes.map((change) => ({ id: change.id, text: JSON.stringify(change) })) };
    return async () => {
      const entries = await this.#commit({ batches: [batch], local: { ...local, [HLC_KEY]: formatHlc(hlc) }, ...header });
      mark('doorstep-durable');
      this.#hlc = hlc;
      this.#show(entries, changes);
    };
  }

  #show(entries: OutboxEntry[], changes: Change[]): void {
    const { outbox, records } = this.ports;
    for (const record of new Set(outbox.add(entries))) records.setOwn(record, outbox.own(record));
    for (const seen of this.#open) for (const change of changes) tell(seen, change);
  }

  #desk(next: () => Hlc): Desk {
    const { outbox, records, now } = this.ports;
    return {
      newId: () => this.newId(),
      reading: () => ({ wall: wallOf(now()), hlc: formatHlc(next()) }),
      origin: (record) => records.peek(record),
      maker: (record) => outbox.maker(record),
      open: (change) => outbox.isOpen(change),
    };
  }
}

/** The author knows her own writes, a new record's first state included, whichever form they came from. */
function tell(seen: Seen, { id, record, kind, ops }: Change): void {
  const lifecycle = ops[0]?.op === 'create' ? lifecycleOf(kind) : null;
  if (lifecycle) seen.wrote(record, lifecycle.field, id as Stamp, []);
  for (const op of ops) {
    if (op.op === 'create') continue;
    if (op.op === 'append') seen.added(record, op.field, { tag: id as Stamp, value: op.value });
    else if (op.op === 'add') seen.added(record, op.field, { tag: (op.tag ?? id) as Stamp, value: op.value });
    else if (op.op === 'remove') seen.removed(record, op.field, op.saw);
    else if (op.op === 'delete') seen.wrote(record, aliveAddress(op.field), id as Stamp, op.saw.stamps);
    else seen.wrote(record, op.field, id as Stamp, op.saw);
  }
}

const REASONS = new Set(['full', 'evicted', 'locked']);

const WORDS = {
  full: 'This tablet is full.',
  evicted: "This tablet's store is gone.",
  locked: 'Your store is locked.',
  failed: 'The tablet could not keep this.',
} as const;

function notSaved({ code }: VaultProblem): NotSaved {
  const reason = REASONS.has(code) ? (code as keyof typeof WORDS) : 'failed';
  return new NotSaved(reason, WORDS[reason]);
}
