import { describe, expect, it } from 'vitest';
import { overlaysByFacility, readOverlay } from '../../src/domain/facility-overlay';
import type { RecordLike } from '../../src/domain/reading';

const head = (value: unknown, at: string, by = 'ana') => ({ heads: [{ value, by, at }] });
const overlay = (id: string, fields: RecordLike['fields'], capabilities: string[] = []): RecordLike => ({
  id,
  kind: 'facility_overlay',
  fields: { facility: head('place', '2026-11-01'), ...fields },
  entries: { capabilities: capabilities.map((value, tag) => ({ id: `${tag}`, value, by: 'ana', at: '2026-11-20', wall: '2026-11-20' })) },
});
const answer = (row: string, payer: string, accepts: boolean, asOf: string): RecordLike['fields'] => ({
  [`payers/${row}/payer`]: head(payer, asOf), [`payers/${row}/accepts`]: head(accepts, asOf, 'ben'), [`payers/${row}/asOf`]: head(asOf, asOf),
});

describe('what the agency knows of a facility', () => {
  it('of two people who each wrote the first thing is read as one, the later answer standing', () => {
    const ana = overlay('a', { openBeds: head({ value: 'yes', count: 2, asOf: '2026-11-20', source: 'Kim' }, '2026-11-20T09:00'), medicaidPending: head(true, '2026-11-20T09:00') }, ['iv']);
    const ben = overlay('b', { openBeds: head({ value: 'no', asOf: '2026-11-20' }, '2026-11-20T10:00', 'ben') }, ['iv', 'dialysis']);
    for (const both of [[ana, ben], [ben, ana]]) {
      const known = readOverlay(both);
      expect(known.openBeds).toEqual({ value: 'no', count: null, asOf: '2026-11-20', source: '', by: 'ben' });
      expect(known.medicaidPending).toBe(true);
      expect([...known.capabilities].sort()).toEqual(['dialysis', 'iv']);
    }
  });

  it('keeps two notes beside each other, the newest first, and leaves out what was taken back', () => {
    const note = (row: string, on: string): RecordLike['fields'] => ({ [`notes/${row}/on`]: head(on, on), [`notes/${row}/text`]: head(`Of ${on}`, on) });
    const known = readOverlay([
      overlay('a', { ...note('1', '2026-11-18'), ...note('2', '2026-11-19'), 'notes/2/alive': head(false, '2026-11-20') }),
      overlay('b', note('3', '2026-11-20')),
    ]);
    expect(known.notes.map(({ text, record, row }) => [text, record, row])).toEqual([['Of 2026-11-20', 'b', '3'], ['Of 2026-11-18', 'a', '1']]);
  });

  it('of a plan says the answers of the last day, different ones of one day both', () => {
    const known = readOverlay([
      overlay('a', { ...answer('1', 'Aetna', true, '2026-11-01'), ...answer('2', 'Humana', true, '2026-11-20') }),
      overlay('b', { ...answer('3', 'aetna ', false, '2026-11-19'), ...answer('4', 'Humana', false, '2026-11-20') }),
    ]);
    expect(known.payers.map(({ row, accepts, by }) => [row, accepts, by])).toEqual([['2', true, 'ben'], ['3', false, 'ben'], ['4', false, 'ben']]);
  });

  it('stands by the facility that it is about, the oldest record first', () => {
    const records = overlaysByFacility([overlay('b', {}), overlay('a', {}), overlay('c', { facility: head('other', '2026-11-01') })]);
    expect([...records].map(([facility, all]) => [facility, all.map(({ id }) => id)])).toEqual([['other', ['c']], ['place', ['a', 'b']]].reverse());
  });
});
