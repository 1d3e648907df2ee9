/** What stands of a list that is only appended to, by the vectors that the server runs too. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { standing, takenBack } from '../../src/domain/taken-back';

interface Vector {
  description: string;
  input: { of: 'name' | 'to' | 'who'; entries: Record<string, string>[] };
  expected: { stand: number[] };
}

const path = fileURLToPath(new URL('../../../tests/vectors/taken-back.json', import.meta.url));
const { tests } = JSON.parse(readFileSync(path, 'utf8')) as { tests: Vector[] };

describe('tests/vectors/taken-back.json', () => {
  it.each(tests)('$description', ({ input: { of, entries }, expected }) => {
    const placed = entries.map((value, place) => ({ place, value }));
    expect(standing(placed, of).map(({ place }) => place)).toEqual(expected.stand);
    // What does not stand is told with who took it back: none is lost from sight.
    const told = takenBack(placed, of).flatMap(({ said, by }) => [said.place, ...by.map(({ place }) => place)]);
    expect(told.filter((place) => expected.stand.includes(place))).toEqual([]);
    const slips = entries.flatMap(({ takesBack }, place) => (takesBack || expected.stand.includes(place) ? [] : [place]));
    expect(slips.filter((place) => !told.includes(place))).toEqual([]);
  });
});
