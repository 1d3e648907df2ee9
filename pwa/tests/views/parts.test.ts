import { describe, expect, it } from 'vitest';
import { layoutFor } from '../../src/app/layout.svelte';
import { readRoute } from '../../src/app/routes';
import { codeStatusWords, diedWords, shortMrn } from '../../src/views/parts/code-status';
import { whoseWords } from '../../src/views/office/whose-words';
import { readBoxes, weeksOf } from '../../src/views/parts/month-grid';
import { trustWords } from '../../src/views/parts/trust-words';
import { fieldLabel, valueWords } from '../../src/views/parts/value-words';
import { wordDiff } from '../../src/views/parts/word-diff';

const at = (): string => '11:42';

describe('the trust pill', () => {
  it('claims safety only in the state safe', () => {
    const words = [
      trustWords({ kind: 'not-saved', why: 'This tablet is full.' }, at),
      trustWords({ kind: 'cannot-send', why: 'no network', waiting: 3 }, at),
      trustWords({ kind: 'sending', done: 9, of: 14 }, at),
      trustWords({ kind: 'saved', waiting: 14 }, at),
      trustWords({ kind: 'offline' }, at),
    ];
    expect(words.filter(({ short, full }) => `${short}${full}`.includes('Safe'))).toEqual([]);
    expect(trustWords({ kind: 'safe', at: 'x' }, at).short).toBe('Safe on the server · 11:42');
  });

  it('never says saved when something was not', () => {
    const words = trustWords({ kind: 'not-saved', why: 'This tablet is full.' }, at);
    expect(words.short).toBe('Not saved');
    expect(words.full).not.toContain('Saved on');
    expect(words.urgent).toBe(true);
  });
});

describe('three date boxes', () => {
  it.each([
    [{ month: '2', day: '3', year: '1941' }, false, '1941-02-03', false],
    [{ month: '2', day: '30', year: '1941' }, false, null, true],
    [{ month: '2', day: '29', year: '2024' }, false, '2024-02-29', false],
    [{ month: '', day: '', year: '' }, false, null, false],
    [{ month: '13', day: '1', year: '2020' }, false, null, true],
    [{ month: '2', day: '', year: '1941' }, true, '1941-02', false],
    [{ month: '', day: '', year: '1941' }, true, '1941', false],
    [{ month: '2', day: '', year: '1941' }, false, null, true],
    [{ month: '2', day: '3', year: '41' }, false, null, true],
  ])('read %j (about: %s)', (boxes, about, date, wrong) => {
    expect(readBoxes(boxes, about)).toEqual({ date, wrong });
  });

  it('lay out a month in whole weeks', () => {
    const weeks = weeksOf(2026, 2);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    expect(weeks.flat().filter(Boolean)).toHaveLength(28);
    expect(weeks[0]?.[0]).toBe('2026-02-01');
  });
});

describe('differences of texts', () => {
  it('mark the words that changed and keep the rest', () => {
    expect(wordDiff('Walk to the mailbox once a week', 'Walk to the mailbox twice a week')).toEqual([
      { kind: 'same', text: 'Walk to the mailbox ' },
      { kind: 'was', text: 'once ' },
      { kind: 'now', text: 'twice ' },
      { kind: 'same', text: 'a week' },
    ]);
  });

  it('put together are the new text', () => {
    const after = 'a  b\nc d';
    expect(wordDiff('x b q d', after).filter(({ kind }) => kind !== 'was').map(({ text }) => text).join('')).toBe(after);
  });
});

const head = (value: unknown): { value: unknown; by: string; at: string } => ({ value, by: 'p', at: '2026-11-18T10:00:00Z' });
const patient = (...values: unknown[]) => ({ id: 'x', kind: 'patient', entries: {}, fields: { codeStatus: { heads: values.map(head) } } });

