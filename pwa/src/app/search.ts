/**
 * Search on this tablet: an index in memory over decrypted records, made when somebody first searches
 * and gone with the lock. Nothing said in private is in it (UX.md section 7).
 */
import MiniSearch from 'minisearch';
import { KINDS } from '../domain/generated/kinds';
import { isPrivateNeed } from '../domain/private-need';
import { isDeleted, rowIds, rowsOf } from '../domain/reading';
import type { Json, PatientId, RecordId, RecordView } from './contract';
import type { Records } from './records';

interface Entry {
  id: string;
  name: string;
  birthDate: string;
  phone: string;
  street: string;
  need: string;
  medicine: string;
  referral: string;
  /** Where a transition goes from and to, and to whom ended care was handed. */
  move: string;
  /** What was written of the patient, kind by kind. */
  said: string;
}

const FIELDS = ['name', 'birthDate', 'phone', 'street', 'need', 'medicine', 'referral', 'move', 'said'];

/** Fields by kind; `decisions/words` is that part of every row. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  contact: ['name'],
  condition: ['code'],
  allergy: ['substance'],
  goal: ['words', 'measure', 'target'],
  intervention: ['what'],
  plan: ['title', ...Object.keys(KINDS.plan.fields.partsConfirmed?.codes?.part ?? {})],
  conference: ['purpose', 'understanding', 'update', 'matters', 'people/name', 'concerns/words', 'options/title', 'decisions/words', 'planChanges/words', 'actions/what'],
  message: ['words'],
  contact_log: ['name', 'words'],
  task: ['what', 'handover', 'result'],
  teaching: ['about', 'words'],
  facility_options: ['wishes'],
  coverage: ['payer', 'plan', 'memberId'],
  'coverage-check': ['service'],
  event: ['place', 'words'],
  attachment: ['caption'],
};

/** Kinds of which something is searched. */
export const SEARCHED_KINDS: ReadonlySet<string> = new Set(['patient', 'need', 'medication', 'referral', 'transition', 'episode', ...Object.keys(SAID)]);
/** By which a record serves another: what serves a private need is as private as it is. */
const SERVES = ['need', 'goal', 'intervention', 'about', 'answers'];
const MAY_SERVE = ['goal', 'intervention', 'message', 'task', 'referral'];

export class Search {
  #index: MiniSearch<Entry> | null = null;
  readonly #stale = new Set<RecordId>();

  constructor(private readonly records: Records) {}

