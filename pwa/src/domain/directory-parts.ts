/** The records that the directory arrives in, and reading each of them only once. */
import { termsOf } from './plain-words';
import { textField, type RecordLike } from './reading';
import { WordIndex } from './word-index';

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

/** Reads a record or a list once: they are made anew when what is in them changes, so an old one is never asked for again. */
export function remembering<From extends object, T>(read: (from: From) => T): (from: From) => T {
  const known = new WeakMap<From, T>();
  return (record) => {
    const before = known.get(record);
    if (before !== undefined) return before;
    const made = read(record);
    known.set(record, made);
    return made;
  };
}

/** Searches lists by the words of their entries. */
export function indexed<T extends object>(words: (one: T) => string): {
  begun(all: readonly T[], text: string | undefined): (place: number) => boolean;
  as(all: readonly T[], other: readonly T[]): void;
} {
  const others = new WeakMap<readonly T[], readonly T[]>();
  const made = remembering((all: readonly T[]) => new WordIndex(all.map(words)));
  return {
    /**
     * Says of a place whether each term of the text begins a word there. The first text, be it empty, makes the index:
     * a screen that opens with an empty one is quick from the first letter on, and who never asks by words waits for none.
     */
    begun: (all, text) => (text === undefined ? () => true : made(others.get(all) ?? all).having(termsOf(text))),
    /** The entries of a list have the words of those at the same places of another. */
    as: (all, other) => {
      others.set(all, other);
    },
  };
}
