/** The directory is searched by an index and kept orders; here it is searched by reading everything, and both agree. */
import { describe, expect, it } from 'vitest';
import { facilitiesOf, FACILITY_TYPES, searchFacilities, servicesOf, type FacilitySearch, type FacilityType, type Shelf } from '../../src/domain/directory';
import { milesBetween, type Point } from '../../src/domain/distance';
import { plainWords } from '../../src/domain/plain-words';
import type { RecordLike } from '../../src/domain/reading';
import { searchServices, type ServiceSearch } from '../../src/domain/service-search';

const head = (value: unknown): { heads: { value: unknown; by: string; at: string }[] } => ({ heads: [{ value, by: 'x', at: '2026-11-26' }] });
const part = (id: string, name: string, columns: string[], rows: unknown[][]): RecordLike => ({ id, kind: 'directory', fields: { part: head(name), table: head({ columns, rows }) }, entries: {} });
const shelf = (records: RecordLike[]): Shelf => ({ all: (kind) => records.filter((one) => one.kind === kind) });

/** The same numbers each time, so that what fails once fails again. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
const roll = chance(20_261_127);
const one = <T>(of: readonly T[]): T => of[roll(of.length)] as T;
const several = <T>(of: readonly T[], most: number): T[] => Array.from({ length: roll(most + 1) }, () => one(of));

const SAID = ['Peña', 'PENA', 'Saint', "Brigid's", 'St.', 'Mañor', 'Manor-Haus', 'main', 'Mains', 'Ma', '360', '3', '36-0', 'Ёлка', 'Ökonomie', 'ﬁne', 'x', 'an', 'and/or', 'Straße', '  ', '(a)', 'Ⅳ', 'İzmir'];
const TYPES = Object.keys(FACILITY_TYPES) as FacilityType[];
const where = (): [number, number] | [null, null] => (roll(6) === 0 ? [null, null] : [40 + roll(12) / 10, -83 + roll(12) / 10]);
const said = (most: number): string => [one(SAID), ...several(SAID, most)].join(' ');

const FACILITIES = part('1', 'facilities', ['id', 'ccn', 'type', 'name', 'line', 'city', 'zip', 'lat', 'lon', 'gone'], Array.from({ length: 300 }, (_, place) => [
  `f${place}`, String(360_000 + roll(90)), one(TYPES), said(3), said(2), one(SAID), one(['43001', '45305', '']), ...where(), roll(8) === 0,
]));
const SERVICES = part('2', 'services', ['id', 'name', 'organization', 'description', 'eligibility', 'subjects', 'status', 'needs', 'languages', 'places', 'gone'], Array.from({ length: 300 }, (_, place) => [
  `s${place}`, said(2), said(1), said(6), said(1), several(SAID, 2), one(['', 'active', 'defunct']), several(['stress', 'education'], 2), several(['Somali', 'Spanish'], 2),
  several([0, 1, 2], 2).map(() => { const [lat, lon] = where(); return { name: said(1), line: said(1), city: one(SAID), zip: '43001', lat, lon }; }), roll(8) === 0,
]));
const overlay = (facility: string): RecordLike => ({ id: `o-${facility}`, kind: 'facility_overlay', fields: { facility: head(facility) }, entries: {} });
const here = shelf([FACILITIES, SERVICES, overlay('f7')]);

/** Each term begins a word: it stands at the beginning, or behind what is no letter and no digit. */
const has = (text: string, asked: string): boolean => {
  const words = plainWords(text);
  return plainWords(asked).split(/[^\p{L}\p{N}]+/u).filter(Boolean).every((term) =>
    Array.from(words).some((_, at) => words.startsWith(term, at) && (at === 0 || !/[\p{L}\p{N}]/u.test(words.charAt(at - 1)))));
};
const inTenths = (miles: number | null): number => (miles === null ? Infinity : Math.round(miles * 10));
const nearestFirst = <T extends { miles: number | null }>(found: T[]): T[] => [...found].sort((a, b) => (inTenths(a.miles) === inTenths(b.miles) ? 0 : inTenths(a.miles) - inTenths(b.miles)));

