import { describe, expect, it } from 'vitest';
import type { Facility } from '../../src/domain/directory';
import { looser, matchesOf, narrowed, type Wanted } from '../../src/domain/facility-match';
import { NOTHING_OF_OURS } from '../../src/domain/facility-overlay';
import { KINDS } from '../../src/domain/generated/kinds';

const place = (id: string, more: Partial<Facility> = {}): Facility => ({
  id, ccn: `39${id}`, type: 'nursing-home', name: `Home ${id}`, phone: '', address: { line: '', city: '', state: 'PA', zip: '19104' }, at: { lat: 40, lon: -75 },
  stars: { overall: 3, inspection: null, staffing: null, quality: null }, rehospitalised: null, nurseHours: null, rnHours: null, turnover: null, abuse: false, specialFocus: 'none', programs: '',
  beds: null, residents: null, ownership: '', offers: [], dataDate: '2026-01-01', notes: {}, gone: false, ours: NOTHING_OF_OURS, ...more,
});

const WANTED: Wanted = { levelOfCare: 'snf', mustHaves: [], payer: '', plan: '', medicaidPending: false, program: '', from: { lat: 40, lon: -75 }, within: null };
const payers = (...list: [string, string, boolean, string][]) => ({ ...NOTHING_OF_OURS, payers: list.map(([payer, plan, accepts, asOf], row) => ({ payer, plan, accepts, asOf, source: 'Admissions', reference: '', by: 'x', record: 'o', row: `${row}` })) });

