/** Scores, visibility and the private follow-up by the vectors that the server runs too. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadExpressions, type ExpressionEngine } from '../../src/forms/expressions';
import { progressOf, type Score } from '../../src/forms/progress';
import { readForm, type Form } from '../../src/forms/questionnaire';
import { assessment } from './record';

interface Vector {
  description: string;
  input: { questionnaire: string; answers: Record<string, unknown> };
  expected: { enabled: string[]; scores: Record<string, unknown>; private: Record<string, unknown>; followUp: boolean };
}

const read = (path: string): unknown => JSON.parse(readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8'));
const { tests } = read('tests/vectors/scores.json') as { tests: Vector[] };
const formOf = (id: string): Form => readForm(read(`server/forms/questionnaires/${id}.json`));

const complete = (scores: Score[], hidden: boolean): Record<string, unknown> =>
  Object.fromEntries(
    scores
      .filter((score) => score.value !== null && score.private === hidden)
      .map(({ code, value, range, band, answered, of }) => [code, { value, range, band: band?.label ?? null, answered, of }]),
  );

describe('tests/vectors/scores.json', () => {
  let engine: ExpressionEngine;
  beforeAll(async () => {
    engine = await loadExpressions();
  });

  test.each(tests)('$description', ({ input, expected }) => {
    const progress = progressOf(formOf(input.questionnaire), assessment(input.answers), engine);
    expect(progress.questions.map(({ linkId }) => linkId)).toEqual(expected.enabled);
    expect(complete(progress.scores, false)).toEqual(expected.scores);
    expect(complete(progress.scores, true)).toEqual(expected.private);
    expect(progress.followUp).toBe(expected.followUp);
  });
});
