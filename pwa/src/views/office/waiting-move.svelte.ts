/**
 * A move that waits for its Undo to be over. A lifecycle has no way back, so that what could be undone is what was not
 * kept yet: it is kept when the time is over, when another one begins, and when the screen is left or hidden.
 */
export interface WaitingMove {
  /** The record that moves. */
  id: string;
  words: string;
  keep: () => Promise<void>;
}

export class Waiting {
  now = $state.raw<WaitingMove | null>(null);
  #kept: Promise<void> = Promise.resolve();

  begin(move: WaitingMove): void {
    void this.finish();
    this.now = move;
  }

  undo(): void {
    this.now = null;
  }

  /** Resolves once every move that was made here is kept, those whose time was over before included. */
  finish(): Promise<void> {
    const move = this.now;
    this.now = null;
    if (move) this.#kept = Promise.all([this.#kept, move.keep()]).then(() => undefined);
    return this.#kept;
  }
}
