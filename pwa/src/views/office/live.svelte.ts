/**
 * What moves in the queue, told to the office's screens as it happens. Where the stream finds no place, or
 * something between cuts it, the server is asked every few seconds instead, and the stream tried again.
 */
import type { Moved, QueueReads } from '../../app/office';

const ASK_AGAIN_MS = 15_000;
/** A stream that ends sooner is none: something between does not let it through. */
const SHORTEST_MS = 5_000;

export type Listener = (moved: Moved) => void;

export class Live {
  /** Since when neither way answers, as ISO; null while one does. */
  lostAt = $state<string | null>(null);

  /** The newest move that was told; null before the first. */
  #at: number | null = null;
  #listeners: readonly Listener[] = [];

  constructor(private readonly open: () => Promise<QueueReads>) {}

  /** Calls back with each move until the answer is called. */
  on(listener: Listener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => { this.#listeners = this.#listeners.filter((one) => one !== listener); };
  }

  /** A list was read as it stood at this move: what was told meanwhile, while nobody could use it, is told again. */
  async seen(live: number): Promise<void> {
    if (this.#at === null) this.#at = live;
    else if (this.#at > live) this.#tell(await (await this.open()).since(live));
  }

  /** Follows until the answer is called. */
  follow(): () => void {
    const stop = new AbortController();
    void this.#follow(stop.signal);
    return () => { stop.abort(); };
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (!(await this.#listened(signal))) {
        await this.#ask(signal);
        await pause(ASK_AGAIN_MS, signal);
      }
    }
  }

  /** One reading of the stream; false where asking has to do. */
  async #listened(signal: AbortSignal): Promise<boolean> {
    const began = performance.now();
    const after = this.#at;
    let first = true;
    try {
      const queue = await this.open();
      await queue.listen(
        after,
        (moved) => {
          this.lostAt = null;
          // A list was read while the stream opened: it may stand before the move that the stream began with.
          const missed = first && after === null && this.#at !== null && this.#at < moved.live ? this.#at : null;
          first = false;
          if (missed === null) this.#tell(moved);
          else queue.since(missed).then((all) => { this.#tell(all); }, () => undefined);
        },
        signal,
      );
    } catch {
      // No place (429), no network, or silence: each is answered by asking.
      return false;
    }
    return performance.now() - began >= SHORTEST_MS;
  }

  async #ask(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      const moved = await (await this.open()).since(this.#at ?? 0);
      this.lostAt = null;
      // The first number is where the telling begins: what moved before it nobody has on the screen.
      this.#tell(this.#at === null ? { ...moved, visits: [], more: false } : moved);
    } catch {
      this.lostAt ??= isoNow();
    }
  }

  #tell(moved: Moved): void {
    this.#at = moved.live;
    if (moved.visits.length === 0 && !moved.more) return;
    for (const listener of this.#listeners) listener(moved);
  }
}

const isoNow = (): string => new Date().toISOString();

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((go) => {
    const timer = setTimeout(go, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); go(); }, { once: true });
  });
