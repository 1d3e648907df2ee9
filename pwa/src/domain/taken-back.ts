/**
 * Entries are never edited: a slip of the finger is taken back by one more, which names what it takes back by the
 * moment that stands in it. Both stay in the record. The server reads them by the same rule (`sync/taken_back.py`).
 */
import { isObject, textOf } from './reading';

interface Appended {
  value: unknown;
}

type Said<E> = Omit<E, 'value'> & { value: Record<string, unknown> };

/** The part that says of whom an entry is. */
type Of = 'name' | 'to' | 'who';

const readIn = <E extends Appended>(entries: readonly E[] | undefined): Said<E>[] =>
  (entries ?? []).flatMap((entry): Said<E>[] => (isObject(entry.value) ? [{ ...entry, value: entry.value }] : []));

const keyed = (of: Of) => ({ value }: Said<Appended>, at: 'at' | 'takesBack'): string => JSON.stringify([value[of], value[at]]);
const takes = ({ value }: Said<Appended>): boolean => textOf(value.takesBack) !== '';

/** Those that stand, without what was taken back and what took it back. */
export function standing<E extends Appended>(entries: readonly E[] | undefined, of: Of): Said<E>[] {
  const [said, key] = [readIn(entries), keyed(of)];
  const gone = new Set(said.filter(takes).map((one) => key(one, 'takesBack')));
  return said.filter((one) => !takes(one) && !gone.has(key(one, 'at')));
}

/** Those that were taken back, each with what took it back; two people may have, unseen by each other. */
export function takenBack<E extends Appended>(entries: readonly E[] | undefined, of: Of): { said: Said<E>; by: Said<E>[] }[] {
  const [said, key] = [readIn(entries), keyed(of)];
  const backs = said.filter(takes);
  return said
    .filter((one) => !takes(one))
    .map((one) => ({ said: one, by: backs.filter((back) => key(back, 'takesBack') === key(one, 'at')) }))
    .filter(({ by }) => by.length > 0);
}

/** The entry that takes this one back, said at `at`. */
export const takingBack = <V extends object>(value: V & { at: string }, at: string): V & { at: string; takesBack: string } => ({ ...value, at, takesBack: value.at });
