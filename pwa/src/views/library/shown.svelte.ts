/** A long list is drawn a piece at a time; another search begins at the first piece again. */
const PIECE = 30;

export class Shown {
  #most = $state(PIECE);

  get most(): number {
    return this.#most;
  }

  more(): void {
    this.#most += PIECE;
  }

  again(): void {
    this.#most = PIECE;
  }
}
