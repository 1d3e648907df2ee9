import { describe, expect, it } from 'vitest';
import { estimateOf, type StayAsked } from '../../src/domain/cost-estimate';
import type { Facility } from '../../src/domain/directory';
import type { Match } from '../../src/domain/facility-match';
import { NOTHING_OF_OURS } from '../../src/domain/facility-overlay';
import { costsOtherNow, languageOfList, MOST_SHOWN, orderOf, reordered, shownListOf, shownLists, sourceWords } from '../../src/domain/shown-list';
import { record } from '../views/records';

const AT = '2026-11-20T15:00:00.000Z';
const match = (id: string, name: string, overall: number | null, miles: number, rate?: string): Match => {
  const facility: Facility = {
    id, ccn: `39${id}`, type: 'nursing-home', name, phone: '', address: { line: '1 Elm St', city: 'Mapleton', state: 'PA', zip: '19104' }, at: null,
    stars: { overall, inspection: null, staffing: null, quality: null }, rehospitalised: null, nurseHours: null, rnHours: null, turnover: null, abuse: false, specialFocus: 'none', programs: '',
    beds: null, residents: null, ownership: '', offers: [], dataDate: '2026-10-01', notes: {}, gone: false,
    ours: rate === undefined ? NOTHING_OF_OURS : { ...NOTHING_OF_OURS, privateRate: { perDay: rate, asOf: '2026-11-02', source: '', by: '' } },
  };
  return { facility, miles, meets: {}, takesPart: 'unknown', accepts: { is: 'unknown', words: '', asOf: '', source: '' }, occupancy: null };
};
const PLACES = [match('a', 'Oak', 3, 1.2, '310'), match('b', 'Elm', 5, 2.4)];
const stay = (more: Partial<StayAsked> = {}) => ({ facility }: Match) => {
  const rate = facility.ours.privateRate;
  return estimateOf('snf', { pays: 'medicare', qualifying: 'yes', daysUsed: 90, days: 20, begins: '2026-11-20', privateRate: rate ? { perDay: Number(rate.perDay), asOf: rate.asOf } : null, unpaid: '', ...more });
};
const LISTED = { at: AT, order: 'distance', filters: 'a short stay', days: 20 } as const;
const list = shownListOf(PLACES, stay(), LISTED);

