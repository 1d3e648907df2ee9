import { describe, expect, test } from 'vitest';
import { answerField, answerOf, linkIdOf, readAnswer, readAnswers, typed } from '../../src/forms/answers';
import { flatten, readForm, type FormItem } from '../../src/forms/questionnaire';
import { assessment, coded } from './record';

const item = (raw: Record<string, unknown>): FormItem => {
  const [only] = flatten(readForm({ item: [raw] }).items);
  if (!only) throw new Error('the form has no item');
  return only;
};
const list = item({
  linkId: 'q',
  type: 'choice',
  repeats: true,
  answerOption: [
    { valueCoding: { system: 's', code: 'mold', display: 'Mold' } },
    { valueCoding: { system: 's', code: 'pests', display: 'Pests' } },
    {
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive', valueBoolean: true }],
      valueCoding: { system: 's', code: 'none', display: 'None of the above' },
    },
  ],
});
const codesOf = (codes: string[]): string[] | null => {
  const value = answerOf(list, codes);
  return value && 'answer' in value ? value.answer.map((part) => (part.valueCoding as { code: string }).code) : null;
};

describe('answers', () => {
  test('addresses escape what a link id may hold', () => {
    expect(answerField('a/b~c')).toBe('answers/a~1b~0c');
    expect(linkIdOf('answers/a~1b~0c')).toBe('a/b~c');
    expect(linkIdOf('title')).toBeNull();
  });

  test('"None of the above" clears the others, and they clear it', () => {
    expect(codesOf(['pests', 'mold'])).toEqual(['mold', 'pests']);
    expect(codesOf(['mold', 'pests', 'none'])).toEqual(['none']);
    expect(codesOf(['none', 'mold'])).toEqual(['mold']);
    expect(codesOf([])).toBeNull();
  });

  test('decimals travel as strings, so that no number changes on its way', () => {
    expect(typed(item({ linkId: 'w', type: 'decimal' }), '64.10')).toEqual({ answer: [{ valueDecimal: '64.10' }] });
  });

  test('a cleared answer is no answer; a skip keeps its reason and note', () => {
    expect(readAnswers(assessment({ q: null })).size).toBe(0);
    expect(readAnswer({ absent: 'asked-declined', note: 'tired' })).toEqual({ parts: [], absent: 'asked-declined', note: 'tired' });
    expect(readAnswer({ absent: 'because', note: '' })).toBeNull();
    expect(readAnswer({ answer: [] })).toBeNull();
  });

  test('two heads are two answers', () => {
    expect(readAnswers(assessment({ q: coded('A') }, { q: coded('B') })).get('q')?.length).toBe(2);
  });
});
