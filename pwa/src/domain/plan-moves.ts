/** Where a person may take a goal or an action of the plan from where it stands: as its lifecycle says, in its order. */
import { LIFECYCLES } from './generated/lifecycles';

export interface Move {
  event: string;
  /** The state that it comes to. */
  to: string;
}

const movesOf = (name: 'goal' | 'intervention', from: string): Move[] =>
  Object.entries(LIFECYCLES[name].table[from] ?? {}).flatMap(([event, to]) => (to === null ? [] : [{ event, to }]));

/** "Planned" and "Agreed" come of the plan, which people agree to as a whole. */
export const goalMoves = (from: string): Move[] => movesOf('goal', from).filter(({ event }) => event !== 'plan' && event !== 'accept');

export const actionMoves = (from: string): Move[] => movesOf('intervention', from);
