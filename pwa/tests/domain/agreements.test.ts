/** What is signed of a version of a plan, by the vectors that the server runs too. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/app/contract';
import { statementOf } from '../../src/domain/plan-version';
import { canonical } from '../../src/sync/canonical';

interface Vector {
  description: string;
  input: { version: string; patient: string; fields: Record<string, Json> };
  expected: { text: string };
}

const path = fileURLToPath(new URL('../../../tests/vectors/agreements.json', import.meta.url));
const { tests } = JSON.parse(readFileSync(path, 'utf8')) as { tests: Vector[] };

describe('tests/vectors/agreements.json', () => {
  it.each(tests)('$description', ({ input: { version, patient, fields }, expected }) => {
    expect(canonical(statementOf(version, patient, fields))).toBe(expected.text);
  });
});
