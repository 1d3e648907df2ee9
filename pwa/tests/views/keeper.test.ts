import { describe, expect, it } from 'vitest';
import { NotSaved, type AppStore, type Intent } from '../../src/app/contract';
import { Keeper } from '../../src/views/parts/keeper.svelte';
import { leftWithAll } from '../../src/views/parts/typed-words';

const GOAL = { do: 'create', record: 'a', kind: 'goal', patient: 'p', fields: {} } as unknown as Intent;

const tablet = (send: () => Promise<void>): { keeper: Keeper; sent: Intent[][] } => {
  const sent: Intent[][] = [];
  const form = { close: () => undefined, send: async (intents: Intent[]) => { await send(); sent.push(intents); } };
  return { keeper: new Keeper({ openForm: () => form } as unknown as AppStore, null), sent };
};

describe('what makes something', () => {
  it('makes it once of two taps, and again once the first is kept', async () => {
    const { keeper, sent } = tablet(() => Promise.resolve());
    const tap = (): Promise<boolean> => keeper.once((form) => form.send([GOAL]));
    expect(await Promise.all([tap(), tap()])).toEqual([true, false]);
    expect(sent).toHaveLength(1);
    expect(await tap()).toBe(true);
    expect(sent).toHaveLength(2);
  });

  it('may be tried again where the first tap could not be kept', async () => {
    let full = true;
    const { keeper } = tablet(() => (full ? Promise.reject(new NotSaved('full', 'The tablet is full.')) : Promise.resolve()));
    const tap = (): Promise<boolean> => keeper.once((form) => form.send([GOAL]));
    expect(await tap()).toBe(false);
    expect(keeper.notSaved).toBe('The tablet is full.');
    full = false;
    expect(await tap()).toBe(true);
    expect(keeper.notSaved).toBe('');
  });
});

describe('what ends or sends something', () => {
  it('waits for words that came back half typed and that nobody left, as for those that were left with the tap', async () => {
    const { keeper, sent } = tablet(() => Promise.resolve());
    const gone = leftWithAll(() => keeper.keep((form) => form.send([GOAL])));
    await keeper.idle();
    expect(sent).toHaveLength(1);
    gone();
    await keeper.idle();
    expect(sent).toHaveLength(1);
  });
});
