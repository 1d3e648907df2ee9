import { describe, expect, it } from 'vitest';
import { objection, readTyped, stayObjection, staysOf } from '../../src/domain/care-dates';
import { calendarOf } from '../../src/domain/deadline-calendar';
import { head, record } from '../views/records';

const NEW_YORK = calendarOf('America/New_York');
const NOW = '2026-11-18T15:00:00.000Z';
const patient = (fields: Parameters<typeof record>[1]): ReturnType<typeof record> => record('patient', fields);

describe('a date as it is typed', () => {
  it('is a moment by the agency’s clock, in summer and in winter', () => {
    expect(readTyped({ day: '2026-11-16', time: '15:00' }, true, NEW_YORK, 'It')).toEqual({ value: '2026-11-16T20:00:00.000Z' });
    expect(readTyped({ day: '2026-07-16', time: '15:00' }, true, NEW_YORK, 'It')).toEqual({ value: '2026-07-16T19:00:00.000Z' });
  });

  it('of an hour that comes twice is the first, and of one that is left out what the clock before would have shown', () => {
    expect(readTyped({ day: '2026-11-01', time: '01:30' }, true, NEW_YORK, 'It')).toEqual({ value: '2026-11-01T05:30:00.000Z' });
    expect(readTyped({ day: '2026-03-08', time: '02:30' }, true, NEW_YORK, 'It')).toEqual({ value: '2026-03-08T07:30:00.000Z' });
  });

  it('that counts hours says which half is missing, and both empty take it back', () => {
    expect(readTyped({ day: '2026-11-16', time: '' }, true, NEW_YORK, 'Referral received')).toEqual({ wrong: 'At what time? Referral received has a day and no time.' });
    expect(readTyped({ day: null, time: '15:00' }, true, NEW_YORK, 'Referral received')).toEqual({ wrong: 'Which day? Referral received has a time and no day.' });
    expect(readTyped({ day: null, time: '' }, true, NEW_YORK, 'It')).toEqual({ value: null });
  });

  it('that is a day needs no time', () => {
    expect(readTyped({ day: '2026-11-16', time: '' }, false, NEW_YORK, 'It')).toEqual({ value: '2026-11-16' });
  });
});

describe('what speaks against a date', () => {
  it('is that it has not come, where it tells what happened', () => {
    const said = (field: Parameters<typeof objection>[1], value: string): string => objection(patient({}), field, value, NEW_YORK, NOW);
    expect(said('referralReceived', '2026-11-18T16:00:00.000Z')).toMatch(/^This is still to come/u);
    expect(said('discharged', '2026-11-19')).toMatch(/^This day is still to come/u);
    expect(said('orderedStart', '2026-11-25')).toBe('');
    expect(said('discharged', '2026-11-18')).toBe('');
  });

  it('is an order of start and discharge that cannot be', () => {
    const started = patient({ startOfCare: '2026-11-10' });
    expect(objection(started, 'discharged', '2026-11-09', NEW_YORK, NOW)).toMatch(/before the start of care/u);
    expect(objection(patient({ discharged: '2026-11-09' }), 'startOfCare', '2026-11-10', NEW_YORK, NOW)).toMatch(/after the discharge/u);
    expect(objection(started, 'discharged', null, NEW_YORK, NOW)).toBe('');
  });
});

describe('hospital stays', () => {
  const two = patient({
    'stays/a/facility': 'Mercy', 'stays/a/admitted': '2026-10-01T10:00:00.000Z',
    'stays/b/facility': 'General', 'stays/b/admitted': '2026-11-01T10:00:00.000Z', 'stays/b/returnedHome': '2026-11-03T10:00:00.000Z',
    'stays/c/facility': 'Gone', 'stays/c/alive': false,
  });

  it('are listed newest first, without those that were taken out', () => {
    expect(staysOf(two).map(({ id, facility, returnedHome }) => [id, facility, returnedHome])).toEqual([
      ['b', 'General', '2026-11-03T10:00:00.000Z'],
      ['a', 'Mercy', null],
    ]);
  });

  it('with different answers are marked, and stand though one of two people took them out', () => {
    const differing = patient({
      'stays/a/facility': [head('Mercy'), head('Mercy West')], 'stays/a/alive': [head(false), head(true)],
    });
    expect(staysOf(differing)).toMatchObject([{ id: 'a', unsettled: true }]);
  });

  it('end after they began, and have happened', () => {
    const said = (admitted: string | null, returnedHome: string | null): ReturnType<typeof stayObjection> => stayObjection({ admitted, returnedHome }, NOW);
    expect(said(null, null)).toMatchObject({ at: 'admitted' });
    expect(said('2026-11-03T10:00:00.000Z', '2026-11-01T10:00:00.000Z')).toMatchObject({ at: 'returnedHome' });
    expect(said('2026-11-19T10:00:00.000Z', null)).toMatchObject({ at: 'admitted' });
    expect(said('2026-11-01T10:00:00.000Z', '2026-11-19T10:00:00.000Z')).toMatchObject({ at: 'returnedHome' });
    expect(said('2026-11-01T10:00:00.000Z', null)).toBeNull();
  });
});
