/**
 * Deletion, of a record or a row: the twin of `sync/rules/alive.py`. A deletion lists all its author saw;
 * what is there and was not seen stands against it, in whichever order the two come.
 */
import type { EntryView, FieldView, RecordView, Stamp } from '../app/contract';
import type { LaidHead } from './rules';
import { covers } from './sets';

const ALIVE = 'alive';
const IN_A_ROW = 3;

export const aliveAddress = (row: string | undefined): string => (row ? `${row}/${ALIVE}` : ALIVE);

export const isAliveAddress = (field: string): boolean => field === ALIVE || (field.endsWith(`/${ALIVE}`) && field.split('/').length === IN_A_ROW);

/** Addresses of `alive` that an edit of this field speaks for: its row's, and the record's. */
export function aliveScopes(field: string): string[] {
  const [name, row, part] = field.split('/');
  return part === undefined ? [ALIVE] : [`${name}/${row}/${ALIVE}`, ALIVE];
}

/** True for a record, or a row of it, that is deleted and that nobody stands up for. */
export function isDeleted(view: { fields: Readonly<Record<string, { heads: readonly { value: unknown }[] } | undefined>> }, row?: string): boolean {
  const heads = view.fields[aliveAddress(row)]?.heads ?? [];
  return heads.length > 0 && heads.every(({ value }) => value === false);
}

const seenByDeletions = ({ heads }: FieldView): readonly Stamp[][] => heads.filter(({ value }) => value === false).map(({ saw }) => saw);

/** What is there and neither this deletion nor a standing one had seen, as heads of `alive`. */
export function against(view: RecordView, address: string, made: LaidHead): LaidHead[] {
  const field = view.fields[address] ?? { heads: [], past: [] };
  const seen = new Set<string>([...made.saw, ...seenByDeletions(field).flat()]);
  const row = address.slice(0, -ALIVE.length);
  const heads = Object.entries(view.fields)
    .filter(([name]) => name !== address && name.startsWith(row))
    .flatMap(([, other]) => other.heads)
    .filter(({ stamps }) => !stamps.some((stamp) => seen.has(stamp)))
    .map((head) => voice(head));
  if (row) return heads;
  const entries = Object.values(view.entries).flat().filter(({ id }) => !covers(seen, id));
  return [...heads, ...entries.map((entry) => ofEntry(entry, made))];
}

export const voice = (head: LaidHead): LaidHead => ({ ...head, value: true, why: null });

/** Lay voices for keeping to the heads of `alive`: one head for all of them. */
export function standUp(heads: LaidHead[], voices: LaidHead[]): LaidHead[] {
  let kept = heads.find(({ value }) => value === true);
  const inOrder = [...voices].sort((a, b) => (a.at === b.at ? compare(a.stamps.join(), b.stamps.join()) : compare(a.at, b.at)));
  for (const one of inOrder) {
    kept = kept ? { ...kept, stamps: united(kept.stamps, one.stamps), saw: united(kept.saw, one.saw), pending: kept.pending || one.pending } : one;
  }
  const others = heads.filter(({ value }) => value !== true);
  return kept ? [...others, kept] : others;
}

/** True when something is deleted here and no deletion that stands had seen this write. */
export function isUnseenByADeletion(field: FieldView | undefined, stamp: string): boolean {
  const deletions = field ? seenByDeletions(field) : [];
  return deletions.length > 0 && !deletions.some((saw) => covers(new Set(saw), stamp));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const united = (a: readonly Stamp[], b: readonly Stamp[]): Stamp[] => [...new Set([...a, ...b])].sort();

function ofEntry({ id, by, at, wall, visit, pending }: EntryView, like: LaidHead): LaidHead {
  const [change = id] = id.split('.');
  return { ...like, stamps: [change as Stamp], value: true, by, at, wall, visit, pending, saw: [], why: null };
}
