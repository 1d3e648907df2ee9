import { expect, test } from 'vitest';
import { familyDay, familySaid, ownerSaid } from '../../src/domain/family-words';

test('a day is said in the language of the page, with its year where it may be another one', () => {
  expect(familyDay('en', '2026-12-04')).toBe('December 4');
  expect(familyDay('es', '2026-12-04')).toBe('4 de diciembre');
  expect(familyDay('es', '2027-01-04', true)).toBe('4 de enero de 2027');
});

test("the plan's own words for who does something are the page's, a name stays a name", () => {
  expect(ownerSaid('es', 'The office')).toBe('La oficina');
  expect(ownerSaid('es', 'Abel Delgadillo')).toBe('Abel Delgadillo');
  expect(familySaid('es', 'by', { day: '4 de diciembre' })).toBe('Para el 4 de diciembre.');
});
