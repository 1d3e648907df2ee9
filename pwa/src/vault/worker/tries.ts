/**
 * Wrong passphrases on this tablet: 5 are free, then 30 s, doubling to 1 h; never a wipe.
 *
 * It slows a person at the screen, not somebody with a copy of the disk or of the clock's settings:
 * against those only the length of the passphrase and its stretching stand.
 */
export interface Tries {
  failed: number;
  /** Tablet clock, ms; no try before it. */
  until: number;
}

export const NO_TRIES: Tries = { failed: 0, until: 0 };
const FREE = 5;
const FIRST_WAIT = 30;
const LONGEST_WAIT = 3600;

function delaySeconds(failed: number): number {
  return failed < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failed - FREE));
}

/** A clock that was set back must not make the wait longer than its rule. */
export function waitSeconds(tries: Tries, now: number): number {
  const left = Math.ceil((tries.until - now) / 1000);
  return Math.max(0, Math.min(left, delaySeconds(tries.failed)));
}

export function triesLeft(tries: Tries): number {
  return Math.max(0, FREE - tries.failed);
}

/** Counted before the words are tried, so that killing the app in between gives no free try. */
export function afterTry(tries: Tries, now: number): Tries {
  const failed = tries.failed + 1;
  return { failed, until: now + delaySeconds(failed) * 1000 };
}
