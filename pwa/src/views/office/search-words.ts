/** What a found record says of itself, and where it is opened. */
import type { FoundMatch, FoundRow } from '../../app/office';
import { chartHref, messagesHref, type ChartTab } from '../../app/router';

/** A stretch of a text; `hit` is what was asked for. */
export interface Stretch {
  words: string;
  hit: boolean;
}

/** The words of these kinds stand on a tab of their own. */
const TABS: Readonly<Record<string, ChartTab>> = {
  goal: 'plan',
  intervention: 'plan',
  plan: 'plan',
  contact: 'contacts',
  contact_log: 'contacts',
  coverage: 'coverage',
  event: 'outcomes',
  note: 'timeline',
  attachment: 'timeline',
};
const LEAST = 2;

/** A note opens the review of its visit where there is one, a message its talk, everything else its place in the chart. */
export const foundHref = ({ kind, visit, patient }: FoundRow): string =>
  kind === 'message' ? messagesHref(patient.id) : visit === null ? chartHref(patient.id, TABS[kind] ?? 'summary') : `#/office/queue/${visit}`;

/** The text in stretches. Ranges count code points, as the server does: one letter may be two units of a string. */
export const stretches = ({ text, marks, before, after }: FoundMatch): Stretch[] => {
  const letters = Array.from(text);
  const cut = (from: number, to: number): string => letters.slice(from, to).join('');
  const found: Stretch[] = before ? [{ words: '… ', hit: false }] : [];
  let at = 0;
  for (const [start, end] of marks) {
    found.push({ words: cut(at, start), hit: false }, { words: cut(start, end), hit: true });
    at = end;
  }
  found.push({ words: cut(at, letters.length) + (after ? ' …' : ''), hit: false });
  return found.filter(({ words }) => words !== '');
};

/** Whether there is enough to look for: the server refuses less. */
export const enough = (text: string): boolean =>
  text.split(/[^\p{L}\p{N}\p{M}]+/u).some((word) => Array.from(word.replace(/\p{M}/gu, '')).length >= LEAST);

export const countWords = (count: number, more: boolean): string => (more ? `The first ${count} are shown` : `${count} found`);
