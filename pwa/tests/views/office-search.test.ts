import { describe, expect, it, vi } from 'vitest';
import type { AppStore, PatientId, RecordId } from '../../src/app/contract';
import type { FoundMatch, FoundPage, FoundRow } from '../../src/app/office';
import { searchDeskOf } from '../../src/views/office/search-desk.svelte';
import { enough, foundHref, stretches } from '../../src/views/office/search-words';

const PATIENT = '0190a000-0000-7000-8000-00000000000a' as PatientId;
const RECORD = '0190a000-0000-7000-8000-00000000000b' as RecordId;
const VISIT = '0190a000-0000-7000-8000-00000000000c' as RecordId;

const row = (kind: string, visit: RecordId | null = null): FoundRow => ({
  record: RECORD,
  kind,
  title: kind,
  patient: { id: PATIENT, name: 'Luz Delgado', birthDate: '1938-06-09', mrn: '4471' },
  visit,
  at: '2026-11-23T11:00:00.000Z',
  matches: [],
});

const match = (text: string, marks: [number, number][], more: Partial<FoundMatch> = {}): FoundMatch => ({ label: 'Note', text, marks, before: false, after: false, ...more });

describe('what a found record says of itself', () => {
  it('opens a note in the review of its visit, and everything else where it stands in the chart', () => {
    expect(foundHref(row('note', VISIT))).toBe(`#/office/queue/${VISIT}`);
    expect(foundHref(row('note'))).toBe(`#/patients/${PATIENT}/timeline`);
    expect(foundHref(row('goal'))).toBe(`#/patients/${PATIENT}/plan`);
    expect(foundHref(row('contact'))).toBe(`#/patients/${PATIENT}/contacts`);
    expect(foundHref(row('message'))).toBe(`#/messages/${PATIENT}`);
    expect(foundHref(row('event'))).toBe(`#/patients/${PATIENT}/outcomes`);
    expect(foundHref(row('medication'))).toBe(`#/patients/${PATIENT}/summary`);
  });

  it('marks by code points: a letter of two units before does not move a mark', () => {
    expect(stretches(match('𝒜 Mun\u0303oz today', [[2, 8]]))).toEqual([
      { words: '𝒜 ', hit: false },
      { words: 'Mun\u0303oz', hit: true },
      { words: ' today', hit: false },
    ]);
  });

  it('says where a text is cut, and leaves nothing empty', () => {
    const cut = stretches(match('ramp', [[0, 4]], { before: true, after: true }));
    expect(cut.map(({ words }) => words)).toEqual(['… ', 'ramp', ' …']);
  });

  it('asks nothing before a word has two letters or digits', () => {
    expect(['', 'a', ' é —', '! ?', 'n\u0303'].map(enough)).toEqual([false, false, false, false, false]);
    expect(['mu', 'a 14', 'ñu', '"mu"'].map(enough)).toEqual([true, true, true, true]);
  });
});

describe('a search while somebody types', () => {
  const atDesk = (): { asked: [string, (page: FoundPage) => void, () => void][]; desk: ReturnType<typeof searchDeskOf>; store: AppStore } => {
    const asked: [string, (page: FoundPage) => void, () => void][] = [];
    const search = (text: string): Promise<FoundPage> =>
      new Promise((answer, refuse) => {
        asked.push([text, answer, () => { refuse(new Error('away')); }]);
      });
    const store = { inbox: { search } } as unknown as AppStore;
    return { asked, desk: searchDeskOf(store), store };
  };
  const page = (kind: string): FoundPage => ({ rows: [row(kind)], next: null, complete: true });

  it('waits until she pauses, and shows what was asked for last', async () => {
    vi.useFakeTimers();
    const { asked, desk } = atDesk();
    desk.type('mu');
    desk.type('mun');
    vi.advanceTimersByTime(300);
    desk.type('munoz');
    vi.advanceTimersByTime(300);
    vi.useRealTimers();
    expect(asked.map(([text]) => text)).toEqual(['mun', 'munoz']);
    asked[1]?.[1](page('goal'));
    asked[0]?.[1](page('note'));
    await vi.waitFor(() => { expect(desk.looking).toBe(false); });
    expect(desk.list.rows.map(({ kind }) => kind)).toEqual(['goal']);
  });

  it('is empty again once nothing is asked, whatever still comes', async () => {
    const { asked, desk } = atDesk();
    desk.type('munoz');
    const under = desk.ask();
    desk.type('');
    asked[0]?.[1](page('goal'));
    await under;
    expect([desk.list.rows, desk.asked, desk.looking, desk.list.phase]).toEqual([[], '', false, 'open']);
  });

  it('keeps what it shows where the next answer does not come, and fails where there is nothing to show', async () => {
    const { asked, desk, store } = atDesk();
    desk.type('munoz');
    const first = desk.ask();
    asked[0]?.[2]();
    await first;
    expect(desk.list.phase).toBe('failed');
    const second = desk.ask();
    asked[1]?.[1](page('goal'));
    await second;
    const third = desk.ask();
    asked[2]?.[2]();
    await third;
    expect([desk.list.phase, desk.list.stopped, desk.list.rows.length]).toEqual(['open', true, 1]);
    // Back from a chart finds it again.
    expect(searchDeskOf(store)).toBe(desk);
  });
});
