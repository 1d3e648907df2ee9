import { expect, test } from 'vitest';
import { actionMoves, goalMoves } from '../../src/domain/plan-moves';

const events = (moves: { event: string }[]): string[] => moves.map(({ event }) => event);

test('a goal is started, put on hold, finished and stopped, and opened again; it is agreed with the plan alone', () => {
  expect(events(goalMoves('accepted'))).toEqual(['activate', 'hold', 'complete', 'cancel']);
  expect(events(goalMoves('proposed'))).not.toContain('accept');
  expect(events(goalMoves('completed'))).toEqual(['reopen']);
  expect(goalMoves('active')).toContainEqual({ event: 'hold', to: 'on-hold' });
});

test('an action of the plan is begun, done or stopped, and opened again', () => {
  expect(events(actionMoves('planned'))).toEqual(['start', 'complete', 'stop']);
  expect(events(actionMoves('active'))).toEqual(['complete', 'stop']);
  expect(actionMoves('completed')).toEqual([{ event: 'reopen', to: 'active' }]);
});
