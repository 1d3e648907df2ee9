/** Held changes in plain words. */
import type { HeldBatch, HeldDecision } from '../../app/office';
import { kindTitle } from '../parts/value-words';

/** "Goal, 2 x Note": what kinds of records the changes are about. */
export const changesWords = ({ changes }: HeldBatch): string => {
  const counts = new Map<string, number>();
  for (const { kind } of changes) {
    const title = kind === '' ? 'A change that could not be read' : kindTitle(kind);
    counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  return [...counts].map(([title, count]) => (count === 1 ? title : `${count} × ${title}`)).join(', ');
};

export const reasonsWords = ({ changes }: HeldBatch): string => [...new Set(changes.map(({ plain }) => plain))].join(' ');

/** What a decision came to, said where the row was. */
export const decisionWords = (decision: HeldDecision, time: (iso: string) => string): string => {
  const { state, decided, reason } = decision;
  if (state === 'held') return `Tried again: it still can't be taken in. ${reason}`.trim();
  const by = decided ? ` by ${decided.by}, ${time(decided.at)}` : '';
  if (state === 'released') return `Taken in${by}.`;
  return `Set aside${by}.${decided?.why ? ` “${decided.why}”` : ''}`;
};
