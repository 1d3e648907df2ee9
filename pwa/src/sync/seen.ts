/**
 * What was on the screen when a form was opened: the testimony behind every change (`saw`, SYNC.md
 * section 2). A pull while the form is open doesn't touch it. Of her own open edits a person has seen
 * the edit's own stamp, never what it hid.
 */
import type { RecordId, RecordView, Stamp } from '../app/contract';
import type { Whole } from './document';
import { fieldTable } from './kinds';
import { covers, itemsIn, type Item } from './sets';

export type Look = (record: RecordId) => RecordView | undefined;

export class Seen {
  /** Records that changed since the form opened, as they were then. */
  readonly #then = new Map<RecordId, RecordView | undefined>();
  /** Fields written on this tablet since the form opened. */
  readonly #own = new Map<string, Stamp[]>();
  /** Items of sets and entries as this person left them. */
  readonly #items = new Map<string, Item[]>();

  constructor(private readonly look: Look) {}

  /** Called before a record on this tablet changes for whatever reason. */
  keep(record: RecordId, view: RecordView | undefined): void {
    if (!this.#then.has(record)) this.#then.set(record, view);
  }

  /** A write of this person on this tablet: she knows it, whichever form it came from. */
  wrote(record: RecordId, field: string, stamp: Stamp, saw: readonly Stamp[]): void {
    const left = this.#heads(record, field).filter((one) => one !== stamp && !saw.includes(one));
    this.#own.set(keyOf(record, field), [...left, stamp]);
  }

  /** An item or entry that this person wrote on this tablet. */
  added(record: RecordId, field: string, item: Item): void {
    this.#items.set(keyOf(record, field), [...this.items(record, field), item]);
  }

  removed(record: RecordId, field: string, tags: readonly Stamp[]): void {
    const gone = new Set<string>(tags);
    this.#items.set(keyOf(record, field), this.items(record, field).filter(({ tag }) => !covers(gone, tag)));
  }

  /** Items of a set, or entries, as they were on the screen. */
  items(record: RecordId, field: string): Item[] {
    return this.#items.get(keyOf(record, field)) ?? itemsIn(this.#view(record), field);
  }

  /** All of a record, or of a row of it: what its deletion testifies to. */
  whole(record: RecordId, row: string | undefined, children: RecordId[]): Whole {
    const inScope = (field: string): boolean => !row || field.startsWith(`${row}/`);
    const stamps = this.#fieldsOf(record).filter(inScope).flatMap((field) => this.#heads(record, field));
    if (row) return { stamps: [...new Set(stamps)], entries: [], children: [] };
    const entries = this.#entriesOf(record).flatMap((field) => this.items(record, field)).map(({ tag }) => tag);
    return { stamps: [...new Set(stamps)], entries: [...new Set(entries)], children };
  }

  /** Stamps to testify to when `field` is set; those of its whole concurrency group where it has one. */
  saw(record: RecordId, kind: string, field: string): Stamp[] {
    const group = fieldTable(kind, field)?.group;
    if (!group) return this.#heads(record, field);
    const stamps = this.#fieldsOf(record)
      .filter((one) => one === field || fieldTable(kind, one)?.group === group)
      .sort()
      .flatMap((one) => this.#heads(record, one));
    return [...new Set(stamps)];
  }

  /** The one value that stood under a field when the form opened. */
  valueThen(record: RecordId, field: string): unknown {
    const heads = this.#view(record)?.fields[field]?.heads ?? [];
    return heads.length === 1 ? heads[0]?.value : undefined;
  }

  #view(record: RecordId): RecordView | undefined {
    return this.#then.has(record) ? this.#then.get(record) : this.look(record);
  }

  #heads(record: RecordId, field: string): Stamp[] {
    const own = this.#own.get(keyOf(record, field));
    if (own) return own;
    return (this.#view(record)?.fields[field]?.heads ?? []).flatMap((head) => head.stamps);
  }

  #fieldsOf(record: RecordId): string[] {
    return [...new Set([...Object.keys(this.#view(record)?.fields ?? {}), ...namesIn(this.#own, record)])];
  }

  #entriesOf(record: RecordId): string[] {
    return [...new Set([...Object.keys(this.#view(record)?.entries ?? {}), ...namesIn(this.#items, record)])];
  }
}

function namesIn(written: ReadonlyMap<string, unknown>, record: RecordId): string[] {
  const prefix = keyOf(record, '');
  return [...written.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

const keyOf = (record: RecordId, field: string): string => `${record}\0${field}`;
