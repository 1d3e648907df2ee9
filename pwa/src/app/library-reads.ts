/** The library as an office browser has it: what every device carries, in memory only. */
import { Refusal } from '../sync/http';
import type { SessionKeeper } from '../sync/session';
import { NotDoorstep } from '../sync/shape';
import { PROTOCOL, readAnswer, type SyncAnswer, type SyncRequest } from '../sync/wire';
import type { RecordId } from './contract';
import type { Records } from './records';

const PAGE = 1000;

export class LibraryReads {
  /** Up to where it is known; null: nothing is. */
  #cursor: string | null = null;
  /** What came of a library that is being sent whole; it may be read in several goes. */
  #whole = new Set<RecordId>();
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly keeper: SessionKeeper,
    private readonly records: Records,
  ) {}

  /**
   * Forms, agency, people's names and the directory: whole the first time, then what changed since. One reading waits
   * for the other, so that no older answer comes over a newer one.
   */
  read(app: string, now: () => number): Promise<void> {
    const reading = this.#last.then(() => this.#read(app, now));
    this.#last = reading.catch(() => undefined);
    return reading;
  }

  async #read(app: string, now: () => number): Promise<void> {
    for (let complete = false; !complete; ) {
      const before = this.#cursor;
      const answer = await this.#ask(app, now());
      this.#take(answer);
      ({ complete } = answer);
      if (!complete && answer.page.mode === 'none' && answer.cursor === before) throw new NotDoorstep('a library that never ends');
    }
  }

  #take({ page, cursor }: SyncAnswer): void {
    const [portion] = page.patients;
    if (portion?.begins) this.#whole = new Set();
    for (const { id } of page.records) this.#whole.add(id);
    this.records.put(page.records);
    // A server that was restored sends all of it again: what it knows nothing of any more is not shown either.
    if (portion?.ends) this.records.drop(this.records.idsOf('library').filter((id) => !this.#whole.has(id)));
    this.#cursor = cursor;
  }

  async #ask(app: string, now: number): Promise<SyncAnswer> {
    const body: SyncRequest = {
      protocol: PROTOCOL,
      app,
      sent: new Date(now).toISOString(),
      timeline: null,
      cursor: this.#cursor,
      held: [],
      limit: PAGE,
      audit_head: null,
      pull: true,
      library: true,
      batches: [],
    };
    try {
      return readAnswer(await this.keeper.ask({ method: 'POST', path: '/api/sync', body }));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'cursor-unknown' || this.#cursor === null) throw error;
      this.#cursor = null;
      return this.#ask(app, now);
    }
  }
}
