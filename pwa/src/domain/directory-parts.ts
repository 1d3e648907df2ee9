/** The records that the directory arrives in, and reading each of them only once. */
import { textField, type RecordLike } from './reading';

/** Lists of records by kind: the store of a tablet is one. */
export interface Shelf {
  all(kind: string): readonly RecordLike[];
}

/** The parts of one table that this tablet has. */
export const partsOf = (shelf: Shelf, part: string): RecordLike[] => shelf.all('directory').filter((one) => textField(one, 'part') === part);

/** What `make` gives for these records, made anew only when one of them is another than the last time. */
export function lastOf<T>(make: (records: readonly RecordLike[], overlays: readonly RecordLike[]) => T): typeof make {
  let last: { records: readonly RecordLike[]; overlays: readonly RecordLike[]; made: T } | null = null;
  const same = (a: readonly RecordLike[], b: readonly RecordLike[]): boolean => a.length === b.length && a.every((one, place) => one === b[place]);
  return (records, overlays) => {
    if (last && same(last.records, records) && same(last.overlays, overlays)) return last.made;
    last = { records, overlays, made: make(records, overlays) };
    return last.made;
  };
}

/** Reads a record once: views are made anew when their record changes, so an old one is never asked for again. */
export function remembering<T>(read: (record: RecordLike) => T): (record: RecordLike) => T {
  const known = new WeakMap<RecordLike, T>();
  return (record) => {
    const before = known.get(record);
    if (before !== undefined) return before;
    const made = read(record);
    known.set(record, made);
    return made;
  };
}
