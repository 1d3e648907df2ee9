/**
 * A move that waits for its Undo to be over. A lifecycle has no way back, so that what could be undone is what was not
 * kept yet: it is kept when the time is over, when another one begins, when the page on which it waits is left, and when
 * the app is hidden or locked. Who leaves means it: only Undo takes it back.
 */
export interface WaitingMove {
  /** On which page it waits: a record of its own, or a board's name. */
  on: string;
  words: string;
  /** Begins its write before it waits for anything: what was begun is kept by a lock that comes after it. */
  keep: () => Promise<void>;
  /** What Undo does beside not keeping it. */
  undone?: () => void;
}

export class Waiting {
  now = $state.raw<WaitingMove | null>(null);
  /** What came of the last move that has something to say, for the page on which it waited. */
  told = $state.raw<{ on: string; about: string; words: string } | null>(null);
  #kept: Promise<void> = Promise.resolve();
  /** It was pressed, and what it needs to outlast the page is still being kept: nothing is shown of it yet. */
  #coming: WaitingMove | null = null;

  begin(move: WaitingMove): void {
    void this.finish();
    [this.now, this.told] = [move, null];
  }

  /** Begins once `kept`; who leaves the page or locks before that means it all the same. */
  async beginOnce(kept: Promise<unknown>, move: WaitingMove): Promise<void> {
    void this.finish();
    this.#coming = move;
    await kept;
    if (this.#coming !== move) return;
    this.#coming = null;
    this.begin(move);
  }

  undo(): void {
    const move = this.now ?? this.#coming;
    [this.now, this.#coming] = [null, null];
    move?.undone?.();
  }

  /** Resolves once every move that was made here is kept, those whose time was over before included. */
  finish(): Promise<void> {
    const move = this.now ?? this.#coming;
    [this.now, this.#coming] = [null, null];
    if (move) this.#kept = Promise.all([this.#kept, move.keep()]).then(() => undefined);
    return this.#kept;
  }

  /** The page is left: what waits on it is meant, and what was told there was read. */
  left(on: string): void {
    if (this.told?.on === on) this.told = null;
    if ((this.now ?? this.#coming)?.on === on) void this.finish();
  }
}

/** One undo at a time, whatever page shows it; a lock and a page that hands its move on to another one find it here. */
export const waiting = new Waiting();
