/**
 * Reading records without knowing where they live. These shapes are the part of a record view that
 * domain rules need; the store's views fit them as they are.
 */

export interface HeadLike {
  value: unknown;
  by: string;
  at: string;
  pending?: boolean;
  /** The visit in which it was written. */
  visit?: string | null;
}

export interface RecordLike {
  id: string;
  kind: string;
  fields: Record<string, { heads: HeadLike[] } | undefined>;
  entries: Record<string, { id: string; value: unknown; by: string; at: string; wall: string }[] | undefined>;
}

/** All current values of a field; more than one means that two people answered differently. */
export const headsOf = (record: RecordLike | undefined, field: string): HeadLike[] =>
  record?.fields[field]?.heads ?? [];

/** True while nobody has decided between different answers. */
export const isUnsettled = (record: RecordLike | undefined, field: string): boolean => headsOf(record, field).length > 1;

/** The one current value, or undefined when there is none or when it is not settled. */
export const settled = (record: RecordLike | undefined, field: string): unknown => {
  const heads = headsOf(record, field);
  const [only] = heads;
  return heads.length === 1 && only && only.value !== null ? only.value : undefined;
};

/** For rules that must not go blind on different answers: the first current value, settled or not. */
export const anyValue = (record: RecordLike | undefined, field: string): unknown => headsOf(record, field)[0]?.value ?? undefined;

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const textField = (record: RecordLike | undefined, field: string): string => textOf(anyValue(record, field));

/** Fields with different answers, dynamic ones included. */
export const unsettledFields = (record: RecordLike): string[] =>
  Object.keys(record.fields).filter((field) => isUnsettled(record, field));
