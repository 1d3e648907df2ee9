/**
 * Entries are never edited: a slip of the finger is taken back by one more, which names what it takes back by the
 * moment that stands in it. Both stay in the record.
 */
import { isObject, textOf } from './reading';

interface Appended {
  value: unknown;
}

type Said<E> = Omit<E, 'value'> & { value: Record<string, unknown> };

/** The part that says of whom an entry is. */
type Of = 'name' | 'to' | 'who';

/** Those that stand, without what was taken back and what took it back. */
export function standing<E extends Appended>(entries: readonly E[] | undefined, of: Of): Said<E>[] {
  const said = (entries ?? []).flatMap((entry): Said<E>[] => (isObject(entry.value) ? [{ ...entry, value: entry.value }] : []));
  const key = (value: Record<string, unknown>, at: 'at' | 'takesBack'): string => JSON.stringify([value[of], value[at]]);
  const gone = new Set(said.filter(({ value }) => textOf(value.takesBack) !== '').map(({ value }) => key(value, 'takesBack')));
  return said.filter(({ value }) => textOf(value.takesBack) === '' && !gone.has(key(value, 'at')));
}

/** The entry that takes this one back, said at `at`. */
export const takingBack = <V extends object>(value: V & { at: string }, at: string): V & { at: string; takesBack: string } => ({ ...value, at, takesBack: value.at });