  changed(kind: string, patient: PatientId): void {
    if (this.#index && patient !== 'library' && SEARCHED_KINDS.has(kind)) this.#stale.add(patient);
  }

  find(text: string): RecordId[] {
    const terms = text.trim();
    if (terms === '') return [];
    const index = this.#fresh();
    return index.search(terms, SEARCH).map(({ id }) => id as RecordId);
  }

  clear(): void {
    this.#index = null;
    this.#stale.clear();
  }

  #fresh(): MiniSearch<Entry> {
    const index = (this.#index ??= this.#made());
    for (const patient of this.#stale) {
      if (index.has(patient)) index.discard(patient);
      const view = this.records.peek(patient);
      if (view) index.add(this.#entry(view));
    }
    this.#stale.clear();
    return index;
  }

  #made(): MiniSearch<Entry> {
    const index = new MiniSearch<Entry>({ fields: FIELDS, tokenize: words });
    index.addAll(this.records.all('patient').map((view) => this.#entry(view)));
    return index;
  }

  #entry(view: RecordView): Entry {
    const { id } = view;
    return {
      id,
      name: leaves(view, 'name'),
      birthDate: values(view, 'birthDate').map(spellings).join(' '),
      phone: numbers(rowsOf(view, 'phones') as Json[]).join(' '),
      street: leaves(view, 'address'),
      need: this.#ofKind(id, 'need').filter((need) => !isPrivateNeed(need)).map((need) => `${leaves(need, 'domain')} ${leaves(need, 'code')}`).join(' '),
      medicine: this.#ofKind(id, 'medication').map((one) => leaves(one, 'medicine')).join(' '),
      referral: this.#referrals(id),
      move: [
        ...this.#ofKind(id, 'transition').map((one) => `${leaves(one, 'fromFacility')} ${leaves(one, 'toProvider')}`),
        ...this.#ofKind(id, 'episode').map((one) => `${leaves(one, 'handedTo')} ${leaves(one, 'referredBy')}`),
      ].join(' '),
      said: this.#said(id),
    };
  }

  #said(patient: RecordId): string {
    const hidden = this.#private(patient);
    return Object.entries(SAID)
      .flatMap(([kind, fields]) => this.#ofKind(patient, kind).filter((one) => !hidden.has(one.id) && !isDeleted(one)).map((one) => written(one, fields)))
      .join(' ');
  }

  /** Private needs and all that serves them, be it over other records. */
  #private(patient: RecordId): ReadonlySet<Json> {
    const hidden = new Set<Json>(this.#ofKind(patient, 'need').filter(isPrivateNeed).map(({ id }) => id));
    if (hidden.size === 0) return hidden;
    const serving = MAY_SERVE.flatMap((kind) => this.#ofKind(patient, kind));
    for (let before = 0; before < hidden.size;) {
      before = hidden.size;
      for (const one of serving) if (SERVES.some((field) => values(one, field).some((value) => hidden.has(value)))) hidden.add(one.id);
    }
    return hidden;
  }

  /** Whom somebody was referred to, and for what; not where it serves a need that is not searched. */
  #referrals(patient: RecordId): string {
    const searched = new Set<Json>(this.#ofKind(patient, 'need').filter((need) => !isPrivateNeed(need)).map(({ id }) => id));
    return this.#ofKind(patient, 'referral')
      .filter((one) => values(one, 'need').every((need) => searched.has(need)))
      .map((one) => `${values(one, 'target').map((target) => (isNamed(target) ? target.name : '')).join(' ')} ${leaves(one, 'service')}`)
      .join(' ');
  }

  #ofKind(patient: RecordId, kind: string): RecordView[] {
    return this.records.of(patient, kind);
  }
}

const SEARCH = {
  prefix: true,
  fuzzy: (term: string) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
  combineWith: 'AND',
  boost: { name: 4, birthDate: 2, said: 0.5 },
} as const;

const words = (text: string): string[] => text.normalize('NFKD').replace(/\p{M}/gu, '').split(/[^\p{L}\p{N}]+/u).filter(Boolean);

const values = (view: RecordView, field: string): Json[] => (view.fields[field]?.heads ?? []).map(({ value }) => value);

const leaves = (view: RecordView, field: string): string => values(view, field).flatMap(texts).join(' ');

function texts(value: Json): string[] {
  if (typeof value === 'string') return value.startsWith('http') ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
}

/** As people type a date: 1941-02-03, 2/3/1941, 02/03/1941, Feb 3 1941. */
function spellings(value: Json): string {
  const [year, month, day] = typeof value === 'string' ? value.split('-') : [];
  if (!year) return '';
  if (!month || !day) return `${year} ${month ?? ''}`;
  const name = new Date(Date.UTC(Number(year), Number(month) - 1, 1)).toLocaleString('en', { month: 'long', timeZone: 'UTC' });
  return `${year} ${month} ${day} ${Number(month)} ${Number(day)} ${name} ${year}${month}${day} ${month}${day}${year}`;
}

/** A phone number as groups and as one run of digits, so that any part of it is found from its start. */
function numbers(value: Json): string[] {
  return texts(value)
    .filter((text) => /\d{3}/.test(text))
    .flatMap((text) => [text, text.replace(/\D/g, '')]);
}

/** The words of these fields, and of these parts of rows that are not taken out. */
const written = (view: RecordView, fields: readonly string[]): string =>
  fields
    .flatMap((field) => {
      const [rows = '', part] = field.split('/');
      return part === undefined ? [leaves(view, rows)] : rowIds(view, rows).map((row) => leaves(view, `${rows}/${row}/${part}`));
    })
    .join(' ');

const isNamed = (value: Json): value is { name: string } =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && typeof value.name === 'string';
