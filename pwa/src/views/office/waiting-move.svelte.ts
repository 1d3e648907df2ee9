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

  begin(move: WaitingMove): void {
    this.finish();
    this.now = move;
  }

  undo(): void {
    this.now = null;
  }

  finish(): void {
    const move = this.now;
    this.now = null;
    void move?.keep();
  }
}
