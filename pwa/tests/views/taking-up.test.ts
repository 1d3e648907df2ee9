import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeUp } from '../../src/views/parts/taking-up';

/** As much of a scrolling element as this needs: it goes no further down than its content is long. */
class Scroller extends EventTarget {
  children = [{}];
  room = 0;
  #top = 0;

  get scrollTop(): number {
    return this.#top;
  }

  set scrollTop(top: number) {
    this.#top = Math.min(top, this.room);
  }
}

let grow: (room: number) => void;
let scroller: Scroller;
const focused: string[] = [];
const ids = new Map<string, { focus: () => void }>();
const title = {} as HTMLElement;
const takeUpIn = (scroll: number, focus: string | null, done: () => void): (() => void) =>
  takeUp(scroller as unknown as HTMLElement, title, { scroll, focus }, done);

beforeEach(() => {
  scroller = new Scroller();
  focused.length = 0;
  ids.clear();
  let watching: (() => void) | null = null;
  vi.stubGlobal('ResizeObserver', class {
    constructor(take: () => void) { watching = take; }
    observe(): void { /* The test grows it. */ }
    disconnect(): void { watching = null; }
  });
  vi.stubGlobal('document', { activeElement: title, body: {}, getElementById: (id: string) => ids.get(id) ?? null });
  grow = (room) => {
    scroller.room = room;
    watching?.();
  };
});
afterEach(() => { vi.unstubAllGlobals(); });

it('a place is reached when the page has grown as long as it was', () => {
  const done = vi.fn();
  takeUpIn(5000, null, done);
  grow(700);
  expect([scroller.scrollTop, done.mock.calls.length]).toEqual([700, 0]);
  grow(5600);
  expect([scroller.scrollTop, done.mock.calls.length]).toEqual([5000, 1]);
  scroller.scrollTop = 100;
  grow(9000);
  expect(scroller.scrollTop).toBe(100);
});

it('what had the focus takes it again when it is drawn', () => {
  const done = vi.fn();
  takeUpIn(0, 'q-9', done);
  grow(700);
  expect(done).not.toHaveBeenCalled();
  ids.set('q-9', { focus: () => { focused.push('q-9'); } });
  grow(5600);
  expect([focused, done.mock.calls.length]).toEqual([['q-9'], 1]);
});

it.each(['wheel', 'pointerdown', 'keydown'])('a person who moves by herself is not moved back: %s', (move) => {
  const done = vi.fn();
  takeUpIn(5000, null, done);
  grow(700);
  scroller.dispatchEvent(new Event(move));
  grow(5600);
  expect([scroller.scrollTop, done.mock.calls.length]).toEqual([700, 1]);
});

it('a screen that was left is not moved any more', () => {
  const done = vi.fn();
  takeUpIn(5000, null, done)();
  grow(5600);
  expect([scroller.scrollTop, done.mock.calls.length]).toEqual([0, 0]);
});
