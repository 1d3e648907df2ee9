/** The vectors of deadlines, in TypeScript; the server runs the same ones. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/domain/deadline-calendar';
import { limitsOf, windows, type Facts } from '../../src/domain/deadline-rules';
import { deadlineId, deadlinesOf, type ChartRecord } from '../../src/domain/deadlines';
import type { DeadlineRule } from '../../src/domain/generated/deadlines';

interface Agency {
  zone: string;
  holidays: string[];
  limits: unknown;
}

interface Short {
  id: string;
  kind: string;
  created: { at: string; visit: string | null };
  fields: Record<string, [unknown, string][]>;
  entries?: Record<string, unknown[]>;
}

const vectors = <Input>(stem: string): { description: string; input: Input; expected: unknown }[] => {
  const path = fileURLToPath(new URL(`../../../tests/vectors/${stem}.json`, import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { tests: { description: string; input: Input; expected: unknown }[] }).tests;
};

const record = ({ fields, entries = {}, ...short }: Short): ChartRecord => ({
  ...short,
  fields: Object.fromEntries(
    Object.entries(fields).map(([field, heads]) => [field, { heads: heads.map(([value, at]) => ({ value, at, by: '' })) }]),
  ),
  entries: Object.fromEntries(
    Object.entries(entries).map(([field, values]) => [field, values.map((value) => ({ id: '', value, by: '', at: '', wall: '' }))]),
  ),
});

describe('a rule from its dates', () => {
  it.each(vectors<Agency & { rule: DeadlineRule; facts: Facts }>('deadlines'))('$description', ({ input, expected }) => {
    const { rule, facts, zone, holidays, limits } = input;
    expect(windows(rule, facts, calendarOf(zone, holidays), limitsOf(limits))).toEqual(expected);
  });
});

describe('the deadlines of a chart', () => {
  it.each(vectors<Agency & { records: Short[]; today: string }>('deadlines-chart'))('$description', async ({ input, expected }) => {
    const { records, zone, holidays, limits, today } = input;
    const found = deadlinesOf(records.map(record), { calendar: calendarOf(zone, holidays), limits: limitsOf(limits), today });
    expect(await Promise.all(found.map(async (one) => ({ id: await deadlineId(one), ...one })))).toEqual(expected);
  });
});
