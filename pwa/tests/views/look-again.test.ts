import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookAgain } from '../../src/views/parts/look-again';

class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  turn(to: DocumentVisibilityState): void {
    this.visibilityState = to;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

describe('a list that others add to while it stays open', () => {
  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it('asks each minute while it is looked at, at once when somebody comes back, and no more once it is left', () => {
    const page = new Page();
    const ask = vi.fn();
    const leave = lookAgain(ask, page as unknown as Document);
    expect(ask).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(120_000);
    expect(ask).toHaveBeenCalledTimes(3);
    page.turn('hidden');
    vi.advanceTimersByTime(300_000);
    expect(ask).toHaveBeenCalledTimes(3);
    page.turn('visible');
    expect(ask).toHaveBeenCalledTimes(4);
    leave();
    page.turn('visible');
    vi.advanceTimersByTime(300_000);
    expect(ask).toHaveBeenCalledTimes(4);
  });
});
