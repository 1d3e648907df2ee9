import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { decidedNeed, isUndecided, nextRank, ranked, readRules, suggestionsOf, type AnsweredForm } from '../../src/domain/suggestions';
import { AT, made } from './record';

const table = JSON.parse(readFileSync(fileURLToPath(new URL('../../../server/forms/needs.json', import.meta.url)), 'utf8')) as unknown;
const rules = readRules(made('needs_table', { rules: table }));
const AHC = 'https://doorstep.invalid/fhir/Questionnaire/ahc-hrsn-core';

const answered = (linkId: string, code: string, display: string): AnsweredForm => ({
  form: AHC,
  assessment: 'a1',
  answers: new Map([[linkId, [{ code, display, at: AT }]]]),
  scores: new Map(),
});
const only = (form: AnsweredForm): { id: string; because: string[]; urgent: boolean }[] =>
  suggestionsOf(rules, [form]).map(({ rule, reasons, urgent }) => ({ id: rule.id, because: reasons.map(({ display }) => display), urgent: urgent !== null }));

describe('needs that answers suggest', () => {
  test('a positive answer suggests a need, with its reason in words', () => {
    expect(only(answered('88123-5', 'LA28397-0', 'Often true'))).toEqual([
      { id: 'food-insecurity', because: ['"Often true" to "food ran out"'], urgent: true },
    ]);
  });

  test('a negative answer and an unanswered form suggest nothing', () => {
    expect(only(answered('88123-5', 'LA28398-8', 'Never true'))).toEqual([]);
    expect(suggestionsOf(rules, [])).toEqual([]);
  });

  test('the urgent question is asked only after the answers that call for it', () => {
    expect(only(answered('96779-4', 'LA33-6', 'Yes'))[0]?.urgent).toBe(false);
    expect(only(answered('96779-4', 'LA32002-0', 'Already shut off'))[0]?.urgent).toBe(true);
  });

  test('a flagged score suggests a need, an unflagged one does not', () => {
    const scored = (flagged: boolean): AnsweredForm => ({
      form: 'https://doorstep.invalid/fhir/Questionnaire/phq-9',
      assessment: 'a2',
      answers: new Map(),
      scores: new Map([['44261-6', { value: 12, band: 'Moderate', flagged, at: AT }]]),
    });
    expect(only(scored(true))).toEqual([{ id: 'mood', because: ['PHQ-9: 12 of 27, Moderate'], urgent: false }]);
    expect(only(scored(false))).toEqual([]);
  });

  test('what was answered in private is never offered as a listed need', () => {
    expect(rules.some(({ id }) => id === 'private-follow-up')).toBe(false);
  });

  test('every rule has a domain to record, and its codes can be chosen', () => {
    for (const { domain, title, codes } of rules) {
      expect(domain.code && title).toBeTruthy();
      expect(codes.every(({ code }) => code.startsWith('Z'))).toBe(true);
    }
  });

  test('a need of this visit decides its suggestion; one declined at another visit does not', () => {
    const [food] = suggestionsOf(rules, [answered('88123-5', 'LA28397-0', 'Often true')]);
    if (!food) throw new Error('no suggestion');
    const need = (state: string, visit: string): ReturnType<typeof made> => ({
      ...made('need', { domain: food.rule.domain, state }),
      created: { visit },
    });
    expect(decidedNeed(food, [need('declined', 'v1')], 'v2')).toBeUndefined();
    expect(decidedNeed(food, [need('declined', 'v2')], 'v2')).toBeDefined();
    expect(decidedNeed(food, [need('confirmed', 'v1')], 'v2')).toBeDefined();
    const declinedHere = need('declined', 'v1');
    declinedHere.fields.state?.heads.forEach((head) => { head.visit = 'v2'; });
    expect(decidedNeed(food, [declinedHere], 'v2')).toBeDefined();
    expect(isUndecided(undefined)).toBe(true);
    expect(isUndecided(need('suggested', 'v2'))).toBe(true);
    expect(isUndecided(need('declined', 'v2'))).toBe(false);
  });

  test('the order of tapping is the ranking', () => {
    const second = made('need', { state: 'confirmed', rank: 2 }, {}, 'b');
    const first = made('need', { state: 'confirmed', rank: 1 }, {}, 'c');
    const declined = made('need', { state: 'declined', rank: 3 }, {}, 'd');
    expect(ranked([second, first, declined]).map(({ id }) => id)).toEqual(['c', 'b']);
    expect(nextRank([second, first])).toBe(3);
    expect(nextRank([])).toBe(1);
  });
});
