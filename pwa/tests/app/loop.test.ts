import { describe, expect, it } from 'vitest';
import { SyncLoop } from '../../src/sync/loop';

/** A loop whose rounds end when the test says so, and whose timers never ring. */
function atHand() {
  const ends: (() => void)[] = [];
  const never = (): never => { throw new Error('nothing of that happens here'); };
  const loop = new SyncLoop({
    round: () => new Promise((resolve) => { ends.push(resolve); }),
    alone: async (work) => { await work(); return true; },
    succeeded: () => undefined,
    failed: never, ended: never, stale: never, broken: never,
    now: () => 0,
    random: () => 0,
    timers: { set: () => 0, clear: () => undefined },
  });
  return { loop, ends };
}

const settle = async (): Promise<void> => { for (let turn = 0; turn < 20; turn += 1) await Promise.resolve(); };

describe('who asks for a round at once', () => {
  it('waits for what was written while another round was under way, and for no third one', async () => {
    const { loop, ends } = atHand();
    let sent = false;
    void loop.now();
    await settle();
    loop.written();
    const asked = loop.now().then(() => { sent = true; });
    ends[0]?.();
    await settle();
    expect([ends.length, sent]).toEqual([2, false]);
    ends[1]?.();
    await asked;
    expect(ends.length).toBe(2);
  });

  it('takes the round under way where nothing was written since it began', async () => {
    const { loop, ends } = atHand();
    void loop.now();
    await settle();
    const asked = loop.now();
    ends[0]?.();
    await asked;
    expect(ends.length).toBe(1);
  });
});
