import { describe, expect, test } from 'vitest';
import { ageAt, dateFromParts, datePartsOf, daysFrom, ifBefore, ifYearOff, showBorn, showDate, showDay, showWeekday, showWhen } from '../../src/domain/dates';
import { callName, fullName, initialsOf, listName, shortCode, shortPerson } from '../../src/domain/names';

const luz = { family: 'Delgado', given: ['Luz', 'Maria'], nickname: 'Lucha' };
const now = new Date(2026, 10, 18, 12, 0);

describe('names', () => {
  test('lists, statements and questions each have their form', () => {
    expect(listName(luz)).toBe('DELGADO, Luz Maria');
    expect(fullName({ ...luz, suffix: 'Jr.' })).toBe('Luz Maria Delgado Jr.');
    expect(callName(luz)).toBe('Luz');
    expect(initialsOf(luz)).toBe('LD');
    expect(shortPerson('Ana Ruiz')).toBe('A. Ruiz');
  });

  test('half a name and none are said plainly', () => {
    expect(listName({ family: 'Cher' })).toBe('CHER');
    expect(listName(null)).toBe('Name not known');
    expect(shortPerson('Cher')).toBe('Cher');
  });

  test('a short code is four letters or digits, the same each time', () => {
    const code = shortCode('018f0000-0000-7000-8000-0123456789ab');
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}$/u);
    expect(shortCode('018f0000-0000-7000-8000-0123456789ab')).toBe(code);
  });
});

describe('dates', () => {
  test('a calendar date is never shifted by a time zone', () => {
    expect(showDate('1941-02-03')).toBe('Feb 3, 1941');
    expect(showDate('1941-02')).toBe('Feb 1941');
    expect(showDate('1941')).toBe('1941');
    expect(showBorn('1938-06-09', now)).toBe('Born Jun 9, 1938 (88)');
  });

  test('age turns on the birthday', () => {
    expect(ageAt('1938-11-18', now)).toBe(88);
    expect(ageAt('1938-11-19', now)).toBe(87);
    expect(ageAt('', now)).toBeNull();
  });

  test('today shows the time alone, another day its date, another year its year', () => {
    expect(showWhen(new Date(2026, 10, 18, 10, 31).toISOString(), now)).toBe('10:31');
    expect(showWhen(new Date(2026, 10, 2, 9, 5).toISOString(), now)).toBe('Nov 2 09:05');
    expect(showDay('2025-09-03', now)).toBe('Sep 3, 2025');
  });

  test('days ahead are counted over a change of clocks', () => {
    expect(daysFrom('2026-10-31', 1)).toBe('2026-11-01');
    expect(daysFrom('2026-02-27', 2)).toBe('2026-03-01');
    expect(showWeekday('2026-11-19')).toBe('Thu Nov 19');
  });

  test('typed boxes make a day of the calendar or nothing', () => {
    expect(dateFromParts({ month: '2', day: '29', year: '2028' })).toBe('2028-02-29');
    expect(dateFromParts({ month: '2', day: '30', year: '2028' })).toBeNull();
    expect(dateFromParts({ month: '2', day: '3', year: '28' })).toBeNull();
    expect(datePartsOf('1941-02-03')).toEqual({ month: '2', day: '3', year: '1941' });
  });
});

test('a day before one that it must not lie before is objected to, in the words of its place', () => {
  expect(ifBefore('2016-11-20', '2026-11-18', 'Check the year.')).toBe('Check the year.');
  expect(ifBefore('2026-11-18', '2026-11-18', 'Check the year.')).toBe('');
  expect(ifBefore('', '2026-11-18', 'Check the year.')).toBe('');
});

test('a day more than a year away is asked about, on either side', () => {
  expect(ifYearOff('2029-11-18', '2026-11-18')).toMatch(/Check the year/u);
  expect(ifYearOff('2019-11-18', '2026-11-18')).toMatch(/Check the year/u);
  for (const day of ['2027-11-18', '2025-11-18', '']) expect(ifYearOff(day, '2026-11-18')).toBe('');
});
