/** Questions to the generated tables of kinds and lifecycles. */
import { KINDS, type FieldTable, type KindTable } from '../domain/generated/kinds';
import { LIFECYCLES, type LifecycleTable } from '../domain/generated/lifecycles';

export const kindTable = (kind: string): KindTable | undefined =>
  (KINDS as Readonly<Record<string, KindTable | undefined>>)[kind];

/** Type and rule of a field address, dynamic ones included; undefined where the kind has no such field. */
export function fieldTable(kind: string, address: string): FieldTable | undefined {
  const table = kindTable(kind);
  const plain = table?.fields[address];
  if (plain) return plain;
  if (address === 'alive') return table?.deletable ? ALIVE : undefined;
  const [prefix, rest, part, ...more] = address.split('/');
  if (!prefix || !rest || more.length > 0) return undefined;
  if (part === undefined) return table?.dynamic[prefix];
  const parts = table?.fields[prefix]?.parts;
  return parts && part === 'alive' ? ALIVE : parts?.[part];
}

/** Whether a record or a row is there; without a head it is. */
const ALIVE: FieldTable = { type: 'flag', label: 'Kept', rule: 'review' };

export const lifecycleTable = (name: string): LifecycleTable | undefined =>
  (LIFECYCLES as Readonly<Record<string, LifecycleTable | undefined>>)[name];

/** The state field of a kind with its table, where it has one. */
export function lifecycleOf(kind: string): { field: string; table: LifecycleTable } | null {
  for (const [field, entry] of Object.entries(kindTable(kind)?.fields ?? {})) {
    const table = entry.lifecycle ? lifecycleTable(entry.lifecycle) : undefined;
    if (table) return { field, table };
  }
  return null;
}

/** Part of an address, escaped like a JSON Pointer. */
export const escapePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
