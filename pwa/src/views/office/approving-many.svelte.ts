/**
 * Approving visits that nothing was found in, many at once: each is named with its summary, the server says first
 * which may be among them, and one check signs for all, over the contents of each. What stops in between says how far
 * it came.
 */
import { NotSaved, type AppStore, type ApprovalAsked, type RecordId } from '../../app/contract';
import type { CleanVisit, ManyLooked, QueueRow } from '../../app/office';

/** The server looks at so many at once. */
const MOST = 50;

/** Rows that may be offered: clean as they were read, and nobody else is on them. */
export const offered = (rows: readonly QueueRow[], gone: readonly RecordId[], now: Date): QueueRow[] =>
  rows.filter(({ visit, clean, claim }) => clean && !gone.includes(visit.id) && (claim === null || claim.mine || claim.until <= now.toISOString())).slice(0, MOST);

export class ApprovingMany {
  phase = $state<'asking' | 'asked' | 'failed'>('asking');
  looked = $state.raw<ManyLooked>({ clean: [], refused: [] });
  /** Approved so far. */
  done = $state(0);
  busy = $state(false);
  problem = $state('');
  /** The passkey did not do: the five words may. */
  asksWords = $state(false);

  constructor(
    private readonly store: AppStore,
    readonly rows: readonly QueueRow[],
  ) {}

  rowOf(id: RecordId): QueueRow | undefined {
    return this.rows.find(({ visit }) => visit.id === id);
  }

  async ask(): Promise<void> {
    this.phase = 'asking';
    try {
      const queue = await this.store.inbox.queue();
      this.looked = await queue.clean(this.rows.map(({ visit, lookedAt }) => ({ id: visit.id, version: lookedAt })));
      this.phase = 'asked';
    } catch {
      this.phase = 'failed';
    }
  }

  /** Goes on where it stopped. True when all are approved. */
  async approve(passphrase?: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = '';
    try {
      const before = this.done;
      const left = this.looked.clean.slice(before).map((visit) => ({ visit: visit.id, asked: this.#asked(visit) }));
      await this.store.approveVisits(left, (count) => { this.done = before + count; }, passphrase);
      return true;
    } catch (problem) {
      const why = problem instanceof NotSaved ? `Not saved. ${problem.message}` : 'The others were not approved. Go on, or go on with the five words.';
      this.problem = `${this.done} of ${this.looked.clean.length} approved. ${why}`;
      this.asksWords = true;
      return false;
    } finally {
      this.busy = false;
    }
  }

  #asked({ id, round, as, version }: CleanVisit): ApprovalAsked {
    return { round, role: as, version, last: this.rowOf(id)?.cosign !== 'reviewer' };
  }
}
