/**
 * What was on the screen when a form was opened: the testimony behind every change (`saw`, SYNC.md
 * section 2). A pull while the form is open doesn't touch it. Of her own open edits a person has seen
 * the edit's own stamp, never what it hid.
 */
import type { RecordId, RecordView, Stamp } from '../app/contract';
import { fieldTable } from './kinds';

export type Look = (record: RecordId) => RecordView | undefined;

export class Seen {
  /** Records that changed since the form opened, as they were then. */
  readonly #then = new Map<RecordId, RecordView | undefined>();
  /** Fields written on this tablet since the form opened. */
  readonly #own = new Map<string, Stamp[]>();

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
    const prefix = keyOf(record, '');
    const written = [...this.#own.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    return [...new Set([...Object.keys(this.#view(record)?.fields ?? {}), ...written])];
  }
}

const keyOf = (record: RecordId, field: string): string => `${record}\0${field}`;
