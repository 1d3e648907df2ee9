/** What a person has in front of her, and the intents she sends from it (contract.ts, FormOnScreen). */
import type { Part } from '../sync/compose';
import type { Change, Whole } from '../sync/document';
import { fieldTable } from '../sync/kinds';
import { Seen } from '../sync/seen';
import { NotSaved, type FormOnScreen, type Intent, type Json, type PhotoTaken, type RecordId, type SetOptions, type Stamp, type Why } from './contract';
import type { Records } from './records';
import type { Beside, Writing } from './writing';

export interface FormPorts {
  writing: Writing;
  records: Records;
  /** What goes into the transaction beside the changes (the unlock screen's open visit). */
  beside: (changes: Change[]) => Beside;
  closed: (form: Seen) => void;
  /** The vault has put away what was kept of a form. */
  putAway: (local: Record<string, null>) => void;
  photos: PhotoKeeping;
}

/** What a photo needs of the vault beyond a change. */
export interface PhotoKeeping {
  hash: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  /** Lets copies go that the server has; answers whether that made any room. */
  makeRoom: () => Promise<boolean>;
  kept: () => Promise<void>;
  /** Lets the bytes go of photos that are taken back. */
  takenBack: () => Promise<void>;
}

export class OpenForm implements FormOnScreen {
  readonly #seen: Seen;

  constructor(
    private readonly ports: FormPorts,
    private readonly visit: RecordId | null,
  ) {
    this.#seen = new Seen((record) => ports.records.peek(record));
    ports.writing.opened(this.#seen);
  }

  set(record: RecordId, field: string, value: Json, options: SetOptions = {}): Promise<void> {
    const { why, base, visit } = options;
    const intent: Intent = { do: 'set', record, field, value, ...(why ? { why } : {}), ...(base === undefined ? {} : { base }) };
    return this.#write([intent], visit === undefined ? this.visit : visit);
  }

  append(record: RecordId, field: string, value: Json): Promise<void> {
    return this.#write([{ do: 'append', record, field, value }], this.visit);
  }

  event(record: RecordId, field: string, event: string): Promise<void> {
    return this.#write([{ do: 'event', record, field, event }], this.visit);
  }

  decide(record: RecordId, field: string, value: Json, why: Why, shown?: Stamp[]): Promise<void> {
    const part = (): Part => ({ do: 'decide', record, field, value, why, saw: (name) => shown ?? this.#saw(record, name), whole: (row) => this.#whole(record, row) });
    return this.#keep(() => [part()], this.visit);
  }

  send(intents: Intent[], away?: string): Promise<void> {
    return this.#write(intents, this.visit, away);
  }

  async keepPhoto({ record, patient, bytes, type, fields }: PhotoTaken): Promise<void> {
    const { visit } = this;
    if (visit === null) throw new Error('a photo belongs to a visit');
    const { photos } = this.ports;
    const sha256 = await photos.hash(new Uint8Array(bytes));
    const all = { visit, sha256, size: bytes.byteLength, type, ...fields };
    const part: Part = { do: 'create', record, kind: 'attachment', patient, fields: all, saw: () => [] };
    const blobs = [{ sha256, patient, visit, type, bytes }];
    const keep = (): Promise<void> =>
      this.ports.writing.write(() => [part], { visit, form: this.#seen, once: true, beside: (changes) => ({ ...this.ports.beside(changes), blobs }) });
    try {
      await keep();
    } catch (problem) {
      if (!(problem instanceof NotSaved) || problem.reason !== 'full' || !(await photos.makeRoom())) throw problem;
      await keep();
    }
    await photos.kept();
  }

  async removePhoto(record: RecordId): Promise<void> {
    await this.#write([{ do: 'delete', record }], this.visit);
    await this.ports.photos.takenBack();
  }

  close(): void {
    this.ports.writing.closed(this.#seen);
    this.ports.closed(this.#seen);
  }

  #write(intents: Intent[], visit: RecordId | null, away?: string): Promise<void> {
    const made = new Map(intents.flatMap((intent) => (intent.do === 'create' ? [[intent.record, intent.kind] as const] : [])));
    const parts = (): Part[] => intents.map((intent) => this.#part(intent, made));
    return this.#keep(parts, visit, away);
  }

  async #keep(parts: () => Part[], visit: RecordId | null, away?: string): Promise<void> {
    const local = away === undefined ? {} : { [away]: null };
    let isAway = away === undefined;
    const beside = (changes: Change[]): Beside => {
      isAway = true;
      return { ...this.ports.beside(changes), local };
    };
    await this.ports.writing.write(parts, { visit, form: this.#seen, beside });
    // What said nothing new made no change that it could go with.
    if (!isAway) await this.ports.writing.keepLocal(local);
    this.ports.putAway(local);
  }

  #part(intent: Intent, made: Map<RecordId, string>): Part {
    const isNew = made.has(intent.record);
    const part = {
      ...intent,
      saw: (field: string) => (isNew ? [] : this.#saw(intent.record, field)),
      items: (field: string) => (isNew ? [] : this.#seen.items(intent.record, field)),
      whole: (row?: string) => this.#whole(intent.record, row),
    };
    if (part.do !== 'set' || part.base !== undefined) return part;
    const base = this.#proseThen(part.record, part.field);
    return base === null ? part : { ...part, base };
  }

  /** Records under this one are those that this tablet holds now: a deletion is no form that stays open. */
  #whole(record: RecordId, row: string | undefined): Whole {
    return this.#seen.whole(record, row, this.ports.records.under(record));
  }

  #saw(record: RecordId, field: string): Stamp[] {
    const kind = this.ports.records.peek(record)?.kind ?? '';
    return this.#seen.saw(record, kind, field);
  }

  /** Prose carries the whole text that was on the screen, so that two people's words can be woven together. */
  #proseThen(record: RecordId, field: string): string | null {
    const view = this.ports.records.peek(record);
    if (!view || fieldTable(view.kind, field)?.rule !== 'text') return null;
    const value = this.#seen.valueThen(record, field);
    return typeof value === 'string' ? value : null;
  }
}
