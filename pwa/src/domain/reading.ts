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
  /** `past`: replaced values, each with until when it stood. */
  fields: Record<string, { heads: HeadLike[]; past?: readonly (HeadLike & { until?: string })[] } | undefined>;
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

/** For rules that must not go blind on different answers: the first current value, settled or not; of a set its items. */
export function anyValue(record: RecordLike | undefined, field: string): unknown {
  const first = headsOf(record, field)[0]?.value ?? undefined;
  const items = record?.entries[field];
  return items ? [...listOf(first), ...items.map(({ value }) => value)] : first;
}

/** Who touched a record last and when; null where nobody has since it was made. */
export const lastChange = (record: RecordLike & { created: { at: string } }): { by: string; at: string } | null => {
  const touched = [...Object.values(record.fields).flatMap((field) => field?.heads ?? []), ...Object.values(record.entries).flatMap((list) => list ?? [])];
  const newest = touched.reduce<{ by: string; at: string } | null>((last, { by, at }) => (last === null || at > last.at ? { by, at } : last), null);
  return newest !== null && newest.at > record.created.at ? newest : null;
};

/** Whether a record or, at its address, a row is gone for everybody: where one of two people keeps it, it stands. */
export const isDeleted = (record: RecordLike, address = 'alive'): boolean => {
  const heads = headsOf(record, address);
  return heads.length > 0 && heads.every(({ value }) => value === false);
};

/** The ids of the rows that stand in a list, in their order. */
export function rowIds(record: RecordLike, field: string): string[] {
  const ids = Object.keys(record.fields).flatMap((address) => (address.startsWith(`${field}/`) ? [address.split('/')[1] ?? ''] : []));
  return [...new Set(ids)].filter((row) => !isDeleted(record, `${field}/${row}/alive`)).sort();
}

/** The rows of a list, in the order of their ids; a list from before rows had ids stands as it is. */
export function rowsOf(record: RecordLike | undefined, field: string): unknown[] {
  const rows = new Map<string, Record<string, unknown>>();
  const gone = new Set<string>();
  for (const [address, cell] of Object.entries(record?.fields ?? {})) {
    const [name, row, part] = address.split('/');
    if (name !== field || row === undefined || part === undefined) continue;
    if (part === 'alive') {
      if (record && isDeleted(record, address)) gone.add(row);
    } else rows.set(row, { ...rows.get(row), [part]: cell?.heads[0]?.value });
  }
  const left = [...rows].filter(([row]) => !gone.has(row)).sort(([a], [b]) => (a < b ? -1 : 1));
  return [...listOf(anyValue(record, field)), ...left.map(([, value]) => value)];
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const textField = (record: RecordLike | undefined, field: string): string => textOf(anyValue(record, field));

/** Fields with different answers, dynamic ones included. */
export const unsettledFields = (record: RecordLike): string[] =>
  Object.keys(record.fields).filter((field) => isUnsettled(record, field));
