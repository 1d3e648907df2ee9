/**
 * When the app locks by itself (SECURITY.md section 3): idle, hidden, by hand, because another tab locked.
 *
 * Times are measured on two clocks and the longer one counts: a tablet's monotonic clock may stand still
 * while it sleeps, and its wall clock can be set back.
 */
export const LOCK_AFTER = {
  idleMs: 5 * 60_000,
  idleWithVisitOpenMs: 10 * 60_000,
  idleOfficeMs: 15 * 60_000,
  hiddenMs: 60_000,
  /** The longest that sending, while the page is seen, holds the idle lock back. */
  idleSendingMs: 10 * 60_000,
  warnMs: 30_000,
} as const;

export type LockReason = 'idle' | 'hidden' | 'by-hand' | 'other-tab' | 'taken-over';

export interface LockSituation {
  office: boolean;
  visitOpen: boolean;
  sending: boolean;
}

export interface LockWatch {
  situation(): LockSituation;
  /** Seconds to the idle lock within its last 30 s, else null; called when it changes. */
  warn(seconds: number | null): void;
  /** The page was hidden: save what is typed now, because the platform may not ask again. */
  hidden(): void;
  lock(reason: LockReason): void;
}

/** Milliseconds of the two clocks at one moment. */
interface Moment {
  wall: number;
  monotonic: number;
}

export interface Clocks {
  now(): Moment;
}

const SYSTEM_CLOCKS: Clocks = { now: () => ({ wall: Date.now(), monotonic: performance.now() }) };
const ACTIVITY = ['pointerdown', 'keydown', 'input', 'wheel', 'touchstart'] as const;
const TICK_MS = 1000;

export function idleLimitMs({ office, visitOpen, sending }: LockSituation): number {
  if (office) return LOCK_AFTER.idleOfficeMs;
  const limit = visitOpen ? LOCK_AFTER.idleWithVisitOpenMs : LOCK_AFTER.idleMs;
  return sending ? Math.max(limit, LOCK_AFTER.idleSendingMs) : limit;
}

function elapsed(since: Moment, now: Moment): number {
  return Math.max(0, now.wall - since.wall, now.monotonic - since.monotonic);
}

export class Locking {
  #active: Moment;
  #hiddenSince: Moment | null = null;
  #ownSheets = 0;
  #warned: number | null = null;
  #locked = false;

  constructor(
    private readonly watch: LockWatch,
    private readonly clocks: Clocks = SYSTEM_CLOCKS,
  ) {
    this.#active = clocks.now();
  }

  /** Listens from now on; answers how to stop. */
  start(page: Document): () => void {
    const onActivity = (): void => {
      this.stay();
    };
    const onVisibility = (): void => {
      this.visibility(page.visibilityState === 'hidden');
    };
    for (const type of ACTIVITY) page.addEventListener(type, onActivity, { capture: true, passive: true });
    page.addEventListener('visibilitychange', onVisibility);
    const timer = setInterval(() => {
      this.tick();
    }, TICK_MS);
    return () => {
      for (const type of ACTIVITY) page.removeEventListener(type, onActivity, { capture: true });
      page.removeEventListener('visibilitychange', onVisibility);
      clearInterval(timer);
    };
  }

  /** Any sign of a person; also takes back the warning. */
  stay(): void {
    this.#active = this.clocks.now();
    this.#tell(null);
  }

  visibility(hidden: boolean): void {
    if (hidden) {
      this.#hiddenSince ??= this.clocks.now();
      this.watch.hidden();
    } else {
      // First the check: a tablet that slept must not come back open.
      this.tick();
      this.#hiddenSince = null;
    }
  }

  /** Our own camera, file or passkey sheet may cover or hide the page without locking it. */
  async ownSheet<T>(work: () => Promise<T>): Promise<T> {
    this.#ownSheets += 1;
    try {
      return await work();
    } finally {
      this.#ownSheets -= 1;
      if (this.#hiddenSince !== null) this.#hiddenSince = this.clocks.now();
      this.stay();
    }
  }

  tick(): void {
    const now = this.clocks.now();
    const hiddenFor = this.#hiddenSince === null || this.#ownSheets > 0 ? 0 : elapsed(this.#hiddenSince, now);
    if (hiddenFor >= LOCK_AFTER.hiddenMs) {
      this.lock('hidden');
      return;
    }
    const situation = this.watch.situation();
    // Only sending that somebody can see holds the lock back.
    const sending = situation.sending && this.#hiddenSince === null;
    const left = idleLimitMs({ ...situation, sending }) - elapsed(this.#active, now);
    if (left <= 0) this.lock('idle');
    else this.#tell(left <= LOCK_AFTER.warnMs ? Math.ceil(left / 1000) : null);
  }

  /** Once only: whatever comes after it finds the app already locked. */
  lock(reason: LockReason): void {
    if (this.#locked) return;
    this.#locked = true;
    this.watch.lock(reason);
  }

  #tell(seconds: number | null): void {
    if (seconds === this.#warned) return;
    this.#warned = seconds;
    this.watch.warn(seconds);
  }
}

const SAVE_WAIT_MS = 3000;

export interface Leaving {
  /** Persists what is typed and not yet kept. False where some of it could not be. */
  saveDrafts(): Promise<boolean>;
  /** Something that was typed goes with the keys: the next page says so. */
  tellLost(): void;
  forgetKeys(): void;
  /** Not called when another tab is the reason: it would lock the one that is taking over. */
  tellOthers(): void;
  releaseTab(): void;
  leave(): void;
}

/**
 * Locks: drafts first (for so long at most, an evicted or full store must not keep the app open), then the
 * keys, then the page itself, so that nothing decrypted stays in memory.
 */
export async function lockAndLeave(reason: LockReason, leaving: Leaving): Promise<void> {
  const patience = new Promise<false>((resolve) => setTimeout(() => { resolve(false); }, SAVE_WAIT_MS));
  let kept = false;
  try {
    kept = await Promise.race([leaving.saveDrafts(), patience]);
  } finally {
    if (!kept) leaving.tellLost();
    leaving.forgetKeys();
    if (reason !== 'other-tab' && reason !== 'taken-over') leaving.tellOthers();
    leaving.releaseTab();
    leaving.leave();
  }
}
