/**
 * The hybrid logical clock (Kulkarni et al. 2014), the twin of `sync/clock.py`. It never runs
 * backwards on one device and runs ahead of everything that device has read. It decides no conflict.
 */

export interface Hlc {
  ms: number;
  counter: number;
  node: string;
}

const SHAPE = /^(\d{13})-([0-9a-f]{4})-([0-9a-f]{8})$/;
const MAX_COUNTER = 0xffff;
/** A remote clock further ahead is not followed: one wrong tablet must not drag all others along. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

export const parseHlc = (text: string): Hlc | null => {
  const match = SHAPE.exec(text);
  return match?.[1] && match[2] && match[3]
    ? { ms: Number(match[1]), counter: Number.parseInt(match[2], 16), node: match[3] }
    : null;
};

export const formatHlc = ({ ms, counter, node }: Hlc): string =>
  `${String(ms).padStart(13, '0')}-${counter.toString(16).padStart(4, '0')}-${node}`;

/** The reading for the next local event. */
export const tick = (last: Hlc, wallMs: number): Hlc =>
  wallMs > last.ms ? { ms: wallMs, counter: 0, node: last.node } : next(last.ms, last.counter, last.node);

/** The reading after something stamped `remote` was read. */
export function receive(last: Hlc, remote: Hlc, wallMs: number): Hlc {
  if (remote.ms - wallMs > MAX_AHEAD_MS) return tick(last, wallMs);
  const top = Math.max(wallMs, last.ms, remote.ms);
  if (top === last.ms && top === remote.ms) return next(top, Math.max(last.counter, remote.counter), last.node);
  if (top === last.ms) return next(top, last.counter, last.node);
  if (top === remote.ms) return next(top, remote.counter, last.node);
  return { ms: top, counter: 0, node: last.node };
}

/** A full counter borrows a millisecond from the future rather than repeat a reading. */
const next = (ms: number, counter: number, node: string): Hlc =>
  counter >= MAX_COUNTER ? { ms: ms + 1, counter: 0, node } : { ms, counter: counter + 1, node };

/** A moment in the one spelling of the wire: UTC with milliseconds and Z. */
export const wallOf = (ms: number): string => new Date(ms).toISOString();
