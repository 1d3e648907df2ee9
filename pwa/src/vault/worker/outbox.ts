/**
 * The outbox as the worker holds it in memory: order, receipts, and what may be forgotten. Pure; the
 * database follows it (a change here counts only after its transaction is durable).
 */
import { VaultProblem } from '../errors';
import type { OutboxEntry, Receipt } from '../types';

export function isFinal(receipt: Receipt | null): boolean {
  return receipt !== null && receipt.outcome !== 'waiting';
}

/** A held change may still be released or set aside by a person; every other final receipt is the last. */
const isOpen = (receipt: Receipt | null): boolean => !isFinal(receipt) || receipt?.outcome === 'quarantined';

export class Outbox {
  readonly #entries = new Map<string, OutboxEntry>();
  #nextSeq: number;

  constructor(
    entries: OutboxEntry[],
    /** Rows that did not open: they still wait, and the count must say so. */
    readonly unreadable: number,
    nextSeq: number,
  ) {
    this.#nextSeq = nextSeq;
    for (const entry of [...entries].sort((a, b) => a.seq - b.seq)) this.put(entry);
  }

  get entries(): OutboxEntry[] {
    return [...this.#entries.values()];
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  get(id: string): OutboxEntry | undefined {
    return this.#entries.get(id);
  }

  put(entry: OutboxEntry): void {
    this.#entries.set(entry.id, entry);
    this.#nextSeq = Math.max(this.#nextSeq, entry.seq + 1);
  }

  remove(id: string): void {
    this.#entries.delete(id);
  }

  /** How many would still be to send if these entries stood so and those were gone. */
  waiting(changed: OutboxEntry[] = [], gone: OutboxEntry[] = []): number {
    const final = new Map(changed.map((entry) => [entry.id, isFinal(entry.receipt)]));
    const left = new Set(gone.map((entry) => entry.id));
    const known = this.entries.filter((entry) => !left.has(entry.id) && !(final.get(entry.id) ?? isFinal(entry.receipt)));
    const added = changed.filter((entry) => !this.#entries.has(entry.id) && !isFinal(entry.receipt));
    return known.length + added.length + this.unreadable;
  }

  /** Entries with their receipts; a receipt for other bytes than ours is no receipt. */
  withReceipts(receipts: Receipt[], now: string): { changed: OutboxEntry[]; mismatched: string[] } {
    const changed: OutboxEntry[] = [];
    const mismatched: string[] = [];
    for (const receipt of receipts) {
      const entry = this.#entries.get(receipt.id);
      if (entry === undefined || !isOpen(entry.receipt) || entry.receipt?.outcome === receipt.outcome) continue;
      if (entry.sha256 === receipt.sha256) changed.push({ ...entry, receipt, receiptAt: now });
      else mismatched.push(receipt.id);
    }
    return { changed, mismatched };
  }

  /** What may leave for the sent log; unknown ids left earlier. Throws for one without a final receipt. */
  forgettable(ids: string[], changed: OutboxEntry[] = []): OutboxEntry[] {
    const newer = new Map(changed.map((entry) => [entry.id, entry]));
    return ids.flatMap((id) => {
      const entry = newer.get(id) ?? this.#entries.get(id);
      if (entry === undefined) return [];
      if (!isFinal(entry.receipt)) throw new VaultProblem('refused', 'a change without a final receipt is not forgotten');
      return [entry];
    });
  }
}
