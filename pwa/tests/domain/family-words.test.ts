import { expect, test } from 'vitest';
import NEEDS from '../../../server/forms/needs.json';
import { familyDay, familySaid, offeredSaid } from '../../src/domain/family-words';
import { HOME_HEALTH_PACK } from '../../src/domain/settings';

const NONE = new Map<string, string>();

test('a day is said in the language of the page, with its year where it may be another one', () => {
  expect(familyDay('en', '2026-12-04')).toBe('December 4');
  expect(familyDay('es', '2026-12-04')).toBe('4 de diciembre');
  expect(familyDay('es', '2027-01-04', true)).toBe('4 de enero de 2027');
});

test("the plan's own words for who does something are the page's, a name stays a name", () => {
  expect(offeredSaid('es', 'The office', NONE)).toBe('La oficina');
  expect(offeredSaid('es', 'Abel Delgadillo', NONE)).toBe('Abel Delgadillo');
  expect(familySaid('es', 'by', { day: '4 de diciembre' })).toBe('Para el 4 de diciembre.');
});

test('every service that the table of needs suggests is said in plain words, in both languages', () => {
  for (const service of NEEDS.rules.flatMap(({ services }) => services ?? [])) {
    expect([service, offeredSaid('en', service, NONE)]).not.toEqual([service, service]);
    expect([service, offeredSaid('es', service, NONE)]).not.toEqual([service, offeredSaid('en', service, NONE)]);
  }
});

test('what a setting offers is said in its own Spanish, and as it was written where it has none', () => {
  const { spanish } = HOME_HEALTH_PACK;
  expect(offeredSaid('es', 'Agree who helps with what at home', spanish)).toBe('Acordar quién ayuda con qué en casa');
  expect(offeredSaid('en', 'Agree who helps with what at home', spanish)).toBe('Agree who helps with what at home');
  expect(offeredSaid('es', 'Case manager', spanish)).toBe('Gestor de casos');
  expect(offeredSaid('es', 'Call the neighbor', spanish)).toBe('Call the neighbor');
});
