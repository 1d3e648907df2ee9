/** The vectors of deadlines, in TypeScript; the server runs the same ones. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/domain/deadline-calendar';
import { limitsOf, windows, type Facts } from '../../src/domain/deadline-rules';
import { deadlinesOf, type ChartRecord } from '../../src/domain/deadlines';
import type { DeadlineRule } from '../../src/domain/generated/deadlines';

interface Agency {
  zone: string;
  holidays: string[];
  limits: unknown;
  off?: string[];
}

interface Short {
  id: string;
  kind: string;
  created: { at: string; visit: string | null };
  /** A third part is until when it stood: such a value is past. */
  fields: Record<string, [unknown, string, string?][]>;
  entries?: Record<string, unknown[]>;
  /** Entries with their time and author. */
  recorded?: Record<string, [unknown, string, string][]>;
}

interface Vector {
  description: string;
  input: Agency & { rule: DeadlineRule; facts: Facts; records: Short[]; today: string };
  expected: Record<string, unknown>[];
}

const vectors = (stem: string): Vector[] => {
  const path = fileURLToPath(new URL(`../../../tests/vectors/${stem}.json`, import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { tests: Vector[] }).tests;
};

const record = ({ fields, entries = {}, recorded = {}, ...short }: Short): ChartRecord => ({
  ...short,
  fields: Object.fromEntries(
    Object.entries(fields).map(([field, values]) => [
      field,
      {
        heads: values.flatMap(([value, at, until]) => (until === undefined ? [{ value, at, by: '' }] : [])),
        past: values.flatMap(([value, at, until]) => (until === undefined ? [] : [{ value, at, by: '', until }])),
      },
    ]),
  ),
  entries: Object.fromEntries([
    ...Object.entries(entries).map(([field, values]) => [field, values.map((value) => ({ id: '', value, by: '', at: '', wall: '' }))] as const),
    ...Object.entries(recorded).map(([field, values]) => [field, values.map(([value, at, by]) => ({ id: '', value, by, at, wall: at }))] as const),
  ]),
});

describe('a rule from its dates', () => {
  it.each(vectors('deadlines'))('$description', ({ input, expected }) => {
    const { rule, facts, zone, holidays, limits } = input;
    expect(windows(rule, facts, calendarOf(zone, holidays), limitsOf(limits))).toEqual(expected);
  });
});

describe('the deadlines of a chart', () => {
  it.each(vectors('deadlines-chart'))('$description', ({ input, expected }) => {
    const { records, zone, holidays, limits, today, off } = input;
    const found = deadlinesOf(records.map(record), { calendar: calendarOf(zone, holidays), limits: limitsOf(limits), today, off: new Set(off) });
    // The id follows from rule, subject and anchor; it is the server's to make.
    expect(found).toEqual(expected.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'id'))));
  });
});
