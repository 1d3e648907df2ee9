/** Where things stand on a plot of one score, in pixels; words and numbers come from `scores.ts`. */
import type { Band } from '../../forms/questionnaire';
import type { AgencyTime } from '../parts/agency-time';
import type { PlanMark } from './plan-events';
import type { SettledScore } from './scores';

export interface Asked {
  points: readonly SettledScore[];
  range: [number, number] | null;
  bands: readonly Band[];
  marks: readonly PlanMark[];
  /** Days that all plots of a screen have in common, so that one below another can be compared. */
  days: Span;
  /** Letters of the longest band of all of them, for the same reason. */
  longest: number;
  time: Pick<AgencyTime, 'date' | 'time' | 'day'>;
  /** Pixels of the drawing, and of its text's size. */
  width: number;
  text: number;
}

export interface Span {
  from: number;
  to: number;
}

export const SHAPES = ['circle', 'square', 'triangle', 'diamond'] as const;
export type Shape = (typeof SHAPES)[number];

export interface Plot {
  width: number;
  height: number;
  /** The field that points stand in. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  bands: { top: number; height: number; shaded: boolean; lines: { words: string; y: number }[] }[];
  scale: { words: string; y: number }[];
  days: { words: string; x: number; anchor: 'start' | 'middle' | 'end' }[];
  points: { x: number; y: number; d: string; label: string; labelY: number }[];
  /** Empty for a single score: one point has no direction. */
  line: string;
  /** `spans`: too many for a line each, so only the first and the last have one. */
  marks: { x: number[]; spans: boolean; words: string; labelX: number }[];
}

const DAY_MS = 86_400_000;

/** A moment as a number of days on the agency's calendar and clock: no jump where the clock is set, none at midnight elsewhere. */
export const dayNumber = (at: string, { date, time }: Pick<AgencyTime, 'date' | 'time'>): number => {
  const [hour = 0, minute = 0] = time(at).split(':').map(Number);
  return Date.parse(`${date(at)}T00:00:00Z`) / DAY_MS + (hour * 60 + minute) / 1440;
};

export const spanOf = (numbers: readonly number[]): Span => ({ from: Math.min(...numbers), to: Math.max(...numbers) });

