/**
 * What one visit changed, read from the heads themselves: a value is a visit's own when its change
 * was made in that visit, and what it replaced is the newest value from outside the visit.
 */
import type { Head, PersonId, RecordId, RecordView, Why } from '../../app/contract';
import { KINDS, type KindName } from '../../domain/generated/kinds';

type Words = (kind: string, field: string, value: unknown) => string;

export interface ChangeLine {
  record: RecordId;
  kind: KindName;
  field: string;
  label: string;
  before: string;
  /** One of them unless different answers stand beside each other. */
  after: string[];
  by: PersonId;
  at: string;
  why: Why | null;
  /** The whole record was made in this visit. */
  fresh: boolean;
}

const NOT_SHOWN = new Set(['visit', 'plan', 'need', 'goal', 'from', 'setBy']);

const isKind = (kind: string): kind is KindName => kind in KINDS;

const lineOf = (record: RecordView, kind: KindName, field: string, visit: RecordId, words: Words): ChangeLine | null => {
  const view = record.fields[field];
  const table = KINDS[kind].fields[field];
  if (view === undefined || table === undefined || NOT_SHOWN.has(field)) return null;
  const own = view.heads.find((head) => head.visit === visit);
  if (own === undefined) return null;
  const fresh = record.created.visit === visit;
  const past = view.past.find((value) => value.visit !== visit);
  const wordsOf = (head: Head): string => words(kind, field, head.value);
  return {
    record: record.id,
    kind,
    field,
    label: table.label,
    before: past === undefined ? '' : wordsOf(past),
    after: view.heads.map(wordsOf),
    by: own.by,
    at: own.at,
    why: own.why,
    fresh,
  };
};

/** The changed fields of each record, in the order of the kind's table. Records without one are left out. */
export const changesOfVisit = (records: readonly RecordView[], visit: RecordId, words: Words): { record: RecordView; lines: ChangeLine[] }[] =>
  records
    .map((record) => ({
      record,
      lines: isKind(record.kind)
        ? Object.keys(KINDS[record.kind].fields)
            .map((field) => lineOf(record, record.kind as KindName, field, visit, words))
            .filter((line) => line !== null)
        : [],
    }))
    .filter(({ lines }) => lines.length > 0);
