/**
 * Two quick taps must not make the same thing twice. What is said under one name runs one after the
 * other, so the second looks for what the first has made by then, and finds it.
 */
const last = new Map<string, Promise<unknown>>();

export const inTurn = <T>(name: string, run: () => Promise<T>): Promise<T> => {
  // Whatever became of the one before, its own caller is told; this one only waits for its end.
  const mine = (last.get(name) ?? Promise.resolve()).then(run, run);
  last.set(name, mine);
  const forget = (): void => {
    if (last.get(name) === mine) last.delete(name);
  };
  mine.then(forget, forget);
  return mine;
};
