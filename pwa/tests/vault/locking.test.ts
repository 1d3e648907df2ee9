import { beforeEach, describe, expect, it, vi } from 'vitest';
import { idleLimitMs, lockAndLeave, Locking, type LockReason, type LockSituation } from '../../src/app/locking';

const time = { wall: 0, monotonic: 0 };
let situation: LockSituation;
let locked: LockReason[];
let warned: (number | null)[];
let saved: number;
let locking: Locking;

function pass(seconds: number): void {
  time.wall += seconds * 1000;
  time.monotonic += seconds * 1000;
  locking.tick();
}

beforeEach(() => {
  time.wall = 0;
  time.monotonic = 0;
  situation = { office: false, visitOpen: false, sending: false };
  locked = [];
  warned = [];
  saved = 0;
  locking = new Locking(
    {
      situation: () => situation,
      warn: (seconds) => warned.push(seconds),
      hidden: () => { saved += 1; },
      lock: (reason) => locked.push(reason),
    },
    { now: () => ({ ...time }) },
  );
});

describe('the app locks itself', () => {
  it.each([
    [{ office: false, visitOpen: false, sending: false }, 5],
    [{ office: false, visitOpen: true, sending: false }, 10],
    [{ office: true, visitOpen: false, sending: false }, 15],
    [{ office: false, visitOpen: false, sending: true }, 10],
    [{ office: true, visitOpen: false, sending: true }, 15],
  ])('idle: %j after %i minutes', (given, minutes) => {
    situation = given;
    expect(idleLimitMs(given)).toBe(minutes * 60_000);
    pass(minutes * 60 - 1);
    expect(locked).toEqual([]);
    pass(1);
    expect(locked).toEqual(['idle']);
    pass(1);
    expect(locked).toEqual(['idle']);
  });

  it('warns in the last 30 s, and any sign of a person takes it back', () => {
    pass(269);
    expect(warned).toEqual([]);
    pass(1);
    pass(1);
    locking.stay();
    pass(299);
    expect([warned, locked]).toEqual([[30, 29, null, 1], []]);
  });

  it('60 s hidden, and at once when it comes back later than that', () => {
    locking.visibility(true);
    expect(saved).toBe(1);
    pass(59);
    locking.visibility(false);
    expect(locked).toEqual([]);
    locking.visibility(true);
    time.wall += 61_000;
    locking.visibility(false);
    expect(locked).toEqual(['hidden']);
  });

  it('although the tablet slept and only one of its clocks went on', () => {
    time.wall += 5 * 60_000;
    locking.tick();
    expect(locked).toEqual(['idle']);
  });

  it('although its wall clock was set back', () => {
    time.wall -= 3_600_000;
    time.monotonic += 5 * 60_000;
    locking.tick();
    expect(locked).toEqual(['idle']);
  });

  it('not for being hidden under our own sheet', async () => {
    await locking.ownSheet(async () => {
      locking.visibility(true);
      pass(120);
      await Promise.resolve();
    });
    expect(locked).toEqual([]);
    pass(60);
    expect(locked).toEqual(['hidden']);
  });

  it('after 5 minutes when sending is not on the screen', () => {
    situation.sending = true;
    void locking.ownSheet(() => new Promise(() => undefined));
    locking.visibility(true);
    pass(300);
    expect(locked).toEqual(['idle']);
  });
});

describe('locking', () => {
  function steps(saveDrafts: () => Promise<boolean>): { done: string[]; run: (reason: LockReason) => Promise<void> } {
    const done: string[] = [];
    const leaving = {
      saveDrafts,
      tellLost: () => { done.push('lost'); },
      forgetKeys: () => { done.push('keys'); },
      tellOthers: () => { done.push('others'); },
      releaseTab: () => { done.push('tab'); },
      leave: () => { done.push('leave'); },
    };
    return { done, run: (reason) => lockAndLeave(reason, leaving) };
  }

  it('saves what was typed first, then forgets the keys, then leaves', async () => {
    const { done, run } = steps(() => {
      done.push('drafts');
      return Promise.resolve(true);
    });
    await run('by-hand');
    expect(done).toEqual(['drafts', 'keys', 'others', 'tab', 'leave']);
  });

  it('leaves even when the drafts cannot be saved, or not soon, and has it said on the next page', async () => {
    const failing = steps(() => Promise.reject(new Error('full')));
    await expect(failing.run('idle')).rejects.toThrow('full');
    expect(failing.done).toEqual(['lost', 'keys', 'others', 'tab', 'leave']);
    vi.useFakeTimers();
    const hanging = steps(() => new Promise(() => undefined));
    const left = hanging.run('idle');
    await vi.advanceTimersByTimeAsync(3000);
    await left;
    vi.useRealTimers();
    expect(hanging.done).toEqual(['lost', 'keys', 'others', 'tab', 'leave']);
    const full = steps(() => Promise.resolve(false));
    await full.run('hidden');
    expect(full.done).toEqual(['lost', 'keys', 'others', 'tab', 'leave']);
  });

  it('does not tell the tab that is the reason', async () => {
    const { done, run } = steps(() => Promise.resolve(true));
    await run('taken-over');
    expect(done).toEqual(['keys', 'tab', 'leave']);
  });
});
