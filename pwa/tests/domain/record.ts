import type { RecordLike } from '../../src/domain/reading';

type Made = RecordLike & { created: { visit: string | null } };

export const AT = '2026-11-18T10:31:00.000Z';

/** A record with one head a field. */
export const made = (
  kind: string,
  fields: Record<string, unknown> = {},
  entries: Record<string, unknown[]> = {},
  id = '018f0000-0000-7000-8000-0000000000aa',
): Made => ({
  id,
  kind,
  fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { heads: [{ value, by: 'ruiz', at: AT }] }])),
  entries: Object.fromEntries(
    Object.entries(entries).map(([field, values]) => [field, values.map((value, index) => ({ id: `${field}-${index}`, value, by: 'ruiz', at: AT, wall: AT }))]),
  ),
  created: { visit: null },
});
