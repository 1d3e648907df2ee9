import { isObject } from '../../domain/reading';

/** Tries and waiting, as the store's rejection carries them in its cause. */
interface Refusal {
  triesLeft: number | null;
  waitSeconds: number;
}

const refusalOf = (problem: unknown): Refusal => {
  const cause: unknown = problem instanceof Error ? problem.cause : undefined;
  const at = (source: unknown): Record<string, unknown> => (isObject(source) ? source : {});
  const nested = at(at(cause).detail);
  const own = at(isObject(problem) ? problem.detail : undefined);
  const read = (name: string): number | null => {
    const value = at(cause)[name] ?? nested[name] ?? own[name];
    return typeof value === 'number' ? value : null;
  };
  return { triesLeft: read('triesLeft'), waitSeconds: read('waitSeconds') ?? 0 };
};

/** What did not work, said without blame: a wrong word and a wrong finger read the same. */
export const unlockWords = (problem: unknown): string => {
  const { triesLeft, waitSeconds } = refusalOf(problem);
  if (waitSeconds > 0 && (triesLeft === null || triesLeft === 0)) return `That didn't unlock. Wait ${Math.ceil(waitSeconds)} s, then try again.`;
  if (triesLeft !== null) return `That didn't unlock. ${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left before a 30-second wait.`;
  return "That didn't unlock.";
};
