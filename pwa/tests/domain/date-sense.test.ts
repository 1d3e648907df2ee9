/** Which days can hardly be meant, by the vectors that the server runs too. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { dateObjections, isWrittenIn } from '../../src/domain/date-sense';
import { agencyTime } from '../../src/views/parts/agency-time';
import { head, record } from '../views/records';

interface Short {
  id: string;
  kind: string;
  fields: Record<string, string | string[]>;
  made?: string;
}

interface Vector {
  description: string;
  input: { timezone: string; made: string; records: Short[] };
  expected: [string, string, string][];
}

const path = fileURLToPath(new URL('../../../tests/vectors/dates.json', import.meta.url));
const { tests } = JSON.parse(readFileSync(path, 'utf8')) as { tests: Vector[] };

const view = ({ kind, fields, made }: Short, at: string) => {
  const given = record(kind, Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value].flat().map((one) => head(one))])));
  return { ...given, created: { ...given.created, at: made ?? at } };
};

describe('tests/vectors/dates.json', () => {
  test.each(tests)('$description', ({ input, expected }) => {
    const { date } = agencyTime(input.timezone);
    const found = input.records.flatMap((short) => dateObjections(view(short, input.made), date).map(({ field, words }) => [short.id, field, words]));
    expect(found).toEqual(expected);
  });
});

test("a day is a visit's that made the record or wrote the field", () => {
  const goal = (made: string | null, wrote: string | null) => {
    const given = record('goal', { due: [head('2026-12-01', { visit: wrote as never })] });
    return { ...given, created: { ...given.created, visit: made as never } };
  };
  expect([goal('v', null), goal(null, 'v'), goal('w', null)].map((one) => isWrittenIn(one, 'due', 'v'))).toEqual([true, true, false]);
});
