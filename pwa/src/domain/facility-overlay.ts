/** What the agency itself knows of a facility: said by somebody, on a day. Nothing of it is published. */
import { anyValue, headsOf, isObject, listOf, rowIds, textField, textOf, type HeadLike, type RecordLike } from './reading';

/** Where a row stands, so that it can be taken back. */
export interface RowPlace {
  record: string;
  row: string;
}

export interface PayerAnswer extends RowPlace {
  payer: string;
  plan: string;
  accepts: boolean;
  asOf: string;
  source: string;
  reference: string;
  /** Who wrote it down. */
  by: string;
}

export interface PlaceNote extends RowPlace {
  on: string;
  text: string;
  by: string;
}

export interface Overlay {
  /** Of one payer and plan the answers of the last day that it was asked on. */
  payers: PayerAnswer[];
  medicaidPending: boolean | null;
  openBeds: { value: 'yes' | 'no' | 'soon'; count: number | null; asOf: string; source: string; by: string } | null;
  privateRate: { perDay: string; asOf: string; source: string; by: string } | null;
  /** Codes of `facility_overlay.capabilities`. */
  capabilities: string[];
  /** The newest first. */
  notes: PlaceNote[];
  admissionContact: string;
  financialInterest: boolean | null;
}

export const NOTHING_OF_OURS: Overlay = {
  payers: [],
  medicaidPending: null,
  openBeds: null,
  privateRate: null,
  capabilities: [],
  notes: [],
  admissionContact: '',
  financialInterest: null,
};

/** How long an answer may be relied upon, in days; then it is asked again. */
export const STALE_AFTER = { openBeds: 1, payers: 90, published: 45 } as const;

const isBeds = (value: string): value is 'yes' | 'no' | 'soon' => ['yes', 'no', 'soon'].includes(value);

const folded = (words: string): string => words.trim().replaceAll(/\s+/gu, ' ').toLocaleLowerCase();

/** One spelling of payer and plan: answers about it are answers to one question. */
export const samePlan = (one: { payer: string; plan: string }, other: { payer: string; plan: string }): boolean =>
  folded(one.payer) === folded(other.payer) && folded(one.plan) === folded(other.plan);

const rowsWith = <Row>(records: readonly RecordLike[], field: string, read: (part: (name: string) => HeadLike | undefined, at: RowPlace) => Row[]): Row[] =>
  records.flatMap((record) => rowIds(record, field).flatMap((row) => read((name) => headsOf(record, `${field}/${row}/${name}`)[0], { record: record.id, row })));

/** An answer without a payer or without yes or no says nothing yet. */
const payersOf = (records: readonly RecordLike[]): PayerAnswer[] =>
  rowsWith(records, 'payers', (part, at): PayerAnswer[] => {
    const [payer, accepts] = [textOf(part('payer')?.value), part('accepts')];
    if (payer === '' || typeof accepts?.value !== 'boolean') return [];
    const [plan = '', asOf = '', source = '', reference = ''] = ['plan', 'asOf', 'source', 'reference'].map((name) => textOf(part(name)?.value));
    return [{ ...at, payer, plan, accepts: accepts.value, asOf, source, reference, by: accepts.by }];
  });

const notesOf = (records: readonly RecordLike[]): PlaceNote[] =>
  rowsWith(records, 'notes', (part, at): PlaceNote[] => {
    const text = part('text');
    return text && textOf(text.value) !== '' ? [{ ...at, on: textOf(part('on')?.value), text: textOf(text.value), by: text.by }] : [];
  }).sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? 1 : -1));

/** The last written of a field over several records, as the rule `latest` decides within one. */
const latest = (records: readonly RecordLike[], field: string): HeadLike | undefined =>
  records.flatMap((record) => headsOf(record, field)).reduce<HeadLike | undefined>((last, head) => (last && last.at > head.at ? last : head), undefined);

/**
 * All that is known of one facility. Two people who each wrote the first thing about it, unseen by each other, made a
 * record each: they are read as one.
 */
export function readOverlay(records: readonly RecordLike[]): Overlay {
  const [beds, rate] = [latest(records, 'openBeds'), latest(records, 'privateRate')];
  const flag = (field: string): boolean | null => {
    const value = latest(records, field)?.value;
    return typeof value === 'boolean' ? value : null;
  };
  const open = isObject(beds?.value) ? textOf(beds.value.value) : '';
  const all = payersOf(records);
  return {
    payers: all.filter((one) => !all.some((other) => samePlan(one, other) && other.asOf > one.asOf)),
    medicaidPending: flag('medicaidPending'),
    openBeds:
      isBeds(open) && beds && isObject(beds.value)
        ? { value: open, count: typeof beds.value.count === 'number' ? beds.value.count : null, asOf: textOf(beds.value.asOf), source: textOf(beds.value.source), by: beds.by }
        : null,
    privateRate:
      rate && isObject(rate.value) && textOf(rate.value.perDay) !== ''
        ? { perDay: textOf(rate.value.perDay), asOf: textOf(rate.value.asOf), source: textOf(rate.value.source), by: rate.by }
        : null,
    capabilities: [...new Set(records.flatMap((record) => listOf(anyValue(record, 'capabilities')).map(textOf)))],
    notes: notesOf(records),
    admissionContact: textOf(latest(records, 'admissionContact')?.value),
    financialInterest: flag('financialInterest'),
  };
}

/** What is known, by the facility that it is about. */
export function overlaysByFacility<Known extends RecordLike>(records: readonly Known[]): Map<string, Known[]> {
  const found = new Map<string, Known[]>();
  for (const record of [...records].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const facility = textField(record, 'facility');
    found.set(facility, [...(found.get(facility) ?? []), record]);
  }
  return found;
}
