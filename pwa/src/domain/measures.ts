/** What was measured for a goal over time, and the number that its target names. */
import { isObject, textField, textOf, isUnsettled, type RecordLike } from './reading';

export interface Measure {
  value: number;
  words: string;
  at: string;
  by: string;
  id: string;
}

const PLAIN = /^-?\d{1,18}(\.\d{1,12})?$/u;

/** What a person types as a number, the way the record keeps it; null where it is none. */
export const decimalOf = (typed: string): string | null => {
  const text = typed.trim().replace(',', '.');
  return PLAIN.test(text) ? text : null;
};

/** Oldest first. */
export const measuresOf = (goal: RecordLike): Measure[] =>
  (goal.entries.measures ?? [])
    .flatMap(({ value, id, by }): Measure[] => {
      if (!isObject(value)) return [];
      const number = Number(textOf(value.value));
      return Number.isFinite(number) ? [{ value: number, words: [textOf(value.value), textOf(value.unit)].filter(Boolean).join(' '), at: textOf(value.at), by, id }] : [];
    })
    .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));

/** How it stands now: what was measured last. Undefined before the first measure, when where it began is all that is known. */
export const lastMeasured = (goal: RecordLike): Measure | undefined => measuresOf(goal).at(-1);

/** The first number of a target ("143", "2 times a week"); null where it has none, or where people differ about it. */
export const targetOf = (goal: RecordLike): number | null => {
  if (isUnsettled(goal, 'target')) return null;
  const found = /-?\d+(?:[.,]\d+)?/u.exec(textField(goal, 'target'));
  return found ? Number(found[0].replace(',', '.')) : null;
};

/** The unit that was used last, so that nobody types it twice. */
export const lastUnit = (goal: RecordLike): string => {
  const units = (goal.entries.measures ?? []).map(({ value }) => (isObject(value) ? textOf(value.unit) : ''));
  return units.at(-1) ?? '';
};

/** The scale of a plot: whole numbers that hold every measure and the target. */
export const scaleOf = (measures: readonly Measure[], target: number | null): [number, number] => {
  const all = [...measures.map(({ value }) => value), ...(target === null ? [] : [target])];
  const [low, high] = [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))];
  return low === high ? [low - 1, high + 1] : [low, high];
};
