import { describe, expect, it } from 'vitest';
import type { Shelf } from '../../src/domain/directory';
import { changedSince, picksOf } from '../../src/domain/directory-picks';
import type { RecordLike } from '../../src/domain/reading';

const head = (value: unknown) => ({ heads: [{ value, by: 'x', at: '2026-11-26' }] });
const part = (name: string, columns: string[], rows: unknown[][]): RecordLike => ({ id: name, kind: 'directory', fields: { part: head(name), table: head({ columns, rows }) }, entries: {} });
const FACILITIES = part('facilities', ['id', 'type', 'name', 'phone', 'line', 'city', 'state', 'zip', 'lat', 'lon', 'gone'], [
  ['near', 'nursing-home', 'Cedar Manor', '6145550100', '1 Main St', 'Ashby', 'OH', '43001', 40, -83, false],
  ['far', 'hospice', 'Cedar Hospice', '', '', 'Bellbrook', 'OH', '45305', 39.6, -84.1, false],
  ['closed', 'nursing-home', 'Cedar Lodge', '', '', 'Ashby', 'OH', '43001', 40, -83, true],
]);
const SERVICES = part('services', ['id', 'name', 'organization', 'status', 'phones', 'places', 'gone'], [
  ['meals', 'Home-delivered meals', 'Cedar Council', 'active', [{ number: '6145550123', note: '' }], [{ name: 'Hall', line: '2 Main St', city: 'Ashby', state: 'OH', zip: '43001', lat: 40.01, lon: -83, phones: [], openings: [], access: [] }], false],
  ['rides', 'Rides, Cedar Council', 'Cedar Council', 'active', [], [], false],
]);
const shelf = (...records: RecordLike[]): Shelf => ({ all: (kind) => records.filter((one) => one.kind === kind) });
const here = shelf(FACILITIES, SERVICES);

describe('choosing an organisation by its name', () => {
  it('offers facilities and services, the nearest first, and none that is no longer published', () => {
    const found = picksOf(here, 'cedar', { lat: 40, lon: -83 }, 5);
    expect(found.map(({ id }) => id)).toEqual(['near', 'meals', 'far', 'rides']);
    expect(found[0]).toEqual({ id: 'near', name: 'Cedar Manor', facts: 'Nursing home · 1 Main St, Ashby · Less than 0.1 mile', phone: '6145550100', address: '1 Main St, Ashby, OH 43001', zip: '43001', miles: 0 });
  });

  it('names a service with whose it is, once', () => {
    expect(picksOf(here, 'cedar', null, 9).map(({ name }) => name)).toEqual(expect.arrayContaining(['Home-delivered meals, Cedar Council', 'Rides, Cedar Council']));
  });

  it('offers nothing for one letter, and no more than it is asked for', () => {
    expect(picksOf(here, 'c', null, 5)).toEqual([]);
    expect(picksOf(here, 'ce', null, 1)).toHaveLength(1);
  });

  it('says of what was chosen that it is closed, gone or called otherwise since, and nothing of anything else', () => {
    expect(changedSince(here, 'near', 'Cedar Manor')).toBeNull();
    expect(changedSince(here, 'near', 'Cedar Manor, Ashby')).toBeNull();
    expect(changedSince(here, '', 'Typed by hand')).toBeNull();
    expect(changedSince(here, 'meals', 'Home-delivered meals, Cedar Council')).toBeNull();
    expect(changedSince(here, 'closed', 'Cedar Lodge')).toMatch(/^It is no longer published since/u);
    expect(changedSince(here, 'far', 'Elm Hospice')).toBe('The directory calls it Cedar Hospice now.');
    expect(changedSince(here, 'never', 'Elm Hospice')).toMatch(/not in the directory of this tablet/u);
    expect(changedSince(shelf(), 'never', 'Elm Hospice')).toBeNull();
  });
});
