import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadExpressions, type ExpressionEngine } from '../../src/forms/expressions';
import { progressOf, scoreText } from '../../src/forms/progress';
import { readForm } from '../../src/forms/questionnaire';
import { assessment, coded } from './record';

const phq = readForm(
  JSON.parse(readFileSync(fileURLToPath(new URL('../../../server/forms/questionnaires/phq-9.json', import.meta.url)), 'utf8')),
);
const ITEMS = ['44250-9', '44255-8', '44259-0', '44254-1', '44251-7', '44258-2', '44252-5', '44253-3', '44260-8'];
const all = (code: string): Record<string, unknown> => Object.fromEntries(ITEMS.map((linkId) => [linkId, coded(code)]));
const MOST_DAYS = 'LA6570-1';

describe('progress of a form', () => {
  let engine: ExpressionEngine;
  beforeAll(async () => {
    engine = await loadExpressions();
  });

  test('a form that this reader knows leaves no item unread', () => {
    expect(phq.unread).toEqual([]);
    expect(phq.notices.join(' ')).toContain('LOINC');
  });

  test('an incomplete score says how far it is', () => {
    const eight = Object.fromEntries(Object.entries(all(MOST_DAYS)).slice(0, 8));
    const { scores } = progressOf(phq, assessment(eight), engine);
    expect(scores.map(scoreText)).toEqual(['PHQ-2: 4 of 6, Positive screen - complete PHQ-9', '8 of 9 answered, no score yet']);
  });

  test('a skip with a reason counts as answered for signing, gives no score, and "Ask later" stays open', () => {
    const declined = progressOf(phq, assessment({ ...all(MOST_DAYS), '44253-3': { absent: 'asked-declined', note: '' } }), engine);
    expect(declined.open).toEqual([]);
    expect(declined.scores[1]?.value).toBeNull();
    const later = progressOf(phq, assessment({ ...all(MOST_DAYS), '44253-3': { absent: 'later', note: '' } }), engine);
    expect(later.open.map(({ linkId }) => linkId)).toEqual(['44253-3']);
    expect(later.later).toBe(1);
  });

  test("two people's different answers give no score and hide nothing", () => {
    const record = assessment(all(MOST_DAYS), { '44259-0': coded('LA6568-5') });
    const { scores, different, questions } = progressOf(phq, record, engine);
    expect(different).toEqual(['44259-0']);
    expect(scores.every(({ value }) => value === null)).toBe(true);
    expect(questions.length).toBe(10);
  });

  test('item 9 above "Not at all" starts the safety path, also where only one of two people answered so', () => {
    expect(progressOf(phq, assessment({ ...all(MOST_DAYS), '44260-8': coded('LA6568-5') }), engine).safety).toBeNull();
    expect(progressOf(phq, assessment(all(MOST_DAYS)), engine).safety?.linkId).toBe('44260-8');
    const twice = assessment({ ...all(MOST_DAYS), '44260-8': coded('LA6568-5') }, { '44260-8': coded('LA6569-3') });
    expect(progressOf(phq, twice, engine).safety?.display).toBe('LA6569-3');
  });

  test('before the expressions are there every score is "not yet" and nothing breaks', () => {
    const { scores, questions } = progressOf(phq, assessment(all(MOST_DAYS)), null);
    expect(scores.map(({ value }) => value)).toEqual([null]);
    expect(questions.length).toBe(2);
  });
});
