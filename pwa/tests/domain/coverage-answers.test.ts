/** The vectors of what is known of insurances, in TypeScript; the server runs the same ones. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { differ, learn, NOTHING_KNOWN, officeKey, planKey, standing, type Known } from '../../src/domain/coverage-answers';

interface Vector {
  description: string;
  input: { office?: Record<string, string>; plan?: Record<string, string>; pieces?: Known[]; specialty?: string };
  expected: unknown;
}

const path = fileURLToPath(new URL('../../../tests/vectors/coverage.json', import.meta.url));
const vectors = (JSON.parse(readFileSync(path, 'utf8')) as { tests: Vector[] }).tests;

const run = ({ office, plan, pieces = [], specialty = '' }: Vector['input']): unknown => {
  if (office) return officeKey(office);
  if (plan) return planKey(plan);
  const known = pieces.reduce(learn, NOTHING_KNOWN);
  const found = standing(known, specialty);
  return { known, standing: found.map(({ id }) => id), differ: differ(found) };
};

describe('what an agency knows of an office and a plan', () => {
  it.each(vectors)('$description', ({ input, expected }) => {
    expect(run(input)).toEqual(expected);
  });
});