/** Words in lines of at most so many letters; a longer word has a line for itself. */
export const wrapped = (words: string, letters: number): string[] => {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** Versions in the order in which they were first asked, each with a shape. */
export const shapesOf = (points: readonly SettledScore[]): ReadonlyMap<string, Shape> => {
  const versions = [...new Set(points.map(({ version }) => version))];
  return new Map(versions.map((version, index) => [version, SHAPES[index % SHAPES.length] ?? 'circle']));
};

export const shapePath = (shape: Shape, x: number, y: number, r: number): string => {
  if (shape === 'square') return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
  if (shape === 'triangle') return `M${x} ${y - 1.2 * r}l${1.2 * r} ${2.2 * r}h${-2.4 * r}z`;
  if (shape === 'diamond') return `M${x} ${y - 1.4 * r}l${1.4 * r} ${1.4 * r}l${-1.4 * r} ${1.4 * r}l${-1.4 * r} ${-1.4 * r}z`;
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
};

/** Bands as far as they reach between whole scores: from 4 to 5 the line is half way; where a form leaves a gap, it stays one. */
const edgesOf = (bands: readonly Band[]): { band: Band; low: number; high: number }[] => {
  const sorted = [...bands].sort((a, b) => a.min - b.min);
  return sorted.map((band, index) => {
    const [below, above] = [sorted[index - 1], sorted[index + 1]];
    return {
      band,
      low: below && band.min - below.max <= 1 ? (below.max + band.min) / 2 : band.min - 0.5,
      high: above && above.min - band.max <= 1 ? (band.max + above.min) / 2 : band.max + 0.5,
    };
  });
};

/** Chosen in this order while each has room beside those chosen before: the last, the first, then the outermost. */
const withRoom = (count: number, places: readonly number[], first: readonly number[], room: number): ReadonlySet<number> => {
  const chosen = new Set<number>();
  const order = [...first, ...Array.from({ length: count }, (_, index) => index)];
  for (const index of order) {
    const place = places[index];
    if (place !== undefined && [...chosen].every((other) => other === index || Math.abs((places[other] ?? 0) - place) >= room)) chosen.add(index);
  }
  return chosen;
};

/** An average letter of the interface's font, as a part of its size. */
const LETTER = 0.55;
const LEAST_HEIGHT = 15;
/** Letters that a band's words may take beside the plot, and those that they may always have. */
const [MOST_LETTERS, LEAST_LETTERS] = [18, 9];
const DIGITS = 3;

export const plotOf = (asked: Asked): Plot => {
  const { points, bands, marks, time, width, text } = asked;
  const line = text * 1.3;
  const values = points.map(({ value }) => value);
  const [low, high] = asked.range ?? [Math.min(0, ...values), Math.max(1, ...values)];
  const [least, most] = [low - 0.5, high + 0.5];
  const edges = edgesOf(bands);

  const left = Math.ceil((DIGITS * LETTER + 0.8) * text);
  const letters = Math.min(asked.longest, MOST_LETTERS, Math.max(LEAST_LETTERS, Math.floor((width * 0.3) / (text * LETTER))));
  const gutter = Math.ceil((letters * LETTER + 1) * text);
  const right = width - gutter;

  // A band is as high as its words ask for, and so all of them are.
  const labels = edges.map(({ band }) => wrapped(band.label, letters));
  const unit = Math.max(
    (LEAST_HEIGHT * text) / (most - least),
    ...edges.map(({ low: from, high: to }, index) => ((labels[index]?.length ?? 0) * line + 4) / (to - from)),
  );
  const top = marks.length > 0 ? line + text * 0.5 : text;
  const bottom = top + unit * (most - least);
  const height = bottom + line + text * 0.5;

  const inner = { left: left + text * 1.2, right: right - text * 1.2 };
  const { from, to } = asked.days;
  const xOf = (day: number): number => (to === from ? (inner.left + inner.right) / 2 : inner.left + ((day - from) / (to - from)) * (inner.right - inner.left));
  const yOf = (value: number): number => bottom - (value - least) * unit;
  const round = (value: number): number => Math.round(value * 10) / 10;

  const xs = points.map(({ at }) => round(xOf(dayNumber(at, time))));
  const ys = points.map(({ value }) => round(yOf(value)));
  const shapes = shapesOf(points);
  const outermost = [points.length - 1, 0, values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values))];
  const told = withRoom(points.length, xs, outermost, text * 2);
  const dayWords = points.map(({ at }) => time.day(at));
  const widest = Math.max(0, ...dayWords.map(({ length }) => length)) * text * LETTER;
  const dated = withRoom(points.length, xs, [points.length - 1, 0], widest + text);

  return {
    width, height: round(height), left, right, top: round(top), bottom: round(bottom),
    bands: edges.map(({ low: start, high: end }, index) => {
      const [bandTop, bandBottom] = [yOf(Math.min(end, most)), yOf(Math.max(start, least))];
      const lines = labels[index] ?? [];
      const first = (bandTop + bandBottom) / 2 - ((lines.length - 1) * line) / 2;
      return {
        top: round(bandTop), height: round(bandBottom - bandTop), shaded: index % 2 === 1,
        lines: lines.map((words, place) => ({ words, y: round(first + place * line) })),
      };
    }),
    scale: [...new Set([low, ...edges.map(({ band }) => band.min).filter((min) => min > low), high])].map((value) => ({ words: String(value), y: round(yOf(value)) })),
    days: [...dated].sort((a, b) => a - b).map((index) => {
      const x = xs[index] ?? 0;
      const anchor = x - widest / 2 < 0 ? 'start' : x + widest / 2 > width ? 'end' : 'middle';
      return { words: dayWords[index] ?? '', x: anchor === 'start' ? 0 : anchor === 'end' ? width : x, anchor };
    }),
    points: points.map((point, index) => {
      const [x, y] = [xs[index] ?? 0, ys[index] ?? 0];
      const above = y - top > text * 1.8;
      return { x, y, d: shapePath(shapes.get(point.version) ?? 'circle', x, y, text * 0.36), label: told.has(index) ? String(point.value) : '', labelY: round(above ? y - text * 0.95 : y + text * 0.95) };
    }),
    line: points.length < 2 ? '' : points.map((_, index) => `${index === 0 ? 'M' : 'L'}${xs[index]} ${ys[index]}`).join(''),
    marks: clustered(marks, (mark) => round(xOf(clamped(dayNumber(mark.at, time), asked.days))), text),
  };
};

const clamped = (day: number, { from, to }: Span): number => Math.min(to, Math.max(from, day));

/** More lines than these beside each other say no more than that the plan changed from here to there. */
const LINES = 4;

/** Numbers that would stand in one another become "2-4". */
const clustered = (marks: readonly PlanMark[], xOf: (mark: PlanMark) => number, text: number): Plot['marks'] => {
  const room = ((2 * String(marks.length).length + 1) * LETTER + 0.4) * text;
  const found: { x: number[]; first: number; last: number }[] = [];
  for (const mark of marks) {
    const x = xOf(mark);
    const before = found.at(-1);
    if (before && x - (before.x.at(-1) ?? 0) < room) {
      before.x.push(x);
      before.last = mark.number;
    } else found.push({ x: [x], first: mark.number, last: mark.number });
  }
  return found.map(({ x, first, last }) => {
    const [start, end] = [x[0] ?? 0, x.at(-1) ?? 0];
    const many = x.length > LINES;
    return { x: many ? [start, end] : [...new Set(x)], spans: many, words: first === last ? String(first) : `${first}-${last}`, labelX: Math.round((start + end) * 5) / 10 };
  });
};
