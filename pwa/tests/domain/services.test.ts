import { describe, expect, it } from 'vitest';
import type { RecordLike } from '../../src/domain/reading';
import { isOpenNow, languagesOf, searchServices } from '../../src/domain/service-search';
import { servicesOf, type Service } from '../../src/domain/services';
import { openingWords } from '../../src/views/library/directory-words';

const head = (value: unknown): { heads: { value: unknown; by: string; at: string }[] } => ({ heads: [{ value, by: 'x', at: '2026-11-26' }] });
const WEEK = ['MO', 'TU', 'WE', 'TH', 'FR'];
const place = (lat: number | null, openings: unknown[] = []): unknown => ({ name: 'Hall', line: '1 Main St', city: 'Ashby', state: 'OH', zip: '43210', lat, lon: lat === null ? null : -83, phones: [], openings, access: [] });
const open = (more: object): unknown => ({ days: WEEK, opens: '09:00', closes: '17:00', from: '', to: '', note: '', ...more });

const COLUMNS = ['id', 'name', 'status', 'needs', 'languages', 'minimumAge', 'maximumAge', 'eligibility', 'places', 'openings', 'gone'];
const record: RecordLike = {
  id: '1',
  kind: 'directory',
  fields: {
    part: head('services'),
    table: head({
      columns: COLUMNS,
      rows: [
        ['pantry', 'Food Pantry', 'active', ['food-insecurity'], ['Spanish'], 18, null, 'Residents of Maple County', [place(40.2)], [open({})], false],
        ['line', 'Crisis Line', '', ['stress'], [], null, null, '', [], [open({ days: [], opens: '00:00', closes: '24:00' })], false],
        ['night', 'Night Shelter', 'active', ['homelessness'], ['Somali'], null, 17, '', [place(40)], [open({ days: ['FR'], opens: '19:00', closes: '07:00' })], false],
        ['old', 'Old Pantry', 'active', ['food-insecurity'], [], null, null, '', [place(40)], [open({ to: '1999-12-31' })], true],
        ['shut', 'Shut Kitchen', 'defunct', ['food-insecurity'], [], null, null, '', [place(null)], [], false],
      ],
    }),
  },
  entries: {},
};
const all = servicesOf({ all: (kind) => (kind === 'directory' ? [record] : []) });
const named = (id: string): Service => {
  const found = all.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};
const hours = (id: string): string => named(id).openings.map((one) => openingWords(one, '2026-11-26')).join('; ');
const ids = (search: Parameters<typeof searchServices>[1]): string[] => searchServices(all, search).map(({ service }) => service.id);

describe('services on a tablet', () => {
  it('are found by need, language, age, and words of whom they are for', () => {
    expect(ids({ need: 'food-insecurity' })).toEqual(['pantry']);
    expect(ids({ language: 'Somali' })).toEqual(['night']);
    expect(ids({ age: 17 })).toEqual(['line', 'night']);
    expect(ids({ text: 'maple resid' })).toEqual(['pantry']);
    expect(languagesOf(all)).toEqual(['Somali', 'Spanish']);
  });

  it('leave out what is closed or no longer published unless it is asked for', () => {
    expect(ids({})).toEqual(['line', 'pantry', 'night'].sort((a, b) => named(a).name.localeCompare(named(b).name)));
    expect(ids({ gone: true })).toHaveLength(5);
  });

  it('come nearest first; a service without a place is reached from everywhere and comes last', () => {
    const from = { lat: 40, lon: -83 };
    expect(ids({ from })).toEqual(['night', 'pantry', 'line']);
    expect(ids({ from, within: 5 })).toEqual(['night', 'line']);
  });

  it('are open by day, hour, last day, and past midnight; silence is not known', () => {
    const at = (id: string, date: string, time: string): boolean | null => isOpenNow(named(id), { date, time });
    // 2026-11-26 is a Thursday.
    expect([at('pantry', '2026-11-26', '09:00'), at('pantry', '2026-11-26', '17:00'), at('pantry', '2026-11-28', '10:00')]).toEqual([true, false, false]);
    expect([at('night', '2026-11-27', '20:00'), at('night', '2026-11-28', '06:59'), at('night', '2026-11-29', '06:00')]).toEqual([true, true, false]);
    expect(at('old', '2026-11-26', '10:00')).toBe(false);
    expect(at('shut', '2026-11-26', '10:00')).toBeNull();
    expect(at('line', '2026-11-26', '23:59')).toBe(true);
    expect(ids({ openNow: { date: '2026-11-26', time: '10:00' } })).toEqual(['line', 'pantry']);
  });

  it('say their hours in words, and that a schedule is over', () => {
    expect(hours('pantry')).toBe('Mon to Fri 09:00 to 17:00');
    expect(hours('old')).toContain('this ended Dec 31, 1999');
  });
});
