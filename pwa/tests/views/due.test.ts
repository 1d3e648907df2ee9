import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/app/contract';
import { dueWords } from '../../src/domain/due-words';
import { dueOf, pressing, silenceWords, silentReferrals } from '../../src/views/chart/due';
import { countedWords } from '../../src/views/office/deadline-words';
import type { DeadlineLine } from '../../src/app/office';
import { ANA, head, LUZ, reader, record } from './records';

const NOW = new Date('2026-11-18T15:00:00Z');
const AGENCY = record('agency', { timezone: 'America/New_York' }, { patient: 'library' });
const patient = (fields: Record<string, Json>): ReturnType<typeof record> => record('patient', fields, { id: LUZ });

describe('what is due on a tablet', () => {
  it('is worked out from the chart, without any record of the office', () => {
    const store = reader([AGENCY, patient({ referralReceived: '2026-11-16T20:00:00.000Z' })]);
    const due = dueOf(store, LUZ, NOW);
    expect(due.map(({ rule, due: at, owner, putOff }) => [rule, at, owner, putOff])).toEqual([['initial-visit', '2026-11-18T20:00:00.000Z', null, null]]);
    expect(dueWords(due[0]?.due ?? '', NOW)).toBe('Due in 5 h');
    expect(pressing(due, NOW)).toHaveLength(1);
  });

  it('takes owner and snooze from the office, of that deadline and no other', () => {
    const snooze = { until: '2026-11-19T12:00:00.000Z', reason: 'In hospital' };
    const known = record('deadline', { rule: 'initial-visit', subject: LUZ, owner: ANA, snooze });
    const other = record('deadline', { rule: 'recertification', subject: LUZ, anchor: 'period-1', owner: 'somebody' });
    const store = reader([AGENCY, patient({ referralReceived: '2026-11-16T20:00:00.000Z' }), other, known]);
    expect(dueOf(store, LUZ, NOW)).toMatchObject([{ owner: ANA, putOff: snooze }]);
  });

  it('is hers to whom it was handed after somebody had it, until it is assigned again', () => {
    const asked = record('referral', { state: [head('requested', { at: '2026-11-16T10:00:00Z' })], owner: [head(ANA, { at: '2026-11-17T10:00:00Z' })] });
    const assigned = (at: string): ReturnType<typeof record> => record('deadline', { rule: 'referral-answer', subject: asked.id, anchor: 'requested', owner: [head('somebody', { at })] });
    const owner = (at: string): (string | null)[] => dueOf(reader([AGENCY, patient({}), asked, assigned(at)]), LUZ, NOW).map((one) => one.owner);
    expect(owner('2026-11-16T12:00:00Z')).toEqual([ANA]);
    expect(owner('2026-11-17T12:00:00Z')).toEqual(['somebody']);
  });

  it('raises the alarm where nobody was reached within the planned interval, and falls silent with the next who was', () => {
    const whose = patient({ startOfCare: '2026-10-01', contactEvery: 7 });
    const call = (at: string, outcome: string): ReturnType<typeof record> => record('contact_log', { with: 'patient', outcome, at });
    const early = call('2026-11-10T15:00:00.000Z', 'reached');
    const late = (more: ReturnType<typeof record>[]): boolean => dueOf(reader([AGENCY, whose, early, ...more]), LUZ, NOW).some(({ rule, due }) => rule === 'contact-due' && due < NOW.toISOString());
    expect(late([])).toBe(true);
    expect(late([call('2026-11-17T15:00:00.000Z', 'no-answer')])).toBe(true);
    expect(late([call('2026-11-17T15:00:00.000Z', 'reached')])).toBe(false);
  });

  it('is gone once the visit was started here, before anything was sent', () => {
    const visit = record('visit', { state: 'open', startedAt: '2026-11-18T14:50:00.000Z' });
    const store = reader([AGENCY, patient({ referralReceived: '2026-11-16T20:00:00.000Z' }), visit]);
    expect(dueOf(store, LUZ, NOW).map(({ rule }) => rule)).toEqual(['contact-due']);
  });

  it('stands on the card of a visit only within a day, or late, and only where a visit meets it', () => {
    const event = record('safety', { state: [head('open')] });
    const later = patient({ orderedStart: '2026-11-25' });
    expect(pressing(dueOf(reader([AGENCY, later, event]), LUZ, NOW), NOW)).toEqual([]);
    const late = patient({ orderedStart: '2026-11-17' });
    expect(pressing(dueOf(reader([AGENCY, late, event]), LUZ, NOW), NOW).map(({ rule }) => rule)).toEqual(['initial-visit']);
  });

  it('tells there who has not answered in time, and nobody of whom nothing is awaited', () => {
    const asked = (at: string, state = 'requested'): ReturnType<typeof record> => record('referral', { state: [head(state, { at })], service: 'Meals', target: { name: 'Kitchen' } });
    const words = (...records: ReturnType<typeof record>[]): string => {
      const store = reader([AGENCY, ...records]);
      return silenceWords(silentReferrals(store, dueOf(store, LUZ, NOW), NOW), NOW);
    };
    const [old, older, fresh] = [asked('2026-11-12T15:00:00.000Z'), asked('2026-11-09T15:00:00.000Z'), asked('2026-11-18T14:00:00.000Z')];
    const here = patient({});
    expect(words(here, fresh)).toBe('');
    expect(words(here, old, fresh)).toBe('No answer, 6 days: referral');
    expect(words(here, old, older, fresh)).toBe('No answer, 9 days: 2 referrals');
    expect(words(here, asked('2026-11-09T15:00:00.000Z', 'completed'), asked('2026-11-09T15:00:00.000Z', 'draft'))).toBe('');
    expect(words(patient({ deceased: '2026-11-17' }), old)).toBe('');
    expect(words(patient({ discharged: '2026-11-17' }), old)).toBe('No answer, 6 days: referral');
  });

  it.each([
    ['2026-11-18T15:20:00Z', 'Due in less than an hour'],
    ['2026-11-20T14:59:00Z', 'Due in 47 h'],
    ['2026-11-21T15:00:00Z', 'Due in 3 days'],
    ['2026-11-18T12:30:00Z', 'Late by 2 h'],
  ])('%s: %s', (due, words) => {
    expect(dueWords(due, NOW)).toBe(words);
  });
});

describe('the office says what a deadline is counted from', () => {
  const say = { name: String, when: (iso: string) => `at ${iso.slice(11, 16)}`, time: String, inside: String, words: String };
  const line = { counted: 'Start of care', countedFrom: '2026-11-18', countedBy: 'Ana Ruiz' } as DeadlineLine;

  it('by its day, or its moment and author', () => {
    expect(countedWords(line, say, (day) => `on ${day}`)).toBe('Start of care: on 2026-11-18, Ana Ruiz');
    expect(countedWords({ ...line, countedFrom: '2026-11-18T10:00:00.000Z', countedBy: '' }, say, String)).toBe('Start of care: at 10:00');
  });
});
