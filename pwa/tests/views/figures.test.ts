import { describe, expect, it } from 'vitest';
import { fileName, HttpBoards, type Figure, type Load } from '../../src/app/boards';
import { readRoute } from '../../src/app/routes';
import { NotDoorstep } from '../../src/sync/shape';
import { cellWords, hasWork, noneWords, restsOnWords, unsentWords } from '../../src/views/office/figure-words';

const NOW = new Date('2026-11-26T16:00:00.000Z');
const figure: Figure = {
  key: 'same-day',
  title: 'Signed the same day',
  values: [{ label: 'Signed the same day', value: null, kind: 'percent' }],
  n: 0,
  of: 'visits that ended',
  definition: { counted: 'a', outOf: 'b', period: 'c', leftOut: [{ why: 'd', n: 1 }], notes: [] },
  columns: [{ label: 'Day', kind: 'day' }, { label: 'Share', kind: 'percent' }],
  rows: [['2026-11-26', 66.7], ['2026-11-25', null]],
};
const answer = { days: 7, first: '2026-11-20', last: '2026-11-26', at: NOW.toISOString(), figures: [figure] };
const load: Load = { patients: 24, today: 0, ahead: 0, returned: 0, dueToday: 0, late: 0, unsent: null, toldAt: null };

const asked: unknown[] = [];
const boards = (said: unknown) =>
  new HttpBoards({
    ask: (request) => {
      asked.push(request);
      return Promise.resolve(said);
    },
  });

describe('the numbers of a figure', () => {
  it('carry their unit, and a dash where nothing was measured', () => {
    expect(cellWords(8.5, 'minutes')).toBe('8.5 min');
    expect(cellWords(0, 'minutes')).toBe('0 min');
    expect(cellWords(150, 'minutes')).toBe('2.5 h');
    expect(cellWords(21.44, 'hours')).toBe('21.4 h');
    expect(cellWords(66.7, 'percent')).toBe('66.7%');
    expect(cellWords(100, 'percent')).toBe('100%');
    expect(cellWords(9.4, 'rate')).toBe('9.4');
    expect(cellWords(12, 'count')).toBe('12');
    expect(cellWords(null, 'percent')).toBe('—');
  });

  it('show a day as a date, and a text as it is', () => {
    expect(cellWords('2026-11-26', 'day')).toBe('Nov 26, 2026');
    expect(cellWords('Food insecurity', 'text')).toBe('Food insecurity');
  });

  it('say what they rest on, and that nothing happened where nothing did', () => {
    expect(restsOnWords({ ...figure, n: 1 })).toBe('Visits that ended: 1');
    expect(noneWords(figure)).toBe('No visits in this period.');
    expect(noneWords({ ...figure, key: 'late' })).toBe('No deadlines in this period.');
    expect(noneWords({ ...figure, key: 'needs' })).toBe('No needs in this period.');
    expect(noneWords({ ...figure, key: 'referral-targets' })).toBe('No referrals in this period.');
  });
});

describe('figures over the wire', () => {
  it('are read whole, and refused where a cell is neither text nor number', async () => {
    const read = await boards(answer).figures(30);
    expect(read.figures[0]?.rows).toEqual([['2026-11-26', 66.7], ['2026-11-25', null]]);
    expect(asked.at(-1)).toEqual({ method: 'GET', path: '/api/office/figures?days=30' });
    const spoiled = { ...answer, figures: [{ ...figure, rows: [[{}]] }] };
    await expect(boards(spoiled).figures(7)).rejects.toThrow(NotDoorstep);
  });

  it('come as a file of bytes, of all figures or of one table, and of nothing in between', async () => {
    const file = await boards(new TextEncoder().encode('Day\r\n').buffer).csv(90, 'late');
    expect([file.type, await file.text()]).toEqual(['text/csv', 'Day\r\n']);
    expect(asked.at(-1)).toEqual({ method: 'GET', path: '/api/office/figures.csv?days=90&figure=late', answer: 'bytes' });
    await boards(new ArrayBuffer(0)).csv(7);
    expect(asked.at(-1)).toEqual({ method: 'GET', path: '/api/office/figures.csv?days=7', answer: 'bytes' });
    await expect(boards('<html>').csv(7)).rejects.toThrow(NotDoorstep);
    expect([fileName(7), fileName(30, 'late')]).toEqual(['figures-7-days.csv', 'figure-late-30-days.csv']);
  });

  it('have their places in the office', () => {
    expect(readRoute('#/office/figures')).toEqual({ at: 'office', rest: ['figures'] });
    expect(readRoute('#/office/workload')).toEqual({ at: 'office', rest: ['workload'] });
  });
});

describe('what a coordinator has before her', () => {
  it('is read whole, a tablet that told nothing included', async () => {
    const board = { people: [{ id: 'a', name: 'Ana Ruiz', gone: null, counts: load }], nobody: load, at: NOW.toISOString() };
    expect((await boards(board).workload()).people[0]?.counts).toEqual(load);
    await expect(boards({ ...board, nobody: { ...load, late: null } }).workload()).rejects.toThrow(NotDoorstep);
  });

  it('says of her tablets what they told, and when', () => {
    expect(unsentWords(load, NOW)).toBe('Not told');
    expect(unsentWords({ ...load, unsent: 0 }, NOW)).toBe('Nothing to send');
    expect(unsentWords({ ...load, unsent: 14, toldAt: '2026-11-26T13:00:00.000Z' }, NOW)).toBe('14 to send, as told 3 h ago');
    expect(unsentWords({ ...load, unsent: 14 }, NOW)).toBe('14 to send');
  });

  it('leaves out the row of nobody where nothing is nobody’s', () => {
    expect(hasWork(load)).toBe(false);
    for (const name of ['today', 'ahead', 'returned', 'dueToday', 'late'] as const) expect(hasWork({ ...load, [name]: 1 })).toBe(true);
  });
});
