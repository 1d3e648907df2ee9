import { describe, expect, it, vi } from 'vitest';
import type { Json } from '../../src/app/contract';
import { Unsent } from '../../src/views/parts/unsent.svelte';
import { movingThen } from '../../src/views/transitions/unsent';

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

describe('a form that is not saved yet', () => {
  it('stands as it was left when the screen opens again', async () => {
    const store = tablet();
    const form = new Unsent(store, 'answer', EMPTY);
    expect(form.typed).toBeNull();
    form.set({ said: 'A list until March' });
    form.set({ who: 'Mara' });
    await vi.waitFor(() => { expect(new Unsent(store, 'answer', EMPTY).typed).toEqual({ who: 'Mara', said: 'A list until March', how: 'phone' }); });
    expect(new Unsent(store, 'another', EMPTY).typed).toBeNull();
  });

  it('is gone once it was saved or left on purpose', async () => {
    const store = tablet();
    const form = new Unsent(store, 'answer', EMPTY);
    form.set({ who: 'Mara' });
    form.end();
    expect(form.now).toEqual(EMPTY);
    await vi.waitFor(() => { expect(new Unsent(store, 'answer', EMPTY).typed).toBeNull(); });
  });

  it('writes what was typed during a write once, as it stands then', async () => {
    const writes: Json[] = [];
    const waiting: (() => void)[] = [];
    const keepTyped = (_: string, value: Json): Promise<boolean> => {
      writes.push(value);
      return new Promise((resolve) => { waiting.push(() => { resolve(true); }); });
    };
    const form = new Unsent({ local: () => undefined, keepTyped }, 'answer', EMPTY);
    for (const said of ['M', 'Ma', 'Mar']) form.set({ said });
    waiting.shift()?.();
    await vi.waitFor(() => { expect(writes.length).toBe(2); });
    expect(writes).toEqual([{ ...EMPTY, said: 'M' }, { ...EMPTY, said: 'Mar' }]);
    form.end();
    waiting.shift()?.();
    await vi.waitFor(() => { expect(writes.at(-1)).toBeNull(); });
  });

  it('takes nothing that another version kept in another shape', () => {
    const store = tablet();
    void store.keepTyped('answer', { who: 7, said: 'Yes', what: 'else' });
    expect(new Unsent(store, 'answer', EMPTY).typed).toEqual({ who: '', said: 'Yes', how: 'phone' });
    void store.keepTyped('answer', 'Yes');
    expect(new Unsent(store, 'answer', EMPTY).typed).toBeNull();
  });

  it('opens an event of a transition again only while it can happen', () => {
    const store = tablet();
    const record = { id: 'move' as never };
    void store.keepTyped('transition/move/moving', { event: 'decline', reason: 'No nurse there', outcome: '' });
    expect(movingThen(store, record, ['accept', 'decline'])).toBe('decline');
    expect(movingThen(store, record, ['leave'])).toBeNull();
  });
});
