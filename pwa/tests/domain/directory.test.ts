import { describe, expect, it } from 'vitest';
import { facilitiesOf, facilityOf, searchFacilities, zipPoint, type Shelf } from '../../src/domain/directory';
import { milesBetween } from '../../src/domain/distance';
import type { RecordLike } from '../../src/domain/reading';

const head = (value: unknown): { heads: { value: unknown; by: string; at: string }[] } => ({ heads: [{ value, by: 'x', at: '2026-11-26' }] });

const part = (id: string, name: string, columns: string[], rows: unknown[][]): RecordLike => ({
  id,
  kind: 'directory',
  fields: { part: head(name), table: head({ columns, rows }) },
  entries: {},
});

const COLUMNS = ['id', 'ccn', 'type', 'name', 'city', 'zip', 'lat', 'lon', 'overall', 'notes', 'gone'];
const CARE = part('1', 'facilities', COLUMNS, [
  ['a', '015009', 'nursing-home', 'Peña Manor', 'Ashby', '43001', 40, -83, 4, null, false],
  ['b', '015010', 'nursing-home', 'Alder House', 'Ashby', '43001', 40, -83, null, { 'stars.overall': 'Too new to rate' }, false],
  ['c', '01T011', 'irf', 'Far Rehabilitation', 'Bellbrook', '45305', 39.6, -84.1, null, null, false],
  ['d', '015012', 'nursing-home', 'Closed Manor', 'Ashby', '43001', 40, -83, 1, null, true],
  ['e', '015013', 'hospice', 'Nowhere Hospice', 'Ashby', '', null, null, null, null, false],
]);
const ZIPS = part('2', 'zips', ['zip', 'lat', 'lon'], [['43001', 40.1, -83.1]]);
const SOURCES = part('3', 'sources', ['source', 'date'], [['nursing-home', '2026-10-01']]);

const shelf = (records: RecordLike[]): Shelf => ({ all: (kind) => records.filter((one) => one.kind === kind) });
const here = shelf([CARE, ZIPS, SOURCES]);

describe('the directory on a tablet', () => {
  it('reads facilities with their footnotes and the day of their source', () => {
    const alder = facilityOf(here, 'b');
    expect(alder).toMatchObject({ stars: { overall: null }, notes: { 'stars.overall': 'Too new to rate' }, dataDate: '2026-10-01' });
    expect(facilityOf(here, 'c')?.dataDate).toBe('');
  });

  it('lays what the agency knows over what is published, and again when that changes', () => {
    const overlay = (beds: string): RecordLike => ({
      id: 'o',
      kind: 'facility_overlay',
      fields: { facility: head('a'), openBeds: head({ value: beds, asOf: '2026-11-25' }) },
      entries: {},
    });
    expect(facilityOf(shelf([CARE, overlay('yes')]), 'a')?.ours.openBeds?.value).toBe('yes');
    expect(facilityOf(shelf([CARE, overlay('no')]), 'a')?.ours.openBeds?.value).toBe('no');
    expect(facilityOf(shelf([CARE]), 'a')?.ours.openBeds).toBeNull();
  });

  it('is not read again while no part has changed', () => {
    expect(facilitiesOf(here)).toBe(facilitiesOf(shelf([CARE, ZIPS, SOURCES])));
  });

  it('orders by distance, what is equally far by name, what is nowhere last, and leaves out what is gone', () => {
    const found = searchFacilities(facilitiesOf(here), { from: { lat: 40, lon: -83 } });
    expect(found.map(({ facility }) => facility.id)).toEqual(['b', 'a', 'c', 'e']);
    expect(found.at(-1)?.miles).toBeNull();
    expect(searchFacilities(facilitiesOf(here), { gone: true }).map(({ facility }) => facility.id)).toContain('d');
  });

  it('finds by the beginning of words, whatever their accents, and by number, type and distance', () => {
    const ids = (search: Parameters<typeof searchFacilities>[1]): string[] => searchFacilities(facilitiesOf(here), search).map(({ facility }) => facility.id);
    expect(ids({ text: 'pena ash' })).toEqual(['a']);
    expect(ids({ text: 'ouse' })).toEqual([]);
    expect(ids({ text: '01t011' })).toEqual(['c']);
    expect(ids({ types: ['irf', 'hospice'] })).toEqual(['c', 'e']);
    expect(ids({ from: { lat: 40, lon: -83 }, within: 20 })).toEqual(['b', 'a']);
  });

  it('knows the middle of a ZIP code of the area, also with the four digits behind it', () => {
    expect(zipPoint(here, '43001-1234')).toEqual({ lat: 40.1, lon: -83.1 });
    expect(zipPoint(here, '99999')).toBeNull();
  });

  it('measures miles as the crow flies', () => {
    expect(milesBetween({ lat: 40.7128, lon: -74.006 }, { lat: 34.0522, lon: -118.2437 })).toBeCloseTo(2445.6, 0);
    expect(milesBetween(null, { lat: 0, lon: 0 })).toBeNull();
  });
});