describe('the code status in the header', () => {
  it('is not settled while two people say different things, and shows both', () => {
    expect(codeStatusWords(patient({ code: 'dnr' }, { code: 'full' }))).toEqual({
      words: 'Not settled: DNR / Full code', unsettled: true, known: false,
    });
  });

  it('is not known where nobody recorded one', () => {
    expect(codeStatusWords(patient()).words).toBe('not known');
  });

  it('shows only the end of a record number', () => {
    expect(shortMrn('00124471')).toBe('…4471');
  });
});

describe('that a patient died', () => {
  const dead = (...days: unknown[]) => ({ id: 'x', kind: 'patient', entries: {}, fields: { deceased: { heads: days.map(head) } } });

  it('is said with its day, and nothing of somebody who lives', () => {
    expect(diedWords(dead('2026-11-27'))).toBe('Died Nov 27, 2026');
    expect([diedWords(dead()), diedWords(dead(null)), diedWords(undefined)]).toEqual(['', '', '']);
  });

  it('is not settled where two people say different days, or one that it is not so', () => {
    expect(diedWords(dead('2026-11-27', '2026-11-26'))).toBe('Died: not settled, Nov 26, 2026 / Nov 27, 2026');
    expect(diedWords(dead('2026-11-27', null))).toBe('Died: not settled, did not die / Nov 27, 2026');
  });
});

describe('whose a line of the office is', () => {
  it('is said by birth date and number, and that somebody died', () => {
    const luz = { birthDate: '1938-06-09', mrn: 'DS-1' };
    expect(whoseWords({ ...luz, died: '2026-11-22' })).toBe(`${whoseWords(luz)} · Died Nov 22, 2026`);
    expect(whoseWords({ ...luz, died: 'not settled' })).toBe(`${whoseWords(luz)} · Died: not settled`);
    expect(whoseWords(luz)).toContain('MRN DS-1');
  });
});

describe('routes', () => {
  it.each([
    ['#/enrol/ABCD-EFGH', { at: 'enrol', code: 'ABCD-EFGH' }],
    ['', { at: 'today' }],
    ['#/patients', { at: 'patients' }],
    ['#/patients/a/plan', { at: 'chart', patient: 'a', tab: 'plan' }],
    ['#/patients/a', { at: 'chart', patient: 'a', tab: 'summary' }],
    ['#/patients/a/oops', { at: 'nowhere' }],
    ['#/visits/v/mood/44250-9', { at: 'visit', visit: 'v', rest: ['mood', '44250-9'] }],
    ['#/work/decide', { at: 'work', list: 'decide' }],
    ['#/different/c', { at: 'different', id: 'c' }],
    ['#/office/queue/v', { at: 'office', rest: ['queue', 'v'] }],
    ['#/%E0%A4%A', { at: 'nowhere' }],
    ['#/elsewhere', { at: 'nowhere' }],
  ])('%s is a place', (hash, route) => {
    expect(readRoute(hash)).toEqual(route);
  });
});

describe('the layout', () => {
  it.each([
    [390, 16, false, 'phone'],
    [768, 16, false, 'portrait'],
    [1024, 16, false, 'rail'],
    [1440, 16, true, 'desktop'],
    [1366, 16, false, 'rail'],
    [1024, 32, false, 'phone'],
  ] as const)('of %d px at a text size of %d px (mouse: %s) is %s', (width, rem, fine, expected) => {
    expect(layoutFor(width, rem, fine)).toBe(expected);
  });
});

describe('what one person took out and another went on with', () => {
  it('is asked in words, of a row by the name of its list', () => {
    const row = 'actions/01a2201c-27f4-7ae6-8503-bba0aeb4afbe/alive';
    expect(fieldLabel('conference', row)).toBe('Actions, kept or taken out');
    expect(fieldLabel('task', 'alive')).toBe('Kept or taken out');
    expect([true, false].map((stands) => valueWords('conference', row, stands))).toEqual(['Kept', 'Taken out']);
  });
});
