/**
 * The records in memory: what the server sent, this person's open changes, and the views that screens
 * read. Plain maps; a view is made when somebody looks and made anew only when its record changed.
 */
import { isDeleted } from '../sync/alive';
import { fieldTable } from '../sync/kinds';
import { layOver, type Author, type OwnChange } from '../sync/overlay';
import type { Change, ServerDocument } from '../sync/document';
import type { PatientId, RecordId, RecordView } from './contract';
import { Signals } from './signals';

interface Place {
  kind: string;
  patient: PatientId;
}

export type BeforeChange = (record: RecordId, look: () => RecordView | undefined) => void;

export class Records {
  readonly #base = new Map<RecordId, ServerDocument>();
  readonly #own = new Map<RecordId, OwnChange[]>();
  readonly #views = new Map<RecordId, RecordView | undefined>();
  readonly #places = new Map<RecordId, Place>();
  readonly #index = new Map<string, Set<RecordId>>();
  readonly #signals = new Signals();

  constructor(
    private readonly author: () => Author,
    /** Told with the old view before a record changes: open forms remember what was on the screen. */
    private readonly before: BeforeChange,
    private readonly after: (record: RecordId, place: Place) => void,
  ) {}

  record(id: RecordId): RecordView | undefined {
    this.#signals.read(id);
    return this.peek(id);
  }

  /** The same without being drawn again on change. */
  peek(id: RecordId): RecordView | undefined {
    if (this.#views.has(id)) return this.#views.get(id);
    const view = layOver(this.#base.get(id), this.#own.get(id) ?? [], this.author());
    this.#views.set(id, view);
    return view;
  }

  /** The record as it was on this tablet when its person wrote that change: without what she wrote later. */
  asOf(id: RecordId, change: Change): RecordView | undefined {
    const earlier = (this.#own.get(id) ?? []).filter((one) => one.change.hlc < change.hlc);
    return layOver(this.#base.get(id), earlier, this.author());
  }

  of(patient: PatientId, kind: string): RecordView[] {
    return this.#list(indexKey(kind, patient));
  }

  all(kind: string): RecordView[] {
    return this.#list(indexKey(kind));
  }

  /** Those that are in no list any more, because they were deleted and nobody stands up for them. */
  deleted(patient: PatientId, kind: string): RecordView[] {
    this.#signals.read(indexKey(kind, patient));
    return [...(this.#index.get(indexKey(kind, patient)) ?? [])].map((id) => this.record(id)).filter((view) => view !== undefined).filter((view) => isDeleted(view));
  }

  /** True where the server has this record and it stands there: somebody may have changed it meanwhile. */
  standsOnServer(id: RecordId): boolean {
    const base = this.#base.get(id);
    return base !== undefined && 'fields' in base && !isDeleted(base);
  }

  ids(kind: string): RecordId[] {
    this.#signals.read(indexKey(kind));
    return [...(this.#index.get(indexKey(kind)) ?? [])];
  }

  /** Records that name this one: what its deletion has to have seen. */
  under(record: RecordId): RecordId[] {
    const place = this.#places.get(record);
    return [...this.#places]
      .filter(([id, { patient }]) => id !== record && patient === place?.patient)
      .map(([id]) => this.peek(id))
      .filter((view) => view !== undefined && !isDeleted(view) && names(view, record))
      .map((view) => view?.id ?? record);
  }

  base(id: RecordId): ServerDocument | undefined {
    return this.#base.get(id);
  }

  /** Patients of whom the server has sent anything; the library is one of them. */
  held(): PatientId[] {
    return [...new Set([...this.#base.values()].map(({ patient }) => patient))];
  }

  /** What the server has sent, by patient. */
  byPatient(): Map<PatientId, ServerDocument[]> {
    const found = new Map<PatientId, ServerDocument[]>();
    for (const document of this.#base.values()) {
      const own = found.get(document.patient);
      if (own) own.push(document);
      else found.set(document.patient, [document]);
    }
    return found;
  }

  idsOf(patient: PatientId): RecordId[] {
    return [...this.#base.values()].filter((one) => one.patient === patient).map(({ id }) => id);
  }

  put(documents: ServerDocument[]): void {
    for (const document of documents) {
      this.#change(document.id, () => {
        this.#base.set(document.id, document);
        this.#settle(document.id, document);
      });
    }
  }

  /** The record is no longer sent to this tablet; what this person still has open of it stays. */
  drop(ids: RecordId[]): void {
    for (const id of ids) this.#change(id, () => this.#base.delete(id));
  }

  setOwn(record: RecordId, own: OwnChange[]): void {
    this.#change(record, () => {
      if (own.length === 0) this.#own.delete(record);
      else this.#own.set(record, own);
      const making = own.find(({ change }) => change.ops[0]?.op === 'create');
      if (making) this.#settle(record, making.change);
    });
  }

  clear(): void {
    for (const map of [this.#base, this.#own, this.#views, this.#places, this.#index]) map.clear();
    this.#signals.all();
  }

  #list(key: string): RecordView[] {
    this.#signals.read(key);
    return [...(this.#index.get(key) ?? [])]
      .map((id) => this.record(id))
      .filter((view) => view !== undefined)
      // What is deleted is in no list; where somebody stands up for it, it is, with its different answers.
      .filter((view) => !isDeleted(view))
      .sort(byCreation);
  }

  #change(record: RecordId, write: () => void): void {
    this.before(record, () => this.peek(record));
    write();
    this.#views.delete(record);
    if (!this.#base.has(record) && !this.#own.has(record)) this.#unsettle(record);
    this.#signals.changed(record);
    const place = this.#places.get(record);
    if (place) this.after(record, place);
  }

  #settle(record: RecordId, { kind, patient }: Place): void {
    if (this.#places.has(record)) return;
    this.#places.set(record, { kind, patient });
    for (const key of [indexKey(kind), indexKey(kind, patient)]) {
      const ids = this.#index.get(key) ?? new Set();
      this.#index.set(key, ids.add(record));
      this.#signals.changed(key);
    }
  }

  #unsettle(record: RecordId): void {
    const place = this.#places.get(record);
    if (!place) return;
    this.#places.delete(record);
    for (const key of [indexKey(place.kind), indexKey(place.kind, place.patient)]) {
      this.#index.get(key)?.delete(record);
      this.#signals.changed(key);
    }
  }
}

const indexKey = (kind: string, patient?: PatientId): string => `${kind}|${patient ?? ''}`;

const byCreation = (a: RecordView, b: RecordView): number =>
  a.created.at === b.created.at ? (a.id < b.id ? -1 : 1) : a.created.at < b.created.at ? -1 : 1;

const names = (view: RecordView, record: RecordId): boolean =>
  Object.entries(view.fields).some(
    ([field, { heads }]) => fieldTable(view.kind, field)?.type === 'reference' && heads.some(({ value }) => value === record),
  );
