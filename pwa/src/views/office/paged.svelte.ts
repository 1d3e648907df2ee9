/** What is known of a list that says how many it has in all. */
export interface Counted {
  /** Id of what holds the rows. */
  id: string;
  total: number;
  /** How many come at a time. */
  page: number;
}

/** A list that comes from the server page by page. */
export class Paged<Row> {
  rows = $state.raw<Row[]>([]);
  next = $state<string | null>(null);
  phase = $state<'opening' | 'open' | 'failed'>('opening');
  busy = $state(false);
  /** The next page could not be had; what is shown stays. */
  stopped = $state(false);

  /** Which reading the list shows: an answer that another was asked after is nobody's any more. */
  #turn = 0;

  constructor(private readonly read: (before?: string) => Promise<{ rows: Row[]; next: string | null }>) {}

  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.phase = 'opening';
    try {
      const page = await this.read();
      if (turn !== this.#turn) return;
      ({ rows: this.rows, next: this.next } = page);
      this.phase = 'open';
    } catch {
      if (turn === this.#turn) this.phase = 'failed';
    }
  }

  /** Reads the first page anew under the rows that stand there, which stay where it can't be had. */
  async renew(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.stopped = false;
    try {
      const page = await this.read();
      if (turn !== this.#turn) return;
      ({ rows: this.rows, next: this.next } = page);
      // Asked for while the first reading was still on its way, which nobody takes any more.
      this.phase = 'open';
    } catch {
      if (turn !== this.#turn) return;
      if (this.phase === 'opening') this.phase = 'failed';
      else this.stopped = true;
    }
  }

  /** Nothing is asked for any more; an answer on its way is nobody's. */
  clear(): void {
    this.#turn += 1;
    this.rows = [];
    this.next = null;
    this.stopped = false;
    this.phase = 'open';
  }

  async more(): Promise<void> {
    if (this.next === null || this.busy) return;
    const turn = this.#turn;
    this.busy = true;
    this.stopped = false;
    try {
      const page = await this.read(this.next);
      if (turn !== this.#turn) return;
      this.rows = [...this.rows, ...page.rows];
      this.next = page.next;
    } catch {
      this.stopped = true;
    } finally {
      this.busy = false;
    }
  }
}
