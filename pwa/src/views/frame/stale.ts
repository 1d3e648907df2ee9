/** How old what this tablet knows is: a line from 24 h, a banner from 72 h. */
export type Staleness = 'fresh' | 'line' | 'banner';

const HOUR_MS = 3_600_000;

/** A tablet that never heard from the office has nothing that could be old. */
export const staleness = (lastPull: string | null, now: Date): Staleness => {
  if (lastPull === null) return 'fresh';
  const hours = (now.getTime() - new Date(lastPull).getTime()) / HOUR_MS;
  if (hours >= 72) return 'banner';
  return hours >= 24 ? 'line' : 'fresh';
};
