import { describe, expect, test } from 'vitest';
import { readAnswers } from '../../src/forms/answers';
import { readForm } from '../../src/forms/questionnaire';
import { visibleItems } from '../../src/forms/visible';
import { assessment, coded } from './record';

const coding = (code: string): unknown => ({ system: 'http://loinc.org', code });
const choice = (linkId: string, enableWhen: unknown[] = [], enableBehavior = 'all'): unknown => ({
  linkId,
  type: 'choice',
  enableWhen,
  enableBehavior,
  answerOption: ['A', 'B', 'C'].map((code, ordinalValue) => ({
    valueCoding: { ...(coding(code) as object), extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: ordinalValue }] },
  })),
});
const number = (linkId: string): unknown => ({ linkId, type: 'integer' });
const asked = (items: unknown[], answers: Record<string, unknown>): string[] => [
  ...visibleItems(readForm({ item: items }), readAnswers(assessment(answers))),
];
const five = { answer: [{ valueInteger: 5 }] };

describe('which questions are asked', () => {
  const cases: [string, string, unknown, boolean][] = [
    ['=', 'answerCoding', coding('A'), true],
    ['=', 'answerCoding', coding('B'), false],
    ['!=', 'answerCoding', coding('B'), true],
    ['!=', 'answerCoding', coding('A'), false],
    ['exists', 'answerBoolean', true, true],
    ['exists', 'answerBoolean', false, false],
  ];
  test.each(cases)('operator %s with %s %j: %s', (operator, key, value, expected) => {
    const items = [choice('q'), choice('r', [{ question: 'q', operator, [key]: value }])];
    expect(asked(items, { q: coded('A') }).includes('r')).toBe(expected);
  });

  const ordered: [string, number, boolean][] = [
    ['>', 4, true],
    ['>', 5, false],
    ['<', 6, true],
    ['<', 5, false],
    ['>=', 5, true],
    ['>=', 6, false],
    ['<=', 5, true],
    ['<=', 4, false],
  ];
  test.each(ordered)('a number %s %d: %s', (operator, answerInteger, expected) => {
    const items = [number('q'), choice('r', [{ question: 'q', operator, answerInteger }])];
    expect(asked(items, { q: five }).includes('r')).toBe(expected);
  });

  test('an unanswered question meets no condition but "exists: no"', () => {
    const items = [
      choice('q'),
      choice('not', [{ question: 'q', operator: '!=', answerCoding: coding('A') }]),
      choice('none', [{ question: 'q', operator: 'exists', answerBoolean: false }]),
    ];
    expect(asked(items, {})).toEqual(['q', 'none']);
  });

  test('any needs one condition, all needs every one', () => {
    const conditions = [
      { question: 'q', operator: '=', answerCoding: coding('A') },
      { question: 'p', operator: '=', answerCoding: coding('A') },
    ];
    const items = [choice('q'), choice('p'), choice('any', conditions, 'any'), choice('all', conditions)];
    expect(asked(items, { q: coded('A') })).toEqual(['q', 'p', 'any']);
  });

  test('an answer of a question that is itself not asked counts for nothing, down the chain', () => {
    const when = (question: string): unknown[] => [{ question, operator: '=', answerCoding: coding('A') }];
    const items = [choice('a'), choice('b', when('a')), choice('c', when('b'))];
    const answers = { b: coded('A'), c: coded('A') };
    expect(asked(items, { a: coded('A'), ...answers })).toEqual(['a', 'b', 'c']);
    expect(asked(items, { a: coded('B'), ...answers })).toEqual(['a']);
  });

  test('a group that is not asked hides what it holds', () => {
    const group = { linkId: 'g', type: 'group', enableWhen: [{ question: 'q', operator: 'exists', answerBoolean: true }], item: [choice('inside')] };
    expect(asked([choice('q'), group], {})).toEqual(['q']);
    expect(asked([choice('q'), group], { q: coded('A') })).toEqual(['q', 'g', 'inside']);
  });

  test('questions that wait for each other in a circle are shown, and it ends', () => {
    const exists = (question: string): unknown[] => [{ question, operator: 'exists', answerBoolean: false }];
    expect(asked([choice('a', exists('b')), choice('b', exists('a'))], {})).toEqual(['a', 'b']);
  });
});