describe('the list that is shown', () => {
  it('says once what every estimate takes for granted, and at each place what is its own', () => {
    expect(list.assumptions).toContain('90 of the 100 days of this benefit period are used already.');
    expect(list.assumptions).toContain('Days 21 to 100: a share a day: 10 days, $217 a day.');
    expect(list.places.map(({ estimate }) => estimate)).toEqual([
      ['After day 100: the patient pays all: 10 days, $310 a day.', 'The place asked $310 a day on Nov 2, 2026.'],
      ['After day 100: the patient pays all: 10 days, price not known.', 'What the place asks a day is not known. Call and ask.'],
    ]);
    expect(list.places[0]?.lines.at(-2)).toBe('It asks $310 a day if you pay yourself, asked Nov 2, 2026');
    expect(list.places[0]?.lines.at(-1)).toBe('You would pay about $5,270 for 20 days. An estimate, not a promise.');
    expect(list).toMatchObject({ order: 'The nearest first', dataDate: '2026-10-01' });
  });

  it('says how far each place is as staff read it', () => {
    expect(list.places[0]?.lines[0]).toBe('1 Elm St, Mapleton, 19104. 1.2 miles away');
  });

  it('keeps its words in another order, which only somebody asks for', () => {
    const byName = reordered(list, PLACES, 'name', '2026-11-20T15:05:00.000Z');
    expect(byName.places).toEqual([list.places[1], list.places[0]]);
    expect([byName.order, orderOf(byName), orderOf(list)]).toEqual(['By name', 'name', 'distance']);
    expect(reordered(byName, PLACES, 'distance', AT).places).toEqual(list.places);
  });

  it('keeps a place that closed since, last of all', () => {
    expect(reordered(list, PLACES.slice(1), 'distance', AT).places.map(({ facility }) => facility)).toEqual(['b', 'a']);
  });

  it('is read back from the record as it was kept', () => {
    const options = record('facility_options', {}, { entries: { shown: [{ id: 'one', value: structuredClone(list), by: 'ana', at: AT, wall: AT, visit: null, pending: false }] as never } });
    expect(shownLists(options)[0]?.list).toEqual(list);
  });

  it('says once what holds for all that the insurance pays, also where it does not pay one of them', () => {
    const [own, other] = [match('c', 'Elm', 2, 3, '300'), match('d', 'Fir', 2, 4, '310')];
    const one: Match = { ...own, takesPart: 'no' };
    const all = shownListOf([one, other, match('e', 'Yew', 3, 5, '320')], (place) => stay({ unpaid: place.takesPart === 'no' ? 'Medicare' : '' })(place), LISTED);
    expect(all.assumptions).toContain('The stay follows 3 midnights or more in hospital, and skilled care is needed every day.');
    expect(all.places[0]?.estimate?.[0]).toBe('Medicare does not pay here, so the patient pays all: 20 days, $300 a day.');
  });

  it('is told in Spanish, line for line, and keeps to it in another order', () => {
    const [oak] = PLACES;
    const given: Match = {
      ...(oak ?? match('a', 'Oak', 3, 1.2)), meets: { dialysis: 'unknown' }, occupancy: 72,
      accepts: { is: 'yes', words: 'Takes this insurance', asOf: '2026-11-02', source: '' },
    };
    const told = shownListOf([given], ({ facility }) => estimateOf('snf', { pays: 'medicare', qualifying: 'yes', daysUsed: 0, days: 30, begins: '2026-11-20', privateRate: null, unpaid: facility.ours.privateRate ? '' : 'Medicare' }, 'es'), { ...LISTED, days: 30, language: 'es' });
    expect(told.places[0]?.lines).toEqual([
      '1 Elm St, Mapleton, 19104. A 1.2 millas', 'En general: 3 de 5 estrellas',
      'Personal: no se sabe. Inspecciones: no se sabe. Calidad del cuidado: no se sabe', 'Horas de enfermería por persona al día: no se sabe', 'De estas, horas de enfermeras tituladas: no se sabe',
      'Estancias cortas que volvieron a un hospital: no se sabe', 'Personal de enfermería que se fue en un año: no se sabe',
      'Camas: no se sabe. En uso en un día normal: cerca de 72 de 100',
      'Acepta este seguro, según nos dijeron el 2 de noviembre de 2026', 'Diálisis en el lugar: no se sabe',
      'Pide $310 al día si usted paga, preguntado el 2 de noviembre de 2026', 'Usted pagaría cerca de $2,170 por 30 días. Es un cálculo, no una promesa.',
    ]);
    expect(told.assumptions).toContain('Días 21 a 100: una parte por día: 10 días, $217 al día.');
    expect([languageOfList(told), languageOfList(list), orderOf(told)]).toEqual(['es', 'en', 'distance']);
    expect([told.language, reordered(told, PLACES, 'name', AT).language]).toEqual(['es', 'es']);
    // Lists that were kept before they said it.
    expect([languageOfList({ order: 'Por nombre' }), languageOfList({ order: 'By name' })]).toEqual(['es', 'en']);
    expect(languageOfList({ language: 'en', order: 'Por nombre' })).toBe('en');
    expect(reordered(told, [given], 'stars', AT).order).toBe('Primero los de más estrellas');
    expect(sourceWords(told)).toBe('Lista pública de Medicare (CMS Provider Data Catalog), del 1 de octubre de 2026');
  });

  it('costs something else once who pays, the days or a price changed', () => {
    expect(costsOtherNow(list, PLACES, stay(), 20)).toBe(false);
    expect(costsOtherNow(list, PLACES, stay({ pays: 'private' }), 20)).toBe(true);
    expect(costsOtherNow(list, PLACES, stay({ days: 30 }), 30)).toBe(true);
    expect(costsOtherNow(list, [match('a', 'Oak', 3, 1.2, '340')], stay(), 20)).toBe(true);
    expect(costsOtherNow(list, [match('new', 'New', 3, 1.2, '340')], stay(), 20)).toBe(false);
  });

  it('fits into one change of the record, however much there is to say', () => {
    const many = Array.from({ length: MOST_SHOWN }, (_, number) => match(`019a0000-0000-7000-8000-${number}`, 'A place with sixty letters in its name, as there really are', 5, 12.3, `${300 + number}`));
    expect(JSON.stringify(shownListOf(many, stay(), LISTED)).length).toBeLessThan(500_000);
  });
});
