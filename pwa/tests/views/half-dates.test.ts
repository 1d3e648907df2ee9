/** A date of which only the month is typed is no value yet: its boxes outlast a lock by themselves. */
import { describe, expect, it } from 'vitest';
import type { AppStore, Json } from '../../src/app/contract';
import { HalfDates } from '../../src/views/parts/half-dates';

type Tablet = Pick<AppStore, 'local' | 'keepTyped' | 'phase'> & { lock: () => void };
const PAGE = '#/patients/luz/outcomes';
const half = { month: '3', day: '', year: '' };

/** What is kept outlasts the page, and nothing can be asked of a store that is closed. */
const tablet = (kept: Map<string, Json>): Tablet => {
  let phase: AppStore['phase'] = 'open';
  return {
    get phase() { return phase; },
    local: (key) => kept.get(key),
    keepTyped: (key, value) => {
      if (phase !== 'open') throw new Error('the store is closed');
      if (value === null) kept.delete(key);
      else kept.set(key, value);
      return Promise.resolve(true);
    },
    lock: () => { phase = 'locked'; },
  };
};

const opened = (kept: Map<string, Json>): { dates: HalfDates; store: Tablet } => {
  const [dates, store] = [new HalfDates(), tablet(kept)];
  dates.keepIn(store);
  return { dates, store };
};

describe('half a date', () => {
  it('stands in its own field after a lock, whatever number its component has then', () => {
    const kept = new Map<string, Json>();
    const { dates, store } = opened(kept);
    const place = dates.place(PAGE, 'c7-on', 'Last day of care');
    dates.keep(place, half);
    store.lock();
    dates.gone(place, PAGE, PAGE);
    const after = opened(kept).dates;
    expect(after.of(after.place(PAGE, 'c12-on', 'Last day of care'))).toEqual(half);
    for (const [page, id, label] of [[PAGE, 'c12-first', 'Last day of care'], [PAGE, 'c12-on', 'First day'], ['#/patients/ben/outcomes', 'c12-on', 'Last day of care']] as const) {
      expect(after.of(after.place(page, id, label))).toBeNull();
    }
  });

  it('goes once it is a date, and with its form, but not with a page that is left', () => {
    const kept = new Map<string, Json>();
    const { dates } = opened(kept);
    const place = dates.place(PAGE, 'due', 'Due');
    dates.keep(place, half);
    dates.gone(place, PAGE, '#/today');
    expect(dates.of(place)).toEqual(half);
    dates.gone(place, PAGE, PAGE);
    expect([...kept.keys()]).toEqual([]);
    dates.keep(place, half);
    dates.forget(place);
    expect([...kept.keys()]).toEqual([]);
  });

  it('is nothing where no store is open, as at the door', () => {
    const dates = new HalfDates();
    dates.keep('born', half);
    expect(dates.of('born')).toBeNull();
  });
});
