/** What a screen says about one field with several current values; pure, so that both apps say the same. */
import type { Head, Json, PastValue, Person, RecordView } from '../../app/contract';
import { SEALED } from '../../domain/generated/lifecycles';

export interface Shown {
  head: Head;
  /** What its author had in front of her, newest first; null where that is not kept here any more. */
  hadSeen: { value: Json; at: string } | null;
}

const stampsOf = (head: Head): string[] => head.stamps;

/** The value that a head's author had seen, looked up among the field's other values. */
export const seenBy = (record: RecordView, field: string, head: Head): { value: Json; at: string } | null => {
  const saw = new Set<string>(head.saw);
  const known: (Head | PastValue)[] = [...(record.fields[field]?.past ?? []), ...(record.fields[field]?.heads ?? [])];
  const found = known
    .filter((other) => other !== head && stampsOf(other).some((stamp) => saw.has(stamp)))
    .sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  return found ? { value: found.value, at: found.at } : null;
};

export const shownAnswers = (record: RecordView, field: string): Shown[] =>
  (record.fields[field]?.heads ?? []).map((head) => ({ head, hadSeen: seenBy(record, field, head) }));

const isSealed = (state: Json): boolean => (SEALED as readonly Json[]).includes(state);

/** Out of a signed state only the office leads a visit: to keep an older state would be to return it. */
export const opensWhatIsSigned = (record: RecordView, field: string, value: Json, role: Person['role']): boolean =>
  role === 'coordinator' && record.kind === 'visit' && field === 'state'
  && shownAnswers(record, field).some(({ head }) => isSealed(head.value)) && !isSealed(value);

const GROUPED = 'answers/';

/** Answers of one form are decided together: two people's answers must not make a third score. */
export const isGrouped = (field: string): boolean => field === 'answers' || field.startsWith(GROUPED);

/** The fields that a decision about this field sets. */
export const fieldsOf = (record: RecordView, field: string): string[] =>
  isGrouped(field) ? Object.keys(record.fields).filter((name) => name.startsWith(GROUPED)) : [field];

/** One side of a group: what this author's tablet says to every question, where it says anything. */
export interface Side {
  key: string;
  by: string;
  device: string;
  at: string;
  values: { field: string; value: Json }[];
  /** Only the questions where the sides differ. */
  differing: string[];
}

const keyOf = (head: Head): string => `${head.by} ${head.device}`;

export const sidesOf = (record: RecordView): Side[] => {
  const fields = fieldsOf(record, 'answers');
  const differing = fields.filter((field) => (record.fields[field]?.heads.length ?? 0) > 1);
  const heads = differing.flatMap((field) => record.fields[field]?.heads ?? []);
  const keys = [...new Set(heads.map(keyOf))];
  return keys.flatMap((key): Side[] => {
    const own = heads.filter((head) => keyOf(head) === key);
    const newest = own.reduce((a, b) => (a.at > b.at ? a : b));
    const values = fields.flatMap((field) => {
      const here = record.fields[field]?.heads ?? [];
      const value = (here.find((head) => keyOf(head) === key) ?? here[0])?.value;
      return value === undefined ? [] : [{ field, value }];
    });
    return [{ key, by: newest.by, device: newest.device, at: newest.at, values, differing }];
  });
};

export interface Reason {
  code: string;
  label: string;
}

const REASONS: readonly Reason[] = [
  { code: 'patient-said', label: 'Patient said' },
  { code: 'order', label: 'Order' },
  { code: 'error', label: 'Error' },
];

/** Allergies and code status are decided only with a source. */
const SOURCES: readonly Reason[] = [
  { code: 'document-seen', label: 'Document seen' },
  { code: 'physician', label: 'Physician' },
  { code: 'patient-said', label: 'Patient said' },
];

export const needsSource = (kind: string, field: string): boolean => kind === 'allergy' || (kind === 'patient' && field === 'codeStatus');

export const reasonsFor = (kind: string, field: string): readonly Reason[] => (needsSource(kind, field) ? SOURCES : REASONS);

export const reasonWords = (code: string): string => [...REASONS, ...SOURCES].find((reason) => reason.code === code)?.label ?? code;
