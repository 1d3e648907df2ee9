/** A list that comes from the server page by page. */
export class Paged<Row> {
  rows = $state.raw<Row[]>([]);
  next = $state<string | null>(null);
  phase = $state<'opening' | 'open' | 'failed'>('opening');
  busy = $state(false);
  /** The next page could not be had; what is shown stays. */
  stopped = $state(false);

  constructor(private readonly read: (before?: string) => Promise<{ rows: Row[]; next: string | null }>) {}

  async load(): Promise<void> {
    this.phase = 'opening';
    try {
      ({ rows: this.rows, next: this.next } = await this.read());
      this.phase = 'open';
    } catch {
      this.phase = 'failed';
    }
  }

  async more(): Promise<void> {
    if (this.next === null || this.busy) return;
    this.busy = true;
    this.stopped = false;
    try {
      const page = await this.read(this.next);
      this.rows = [...this.rows, ...page.rows];
      this.next = page.next;
    } catch {
      this.stopped = true;
    } finally {
      this.busy = false;
    }
  }
}
