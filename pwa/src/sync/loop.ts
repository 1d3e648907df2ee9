/**
 * When to sync: at unlock, when the network comes back, soon after each intent, every 30 s, and sooner or
 * later again after a failure. One tab at a time. `navigator.onLine` is a hint and never believed.
 */
import { Refused, Unreachable } from '../app/ceremonies/session-api';
import { VaultProblem } from '../vault/errors';
import { Refusal } from './http';
import { Ended, TooLarge } from './round';
import { NotDoorstep } from './shape';
import type { Hindrance } from './state';

export const PACE = {
  afterIntentMs: 300,
  idleMs: 30_000,
  firstRetryMs: 2_000,
  /** Without a network: trying costs nothing but a socket, waiting costs trust. */
  longestOfflineMs: 20_000,
  longestRetryMs: 300_000,
} as const;

export interface Timers {
  set(work: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

export interface LoopPorts {
  /** One round; rejects with what stood in the way. */
  round: (signal: AbortSignal) => Promise<void>;
  /** Runs the work if no other tab does; answers false when one does. */
  alone: (work: () => Promise<void>) => Promise<boolean>;
  succeeded: () => void;
  failed: (hindrance: Hindrance, retryAt: number) => void;
  /** Access ended and everything is handed over: nothing is asked any more. */
  ended: (end: Ended) => Promise<void>;
  /** The vault's pages are not the ones that the round began with: read them again. */
  stale: () => Promise<void>;
  /** A fault of ours: told to nobody but the console, and tried again. */
  broken: (error: unknown) => void;
  now: () => number;
  /** 0 to 1. */
  random: () => number;
  timers: Timers;
}

export class SyncLoop {
  #timer: unknown = null;
  #dueAt = Infinity;
  #running: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  #notBefore = 0;
  #stopped = false;
  readonly #abort = new AbortController();

  constructor(private readonly ports: LoopPorts) {}

  start(): void {
    this.#plan(0);
  }

  /** Something was written: soon, but not sooner than a failing server asked for. */
  written(): void {
    if (this.#running) this.#again = true;
    this.#plan(Math.max(PACE.afterIntentMs, this.#notBefore - this.ports.now()));
  }

  /** A person asks, or the network is back: at once. */
  async now(): Promise<void> {
    this.#notBefore = 0;
    if (this.#running) {
      await this.#running;
      // What was written while that round was under way is not in it.
      if (!this.wantsMore() || this.#notBefore > this.ports.now()) return;
    }
    this.#unplan();
    await this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#unplan();
    this.#abort.abort();
  }

  /** Something was written while a round was under way. */
  private wantsMore(): boolean {
    return this.#again;
  }

  #plan(ms: number): void {
    if (this.#stopped) return;
    const due = this.ports.now() + ms;
    if (due >= this.#dueAt) return;
    this.#unplan();
    this.#dueAt = due;
    this.#timer = this.ports.timers.set(() => {
      this.#unplan();
      void this.#run();
    }, ms);
  }

  #unplan(): void {
    if (this.#timer !== null) this.ports.timers.clear(this.#timer);
    this.#timer = null;
    this.#dueAt = Infinity;
  }

  async #run(): Promise<void> {
    if (this.#stopped) return;
    this.#again = false;
    this.#running ??= this.#attempt().finally(() => {
      this.#running = null;
    });
    await this.#running;
    if (this.wantsMore() && this.#notBefore <= this.ports.now()) this.#plan(PACE.afterIntentMs);
  }

  async #attempt(): Promise<void> {
    const { ports } = this;
    try {
      const ran = await ports.alone(() => ports.round(this.#abort.signal));
      if (this.#abort.signal.aborted) return;
      this.#failures = 0;
      this.#notBefore = 0;
      if (ran) ports.succeeded();
      else ports.failed({ kind: 'other-tab' }, ports.now() + PACE.idleMs);
      this.#plan(PACE.idleMs);
    } catch (error) {
      if (!this.#stopped) await this.#failed(error);
    }
  }

  async #failed(error: unknown): Promise<void> {
    const { ports } = this;
    if (error instanceof VaultProblem && error.code === 'locked') return;
    if (error instanceof Ended) {
      this.stop();
      await ports.ended(error).catch(ports.broken);
      return;
    }
    if (error instanceof VaultProblem && error.code === 'stale') await ports.stale();
    const hindrance = hindranceOf(error);
    if (hindrance === null) ports.broken(error);
    const wait = this.#backoff(error, hindrance);
    this.#notBefore = ports.now() + wait;
    ports.failed(hindrance ?? { kind: 'server', status: 0 }, this.#notBefore);
    this.#plan(wait);
  }

  /** Exponential with jitter, so that a hundred tablets don't come back in the same second. */
  #backoff(error: unknown, hindrance: Hindrance | null): number {
    const longest = hindrance?.kind === 'offline' ? PACE.longestOfflineMs : PACE.longestRetryMs;
    const grown = Math.min(longest, PACE.firstRetryMs * 2 ** Math.min(this.#failures, 16));
    this.#failures += 1;
    const jittered = grown * (0.5 + this.ports.random() / 2);
    const asked = error instanceof Refusal ? (error.retryAfterMs ?? 0) : 0;
    return Math.max(jittered, asked);
  }
}

/** What stands in the way, in the trust pill's terms; null for a fault of our own. */
export function hindranceOf(error: unknown): Hindrance | null {
  if (error instanceof Unreachable) return { kind: error.cause instanceof NotDoorstep ? 'portal' : 'offline' };
  if (error instanceof NotDoorstep) return { kind: 'portal' };
  if (error instanceof TooLarge) return { kind: 'too-large' };
  if (error instanceof VaultProblem && error.code === 'full') return { kind: 'no-room' };
  if (!(error instanceof Refused)) return null;
  if (error.code === 'verification-due') return { kind: 'verification-due' };
  if (error.status === 401) return { kind: 'signed-out' };
  if (error.status >= 500 || error.status === 429) return { kind: 'server', status: error.status };
  return { kind: 'refused', code: error.code, detail: error.detail };
}
