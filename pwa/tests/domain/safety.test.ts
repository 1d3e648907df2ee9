import { describe, expect, test } from 'vitest';
import {
  acknowledgement,
  BY_HAND,
  DEFAULT_STEPS,
  filled,
  isPrivate,
  safetyProgress,
  sayingOf,
  startedByHand,
  stepsOf,
} from '../../src/domain/safety';
import { AT, made } from './record';

const done = (value = ''): unknown => ({ done: true, value, at: AT });

describe('the safety path', () => {
  test('the default protocol has the five steps; an agency without one keeps them', () => {
    expect(DEFAULT_STEPS.map(({ asks }) => asks)).toEqual(['done', 'choice', 'done', 'told', 'text']);
    expect(stepsOf(undefined)).toBe(DEFAULT_STEPS);
    expect(stepsOf(made('agency', { safetyProtocol: [{ id: '1', asks: 'shout' }] }))).toBe(DEFAULT_STEPS);
  });

  test("an agency's own steps are taken from its record", () => {
    const own = stepsOf(made('agency', { safetyProtocol: [{ id: '1', asks: 'text', text: 'Call {patient} at {onCallPhone}' }] }));
    expect(own.map(({ text }) => filled(text, 'Luz', '555'))).toEqual(['Call Luz at 555']);
  });

  test('what the third step says depends on the danger', () => {
    const [, , third] = DEFAULT_STEPS;
    if (!third) throw new Error('no third step');
    expect(sayingOf(made('safety'), third)).toBeNull();
    expect(sayingOf(made('safety', { 'steps/2': done('not-sure') }), third)?.text[0]).toContain('911');
    expect(sayingOf(made('safety', { 'steps/2': done('no') }), third)).toEqual({ text: [], then: '{onCallPhone}', when: 'today' });
  });

  test('a person told counts for the fourth step', () => {
    const safety = made('safety', { 'steps/1': done() }, { told: [{ who: 'Dr Lee', at: AT }] });
    expect(safetyProgress(safety, DEFAULT_STEPS, true)).toEqual({ done: 2, of: 5, asksWhy: false });
  });

  test('changing the answer back keeps the record and asks why, once', () => {
    expect(safetyProgress(made('safety'), DEFAULT_STEPS, false).asksWhy).toBe(true);
    expect(safetyProgress(made('safety', { 'steps/changed': done('Tapped by mistake') }), DEFAULT_STEPS, false).asksWhy).toBe(false);
  });

  test('somebody knows only when somebody has acknowledged', () => {
    expect(acknowledgement(made('safety', { state: 'open' }))).toBeNull();
    expect(acknowledgement(made('safety', { state: 'acknowledged' }))).toEqual({ by: 'ruiz', at: AT });
  });

  test('the private follow-up and a path opened by hand are told apart', () => {
    expect(isPrivate(made('safety', { trigger: { linkId: 'private' } }))).toBe(true);
    expect(startedByHand(made('safety', { trigger: { linkId: BY_HAND } }))).toBe(true);
    expect(startedByHand(made('safety', { trigger: { linkId: '44260-8' } }))).toBe(false);
  });
});
