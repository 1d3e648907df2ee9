import { expect, it } from 'vitest';
import type { AppStore, Json } from '../../src/app/contract';
import { anotherGoal, goalUnder } from '../../src/views/plan/begun-goal';

const DRAFT = 'plan/luz/draft/goal-new';

/** What is kept outlasts the page. */
const tablet = (kept = new Map<string, Json>()): Pick<AppStore, 'local' | 'keepTyped' | 'newId'> => ({
  local: (key) => kept.get(key),
  keepTyped: (key, value) => {
    kept.set(key, value);
    return Promise.resolve(true);
  },
  newId: () => `goal-${kept.size}-${Math.random()}` as ReturnType<AppStore['newId']>,
});

it('the words of a draft become one goal, whether the app ended after that or not', () => {
  const kept = new Map<string, Json>();
  const begun = anotherGoal(tablet(kept), DRAFT);
  expect(goalUnder(tablet(kept), DRAFT)).toBe(begun);
  expect(goalUnder(tablet(new Map(kept)), DRAFT)).toBe(begun);
});

it('a draft from before ids were kept gets one that stays', () => {
  const store = tablet();
  const first = goalUnder(store, DRAFT);
  expect(goalUnder(store, DRAFT)).toBe(first);
});

it('what is begun after a goal was made is another goal, and each draft has its own', () => {
  const store = tablet();
  const first = goalUnder(store, DRAFT);
  expect(anotherGoal(store, DRAFT)).not.toBe(first);
  expect(goalUnder(store, DRAFT)).not.toBe(first);
  expect(goalUnder(store, 'plan/luz/draft/goal-need')).not.toBe(goalUnder(store, DRAFT));
});
