import { describe, expect, it, vi } from 'vitest';
import type { AppStore, Json } from '../../src/app/contract';
import { isKept, KeptForm, laidOver } from '../../src/views/parts/kept-form.svelte';
import { keptStroke, pathOf, strokeOf } from '../../src/views/visit/statement';
import { movingThen } from '../../src/views/transitions/unsent';

const BEGAN = { name: 'Harbor', on: null as string | null, picked: ['a'], told: false };

describe('a form that was interrupted', () => {
  it('shows what was typed, and what it began with where nothing was', () => {
    expect(laidOver(BEGAN, { name: 'Bay', on: '2026-11-27', picked: [], told: true })).toEqual({ name: 'Bay', on: '2026-11-27', picked: [], told: true });
    expect(laidOver(BEGAN, { name: '' })).toEqual({ ...BEGAN, name: '' });
    expect(laidOver(BEGAN, undefined)).toEqual(BEGAN);
  });

  it('takes nothing that is not of its shape, as another version of the app may have left it', () => {
    expect(laidOver(BEGAN, { name: 4, on: ['x'], picked: 'a', told: 'yes', more: 'x' })).toEqual(BEGAN);
    expect(laidOver(BEGAN, 'Bay')).toEqual(BEGAN);
    expect(laidOver(BEGAN, { name: null, picked: [1] })).toEqual(BEGAN);
  });
});

describe('a signature that is half drawn', () => {
  it('is drawn again as it was, and nothing that is no line is', () => {
    const stroke = [[40.4, 80], [200, 39.6]] as const;
    expect(keptStroke(stroke)).toBe('40,80 200,40');
    expect(pathOf(strokeOf(keptStroke(stroke)))).toBe(pathOf(stroke));
    expect(strokeOf('M0 0" onload="x 1,2 1e9,2')).toEqual([[1, 2]]);
    expect(strokeOf('')).toEqual([]);
  });
});

const EMPTY = { who: '', said: '', how: 'phone' };

const tablet = (): { local: (key: string) => Json | undefined; keepTyped: (key: string, value: Json) => Promise<boolean> } => {
  const kept = new Map<string, Json>();
  return {
    local: (key) => kept.get(key),
    keepTyped: (key, value) => {
      if (value === null) kept.delete(key);
      else kept.set(key, value);
      return Promise.resolve(true);
    },
  };
};

const form = (store: Pick<AppStore, 'local' | 'keepTyped'>, key = 'answer'): KeptForm<typeof EMPTY> => new KeptForm(store, key, () => EMPTY);

describe('a form that is not saved yet', () => {
  it('stands as it was left when the screen opens again', async () => {
    const store = tablet();
    const filled = form(store);
    expect(filled.open).toBe(false);
    filled.set({ said: 'A list until March' });
    filled.set({ who: 'Mara' });
    await vi.waitFor(() => { expect(form(store).typed).toEqual({ who: 'Mara', said: 'A list until March', how: 'phone' }); });
    expect(form(store, 'another').open).toBe(false);
  });

  it('is gone once it was saved or left on purpose', async () => {
    const store = tablet();
    const filled = form(store);
    filled.set({ who: 'Mara' });
    void filled.forget();
    expect(filled.typed).toEqual(EMPTY);
    await vi.waitFor(() => { expect(form(store).open).toBe(false); });
  });

  it('goes with what it says: a word that is still on its way to the tablet is not written behind it', async () => {
    const writes: Json[] = [];
    const waiting: (() => void)[] = [];
    const keepTyped = (_: string, value: Json): Promise<boolean> => {
      writes.push(value);
      return new Promise((resolve) => { waiting.push(() => { resolve(true); }); });
    };
    const filled = form({ local: () => undefined, keepTyped });
    for (const said of ['M', 'Ma']) filled.set({ said });
    const sent: string[] = [];
    const gone = filled.goes((away) => { sent.push(away); return Promise.resolve(true); });
    waiting.shift()?.();
    expect(await gone).toBe(true);
    await vi.waitFor(() => { expect(writes.length).toBe(2); });
    expect([sent, writes, filled.typed]).toEqual([['answer'], [{ ...EMPTY, said: 'M' }, null], EMPTY]);
  });

  it('asks nothing of a store that was locked while it was sent', async () => {
    let phase: AppStore['phase'] = 'open';
    const writes: Json[] = [];
    const keepTyped = (_: string, value: Json): Promise<boolean> => {
      if (phase !== 'open') throw new Error('the store is closed');
      writes.push(value);
      return Promise.resolve(true);
    };
    const filled = form({ local: () => undefined, keepTyped, get phase() { return phase; } } as Pick<AppStore, 'local' | 'keepTyped'>);
    filled.set({ who: 'Mara' });
    const locked = (): Promise<boolean> => {
      phase = 'locked';
      return Promise.resolve(false);
    };
    expect(await filled.goes(locked)).toBe(false);
    expect(writes).toEqual([{ ...EMPTY, who: 'Mara' }]);
  });

  it('stands as it stood where what it says was not kept', async () => {
    const store = tablet();
    const filled = form(store);
    filled.set({ who: 'Mara' });
    expect(await filled.goes(() => Promise.resolve(false))).toBe(false);
    expect([filled.typed.who, form(store).typed.who]).toEqual(['Mara', 'Mara']);
  });

  it('writes what was typed during a write once, as it stands then', async () => {
    const writes: Json[] = [];
    const waiting: (() => void)[] = [];
    const keepTyped = (_: string, value: Json): Promise<boolean> => {
      writes.push(value);
      return new Promise((resolve) => { waiting.push(() => { resolve(true); }); });
    };
    const filled = form({ local: () => undefined, keepTyped });
    for (const said of ['M', 'Ma', 'Mar']) filled.set({ said });
    waiting.shift()?.();
    await vi.waitFor(() => { expect(writes.length).toBe(2); });
    expect(writes).toEqual([{ ...EMPTY, said: 'M' }, { ...EMPTY, said: 'Mar' }]);
    void filled.forget();
    waiting.shift()?.();
    await vi.waitFor(() => { expect(writes.at(-1)).toBeNull(); });
  });

  it('keeps nothing while it says what it began with, and stays open', async () => {
    const store = tablet();
    const filled = form(store);
    filled.set({ who: 'M' });
    filled.set({ who: ' ' });
    expect(filled.open).toBe(true);
    await vi.waitFor(() => { expect(isKept(store, 'answer')).toBe(false); });
  });

  it('takes nothing that another version kept in another shape', () => {
    const store = tablet();
    void store.keepTyped('answer', { who: 7, said: 'Yes', what: 'else' });
    expect(form(store).typed).toEqual({ who: '', said: 'Yes', how: 'phone' });
    void store.keepTyped('answer', 'Yes');
    expect(form(store).open).toBe(false);
  });

  it('opens an event of a transition again only while it can happen', () => {
    const store = tablet();
    const record = { id: 'move' as never };
    void store.keepTyped('transition/move/moving', { event: 'decline', reason: 'No nurse there', outcome: '' });
    expect(movingThen(store, record, ['accept', 'decline'])).toBe('decline');
    expect(movingThen(store, record, ['leave'])).toBeNull();
  });
});