describe('places that fit', () => {
  it('are all of the level of care, the nearest first, whatever their stars', () => {
    const far = place('far', { at: { lat: 40.5, lon: -75 }, stars: { overall: 5, inspection: 5, staffing: 5, quality: 5 } });
    const found = matchesOf([far, place('near'), place('hospital', { type: 'hospital' }), place('closed', { gone: true })], WANTED);
    expect(found.map(({ facility }) => facility.id)).toEqual(['near', 'far']);
  });

  it('can be known to have each must-have but the one that is about the patient', () => {
    const told = Object.keys(KINDS.facility_overlay.fields.capabilities?.choices ?? {});
    const asked = Object.keys(KINDS.facility_options.fields.mustHaves?.choices ?? {});
    expect(asked.filter((code) => !told.includes(code))).toEqual(['language']);
  });

  it('are none where no list is published', () => {
    expect(matchesOf([place('a')], { ...WANTED, levelOfCare: 'assisted-living' })).toEqual([]);
    expect(matchesOf([place('a')], { ...WANTED, levelOfCare: '' })).toEqual([]);
  });

  it('say of a must-have that it is there, or that nobody knows; nothing is left out for that unless asked', () => {
    const can = place('can', { ours: { ...NOTHING_OF_OURS, capabilities: ['dialysis'] } });
    const found = matchesOf([can, place('maybe')], { ...WANTED, mustHaves: ['dialysis'] });
    expect(found.map(({ meets }) => meets)).toEqual([{ dialysis: 'yes' }, { dialysis: 'unknown' }]);
    expect(narrowed(found, { accepting: false, takingPart: false, meeting: true }).map(({ facility }) => facility.id)).toEqual(['can']);
  });

  it('do not take a plan by one of two different answers of one day', () => {
    const two = place('two', { ours: payers(['Keystone', 'Gold', true, '2026-03-02'], ['Keystone', 'Gold', false, '2026-03-02']) });
    const [match] = matchesOf([two], { ...WANTED, payer: 'Keystone', plan: 'Gold' });
    expect(match?.accepts).toEqual({ is: 'unknown', words: 'Different answers about this insurance: ask again', asOf: '', source: '' });
  });

  it('take a plan by the latest answer about it', () => {
    const asked = place('asked', { ours: payers(['Keystone', 'Gold', false, '2026-01-02'], ['keystone ', 'gold', true, '2026-03-02'], ['Other', '', false, '2026-09-01']) });
    const refuses = place('refuses', { ours: payers(['Keystone', '', false, '2026-03-02']) });
    const found = matchesOf([asked, refuses, place('unasked')], { ...WANTED, payer: 'Keystone', plan: 'Gold' });
    expect(found.map(({ facility, accepts }) => [facility.id, accepts.is])).toEqual([['asked', 'yes'], ['refuses', 'no'], ['unasked', 'unknown']]);
    expect(narrowed(found, { accepting: true, takingPart: false, meeting: false }).map(({ facility }) => facility.id)).toEqual(['asked', 'unasked']);
  });

  it('are left out for the public insurance that would pay only where they are published not to be its provider', () => {
    const all = [place('both', { programs: 'both' }), place('only', { programs: 'medicare' }), place('other', { programs: 'medicaid' }), place('untold')];
    const found = matchesOf(all, { ...WANTED, program: 'medicaid' });
    expect(found.map(({ facility, takesPart }) => [facility.id, takesPart])).toEqual([['both', 'yes'], ['only', 'no'], ['other', 'yes'], ['untold', 'unknown']]);
    expect(narrowed(found, { accepting: false, takingPart: true, meeting: false }).map(({ facility }) => facility.id)).toEqual(['both', 'other', 'untold']);
    expect(matchesOf(all, WANTED).map(({ takesPart }) => takesPart)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(looser([place('a', { programs: 'medicare' })], { ...WANTED, program: 'medicaid' }, { accepting: false, takingPart: true, meeting: false })).toEqual([{ what: 'program', value: null, fit: 1 }]);
  });

  it('tell of pending Medicaid before anything else, and how full they are', () => {
    const full = place('full', { beds: 100, residents: 104, ours: { ...NOTHING_OF_OURS, medicaidPending: false } });
    const [found] = matchesOf([full], { ...WANTED, medicaidPending: true, payer: 'Keystone' });
    expect(found).toMatchObject({ accepts: { is: 'no' }, occupancy: 100 });
    expect(matchesOf([place('empty', { beds: 0, residents: 3 })], WANTED)[0]?.occupancy).toBeNull();
  });
});

describe('what to ask less of where nothing fits', () => {
  const can = (id: string, ...capabilities: string[]): Facility => place(id, { ours: { ...NOTHING_OF_OURS, capabilities } });
  const MEETING = { accepting: false, takingPart: false, meeting: true };

  it('is the one must-have that keeps places out, the one that helps most first', () => {
    const all = [can('a', 'dialysis'), can('b', 'dialysis'), can('c', 'iv'), can('d')];
    expect(looser(all, { ...WANTED, mustHaves: ['dialysis', 'iv'] }, MEETING)).toEqual([
      { what: 'known', value: null, fit: 4 }, { what: 'must-have', value: 'iv', fit: 2 }, { what: 'must-have', value: 'dialysis', fit: 1 },
    ]);
  });

  it('is the insurance where that alone leaves none', () => {
    const refuses = place('a', { ours: payers(['Keystone', '', false, '2026-03-02']) });
    expect(looser([refuses], { ...WANTED, payer: 'Keystone' }, { accepting: true, takingPart: false, meeting: false })).toEqual([{ what: 'insurance', value: null, fit: 1 }]);
  });

  it('is the nearest distance at which something fits, and a place that is nowhere fits at any', () => {
    const north = (id: string, lat: number): Facility => place(id, { at: { lat, lon: -75 } });
    expect(looser([north('far', 40.3), north('farther', 40.6)], { ...WANTED, within: 5 }, MEETING)).toEqual([{ what: 'distance', value: 25, fit: 1 }]);
    expect(looser([place('nowhere', { at: null })], { ...WANTED, within: 5 }, MEETING)).toEqual([{ what: 'distance', value: null, fit: 1 }]);
  });

  it('is that nobody knows, where no must-have alone is to blame', () => {
    expect(looser([can('a')], { ...WANTED, mustHaves: ['dialysis', 'iv'] }, MEETING)).toEqual([{ what: 'known', value: null, fit: 1 }]);
  });

  it('is nothing where there is no such place at all', () => {
    expect(looser([place('a', { type: 'hospice' })], { ...WANTED, within: 5 }, MEETING)).toEqual([]);
  });
});

describe('15,000 places', () => {
  const many = Array.from({ length: 15_000 }, (_, number) => place(String(number), { at: { lat: 35 + (number % 150) / 10, lon: -75 }, ours: { ...NOTHING_OF_OURS, capabilities: number % 3 === 0 ? ['dialysis'] : [] } }));

  it('are found, narrowed and loosened all, the nearest first', () => {
    const wanted = { ...WANTED, mustHaves: ['dialysis', 'iv'] };
    const found = matchesOf(many, wanted);
    expect(found).toHaveLength(15_000);
    expect((found[0]?.miles ?? 9) <= (found.at(-1)?.miles ?? 0)).toBe(true);
    expect(looser(many, wanted, { accepting: false, takingPart: false, meeting: true })).toEqual([{ what: 'known', value: null, fit: 15_000 }, { what: 'must-have', value: 'iv', fit: 5000 }]);
  });
});
