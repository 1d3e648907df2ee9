/**
 * The rounds of a visit between office and field: returned, seen, answered, back, taken back. All of it is
 * read from the visit's own record and its remarks; nothing is counted anywhere else.
 */
import { isObject, listOf, textOf, type HeadLike, type RecordLike } from './reading';

/** A record with what stood in its fields before, newest first. */
export interface PastRecord extends RecordLike {
  fields: Record<string, { heads: HeadLike[]; past: HeadLike[] }>;
}

export interface Anchor {
  record: string;
  /** Empty for a whole section. */
  field: string;
  section: string;
  label: string;
}

export type Severity = 'must-fix' | 'check' | 'info';
export type RemarkState = 'open' | 'accepted' | 'declined' | 'answered' | 'withdrawn';

export interface Remark {
  id: string;
  anchor: Anchor;
  severity: Severity;
  words: string;
  /** What the office proposes for the field; undefined where it proposes nothing. */
  proposal: unknown;
  state: RemarkState;
  /** Two people's states that nobody decided between. */
  unsettled: boolean;
  /** Who said so, when, and for a decline or an answer the words. */
  said: { by: string; at: string; why: { code: string; text: string } | null };
}

export const DECLINES: Readonly<Record<string, string>> = {
  'patient-said-so': 'Patient said so',
  'as-observed': 'As observed',
  'not-in-my-scope': 'Not in my scope',
  other: 'Other',
};

const STATES = new Set(['open', 'accepted', 'declined', 'answered', 'withdrawn']);

const first = (record: RecordLike, field: string): (HeadLike & { why?: unknown }) | undefined => record.fields[field]?.heads[0];

export const readAnchor = (value: unknown): Anchor => {
  const anchor = isObject(value) ? value : {};
  return { record: textOf(anchor.record), field: textOf(anchor.field), section: textOf(anchor.section), label: textOf(anchor.label) };
};

export const readRemark = (record: RecordLike): Remark => {
  const head = first(record, 'state');
  const why = isObject(head?.why) ? { code: textOf(head.why.code), text: textOf(head.why.text) } : null;
  const state = textOf(head?.value);
  const severity = textOf(first(record, 'severity')?.value);
  return {
    id: record.id,
    anchor: readAnchor(first(record, 'anchor')?.value),
    severity: severity === 'check' || severity === 'info' ? severity : 'must-fix',
    words: textOf(first(record, 'words')?.value),
    proposal: first(record, 'proposal')?.value ?? undefined,
    state: STATES.has(state) ? (state as RemarkState) : 'open',
    unsettled: (record.fields.state?.heads.length ?? 0) > 1,
    said: { by: head?.by ?? '', at: head?.at ?? '', why },
  };
};

/** What was said in words, or the chip that was tapped. */
export const saidWords = ({ said: { why } }: Remark): string => (why === null ? '' : why.text || (DECLINES[why.code] ?? why.code));

/** The visit's remarks, what must be fixed first, each severity in the order it was made. */
export const remarksOf = (records: readonly RecordLike[], visit: string): Remark[] => {
  const rank: Severity[] = ['must-fix', 'check', 'info'];
  return records
    .filter((record) => first(record, 'visit')?.value === visit)
    .map(readRemark)
    .sort((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity) || (a.id < b.id ? -1 : 1));
};

export interface Returned {
  round: number;
  at: string;
  by: string;
  remarks: string[];
}

/** Every time the visit was returned, oldest first. */
export const returnsOf = (visit: RecordLike): Returned[] =>
  (visit.entries.returns ?? [])
    .flatMap(({ value, by, at }) =>
      isObject(value) ? [{ round: Number(value.round) || 0, at, by, remarks: listOf(value.remarks).map(textOf) }] : [],
    )
    .sort((a, b) => a.round - b.round);

export const nextRound = (visit: RecordLike): number => (returnsOf(visit).at(-1)?.round ?? 0) + 1;

/** When the return of that round was opened on a tablet; null while nothing says so. */
export const seenAt = (visit: RecordLike, round: number): string | null => {
  const seen = (visit.entries.seenReturns ?? []).flatMap(({ value, at }) => (isObject(value) && value.round === round ? [at] : []));
  return seen.sort()[0] ?? null;
};

export interface Way {
  last: Returned;
  seenAt: string | null;
  /** Corrections signed on the tablet. */
  answeredAt: string | null;
  /** All of it here again. */
  backAt: string | null;
  taken: { at: string; by: string } | null;
  /** All of it had arrived when it was returned: else taking that back would call it received. */
  wasWhole: boolean;
}

/** How far the last return has come; null for a visit that was never returned. */
export const wayOf = (visit: PastRecord): Way | null => {
  const last = returnsOf(visit).at(-1);
  if (!last) return null;
  const { heads, past } = visit.fields.state ?? { heads: [], past: [] };
  const states = [...heads, ...past];
  const place = states.findIndex(({ value }) => value === 'returned');
  const wasWhole = place >= 0 && states[place + 1]?.value === 'received';
  const after = place < 0 ? states : states.slice(0, place);
  const signed = after.find(({ value }) => value === 'signed');
  const back = after.find(({ value }) => value === 'received');
  // Taken back before the tablet's corrections came: both stand until somebody decides.
  const both = heads.length > 1 ? heads.find(({ value }) => value === 'received') : undefined;
  const over = both ?? (signed === undefined ? back : undefined);
  const taken = over === undefined ? null : { at: over.at, by: over.by };
  return { last, seenAt: seenAt(visit, last.round), answeredAt: signed?.at ?? null, backAt: taken ? null : (back?.at ?? null), taken, wasWhole };
};

/** Addresses of values that were written after that moment: what a return changed. */
export const changedSince = (record: RecordLike, since: string): string[] =>
  Object.entries(record.fields).flatMap(([field, cell]) => (cell?.heads.some(({ at }) => at > since) ? [field] : []));
