/**
 * From an intent to a durable change. One at a time and in order: what a change has seen may be the
 * change before it. Nothing shows, and nothing is claimed, before the vault's transaction is done.
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
import type { NewBlob, OutboxEntry, Vault } from '../vault/types';
import { NotSaved, type Json, type RecordId, type Stamp } from './contract';
import { mark } from './marks';
import type { Records } from './records';

export const HLC_KEY = 'sync/hlc';

export interface WritingPorts {
  vault: Vault;
  records: Records;
  outbox: Outbox;
  random: Random;
  now: () => number;
  /** After a batch is durable and its overlay stands. */
  saved: (parts: Part[]) => void;
  notSaved: (parts: Part[], problem: NotSaved, form: Seen | null) => void;
}

export interface Setting {
  visit: RecordId | null;
  /** The form that the parts were sent from. */
  form: Seen | null;
  alsoNeeds?: () => string[];
  beside?: (changes: Change[]) => Beside;
  /** The screen says itself, in its own words, what could not be kept. */
  quiet?: boolean;
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
  #hlc: Hlc;

  constructor(
    private readonly ports: WritingPorts,
    hlc: string | undefined,
  ) {
    this.#hlc = (hlc ? parseHlc(hlc) : null) ?? { ms: 0, counter: 0, node: clockNode(ports.random) };
  }

  opened(seen: Seen): void {
    this.#open.add(seen);
  }

  closed(seen: Seen): void {
    this.#open.delete(seen);
  }

  /** Open forms remember what was on the screen before a record changes. */
  remember(record: RecordId, look: () => ReturnType<Records['peek']>): void {
    if (this.#open.size === 0) return;
    const view = look();
    for (const seen of this.#open) seen.keep(record, view);
  }

  newId(): RecordId {
    return uuid7(this.ports.now(), this.ports.random) as RecordId;
  }

  /** Resolves when durable; rejects with NotSaved and leaves everything as it was. */
  write(parts: () => Part[], setting: Setting): Promise<void> {
    mark('doorstep-intent');
    return this.#inTurn(async () => {
      const made = parts();
      try {
        await this.#commit(made, setting);
      } catch (error) {
        if (!(error instanceof VaultProblem)) throw error;
        const problem = notSaved(error);
        if (setting.quiet !== true) this.ports.notSaved(made, problem, setting.form);
        throw problem;
      }
      this.ports.saved(made);
    });
  }

  /** Resolves when everything written so far is durable or refused. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async keepLocal(local: Record<string, Json | null>): Promise<void> {
    try {
      await this.#inTurn(() => this.ports.vault.commit({ local }));
    } catch (error) {
      throw error instanceof VaultProblem ? notSaved(error) : error;
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #commit(parts: Part[], { visit, alsoNeeds, beside }: Setting): Promise<void> {
    const { vault } = this.ports;
    let hlc = this.#hlc;
    const desk = this.#desk(() => (hlc = tick(hlc, this.ports.now())));
    const { id, changes } = compose(parts, { visit, alsoNeeds: alsoNeeds?.() ?? [] }, desk);
    if (changes.length === 0) return;
    const { local = {}, ...header } = beside?.(changes) ?? {};
    const entries = await vault.commit({
      batches: [{ id, changes: changes.map((change) => ({ id: change.id, text: JSON.stringify(change) })) }],
      local: { ...local, [HLC_KEY]: formatHlc(hlc) },
      ...header,
    });
    mark('doorstep-durable');
    this.#hlc = hlc;
    this.#show(entries, changes);
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