function facilitiesRead(search: FacilitySearch): { id: string; miles: number | null }[] {
  const { text = '', types = [], from = null, within = null, gone = false } = search;
  return nearestFirst(facilitiesOf(here)
    .filter((facility) => (gone || !facility.gone) && (types.length === 0 || types.includes(facility.type)))
    .filter(({ name, address, ccn, type }) => has([name, address.line, address.city, address.zip, ccn, FACILITY_TYPES[type]].join(' '), text))
    .map(({ id, at }) => ({ id, miles: milesBetween(from, at) }))
    .filter(({ miles }) => within === null || (miles !== null && miles <= within)));
}

function servicesRead(search: ServiceSearch): { id: string; miles: number | null }[] {
  const { text = '', need = '', language = '', from = null, within = null, gone = false } = search;
  return nearestFirst(servicesOf(here)
    .filter((service) => gone || (!service.gone && ['', 'active'].includes(service.status)))
    .filter(({ needs, languages }) => (need === '' || needs.includes(need)) && (language === '' || languages.includes(language)))
    .filter(({ name, organization, description, eligibility, subjects, places }) =>
      has([name, organization, description, eligibility, ...subjects, ...places.map(({ name: called, address }) => [called, address.line, address.city, address.zip].join(' '))].join(' '), text))
    .map(({ id, places }) => {
      const miles = places.map(({ at }) => milesBetween(from, at)).filter((far) => far !== null);
      return { id, placed: places.length > 0, miles: miles.length > 0 ? Math.min(...miles) : null };
    })
    .filter(({ placed, miles }) => within === null || !placed || (miles !== null && miles <= within))
    .map(({ id, miles }) => ({ id, miles })));
}

/** What a person types letter by letter, and takes back. */
function typed(): string[] {
  const whole = `${said(2)}${one(['', ' ', '.'])}`;
  const letters = Array.from(whole).map((_, at) => whole.slice(0, at + 1));
  return ['', ...letters, ...letters.slice(0, -1).reverse()];
}
const from = (): Point | null => one<Point | null>([null, { lat: 40.3, lon: -82.5 }, { lat: 41, lon: -82 }]);
const TURNS = 20;

describe('searching the directory', () => {
  it('finds the facilities that reading all of them finds, in the same order', () => {
    let found = 0;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const asked = { types: several(TYPES, 2), from: from(), within: one([null, null, 10, 40]), gone: roll(3) === 0 };
      for (const text of typed()) {
        const answers = searchFacilities(facilitiesOf(here), { ...asked, text }).map(({ facility, miles }) => ({ id: facility.id, miles }));
        expect(answers, text).toEqual(facilitiesRead({ ...asked, text }));
        found += answers.length;
      }
    }
    expect(found).toBeGreaterThan(TURNS);
  });

  it('finds the services that reading all of them finds, in the same order', () => {
    let found = 0;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const asked = { need: one(['', '', 'stress']), language: one(['', '', 'Somali']), from: from(), within: one([null, null, 10, 40]), gone: roll(3) === 0 };
      for (const text of typed()) {
        const answers = searchServices(servicesOf(here), { ...asked, text }).map(({ service, miles }) => ({ id: service.id, miles }));
        expect(answers, text).toEqual(servicesRead({ ...asked, text }));
        found += answers.length;
      }
    }
    expect(found).toBeGreaterThan(TURNS);
  });

  it('gives a facility with what the agency knows of it now, found by the same words', () => {
    const known = (records: RecordLike[]): string | undefined =>
      searchFacilities(facilitiesOf(shelf([FACILITIES, ...records])), { text: '', gone: true }).find(({ facility }) => facility.id === 'f7')?.facility.ours.admissionContact;
    const noted: RecordLike = { ...overlay('f7'), fields: { facility: head('f7'), admissionContact: head('Ms. Hall') } };
    expect([known([]), known([noted]), known([])]).toEqual(['', 'Ms. Hall', '']);
  });
});
