/** Which field a person may be given to fill in at a remark, and as what: by the field's own type. */
import { KINDS, type FieldTable, type KindName } from './generated/kinds';

export type Editor = 'answer' | 'code' | 'text' | 'prose' | 'date' | 'number' | 'flag';

/** Never by review: when it was, who signed, what belongs together, and whatever a machine derives. */
const FIXED = new Set(['startedAt', 'endedAt', 'signature', 'patientSignature', 'manifest', 'visit', 'scheduledFor', 'coordinator', 'identifiersChecked']);

const BY_TYPE: Readonly<Record<string, Editor>> = { text: 'text', prose: 'prose', date: 'date', code: 'code', integer: 'number', flag: 'flag' };

const isKind = (kind: string): kind is KindName => kind in KINDS;

export const tableOf = (kind: string, field: string): FieldTable | undefined =>
  isKind(kind) ? (KINDS[kind].fields[field] ?? KINDS[kind].dynamic[field.split('/')[0] ?? '']) : undefined;

/** Null where no value may be proposed or typed at a remark: words have to do. `item` is the question of an answer. */
export const editorOf = (kind: string, field: string, item: { private: boolean } | null): Editor | null => {
  const table = tableOf(kind, field);
  if (table === undefined || FIXED.has(field) || table.server === true || table.lifecycle !== undefined) return null;
  if (table.type === 'answer') return item === null || item.private ? null : 'answer';
  return BY_TYPE[table.type] ?? null;
};
