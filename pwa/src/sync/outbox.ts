/**
 * This person's own changes as they stand in memory beside the vault: what waits, what has a receipt,
 * what the office holds, and which changes belong to which visit (sent ones included).
 */
import type { PatientId, RecordId } from '../app/contract';
import type { OutboxEntry, Receipt } from '../vault/types';
import type { Change } from './document';
import { kindTable } from './kinds';
import type { OwnChange } from './overlay';

export interface Own {
  entry: OutboxEntry;
  change: Change;
}

/** What a visit's manifest and trust line need of a change; its text may be long gone from memory. */
export interface VisitChange {
  id: string;
  seq: number;
  sha256: string;
  keptAt: string;
  receiptAt: string | null;
  final: boolean;
}

/** A change in the sent log, without its text. */
interface Sent {
  seq: number;
  sha256: string;
  receipt: Receipt | null;
  receiptAt: string | null;
  change: Pick<Change, 'id' | 'record' | 'patient' | 'visit'>;
}

/** A change that is held, or that a person in the office decided not to apply. */
export interface NotApplied {
  change: Sent['change'];
  receipt: Receipt;
}

/** Without a backup's word the sent log is kept this long. */
const KEPT_MS = 30 * 24 * 3_600_000;

export const isFinal = (receipt: Receipt | null): boolean => receipt !== null && receipt.outcome !== 'waiting';

/** Outcomes that change the stored record at their version; the overlay may end once that version is here. */
const stored = (receipt: Receipt): boolean => receipt.version !== null;

export class Outbox {
  readonly #kept = new Map<string, Own>();
  readonly #byRecord = new Map<RecordId, Own[]>();
  readonly #byVisit = new Map<RecordId, Map<string, VisitChange>>();
  readonly #sent = new Map<string, Sent>();
  #newest: { seq: number; id: string } | null = null;
  #lastReceiptAt: string | null = null;

  /** Entries as the vault keeps them, in order of writing. Answers the records they touch. */
  add(entries: OutboxEntry[]): RecordId[] {
    return entries.map((entry) => {
      const own = { entry, change: JSON.parse(entry.text) as Change };
      const { record } = own.change;
      this.#kept.set(entry.id, own);
      this.#byRecord.set(record, [...(this.#byRecord.get(record) ?? []), own]);
      this.#mark(entry, own.change.visit);
      return record;
    });
  }

  /** The sent log, for manifests and trust lines only. */
  addSent(entries: OutboxEntry[]): void {
    for (const entry of entries) {
      const change = JSON.parse(entry.text) as Change;
      this.#mark(entry, change.visit);
      this.#log(entry, change);
    }
  }

  /** How many changes this vault has ever written, and the newest: a copy of it would say otherwise. */
  history(): { writes: number; last: string } | null {
    return this.#newest && { writes: this.#newest.seq + 1, last: this.#newest.id };
  }

  /** Changes that somebody set aside: they left the screens' values, and are told with who and why. */
  setAside(): NotApplied[] {
    return this.#notApplied('set-aside');
  }

  /** Changes that the office holds for checking; those too that left this tablet's chart with their patient. */
  held(): NotApplied[] {
    return this.#notApplied('quarantined');
  }

  #notApplied(outcome: Receipt['outcome']): NotApplied[] {
    const told = [...this.#sent.values(), ...[...this.#kept.values()].map(({ entry, change }) => ({ ...entry, change }))];
    return told.flatMap(({ change, receipt }) => (receipt?.outcome === outcome ? [{ change, receipt }] : []));
  }

  /**
   * What may leave the sent log: a backup of the server holds its version, or it has been there for long.
   * Not while its visit may still be signed (the manifest names it), and never the newest one, by which
   * this vault's history is known.
   */
  prunable(backedUp: number, now: number, mayBeSigned: (visit: RecordId) => boolean): string[] {
    const isCovered = ({ receipt, receiptAt }: Sent): boolean => {
      const version = receipt?.version ?? null;
      return (version !== null && version <= backedUp) || (receiptAt !== null && now - Date.parse(receiptAt) > KEPT_MS);
    };
    return [...this.#sent.values()]
      .filter((sent) => isCovered(sent) && sent.change.id !== this.#newest?.id && !(sent.change.visit && mayBeSigned(sent.change.visit)))
      .map(({ change }) => change.id);
  }

  pruned(ids: string[]): void {
    for (const id of ids) {
      const visit = this.#sent.get(id)?.change.visit ?? null;
      this.#sent.delete(id);
      if (visit === null) continue;
      this.#byVisit.get(visit)?.delete(id);
      if (this.#byVisit.get(visit)?.size === 0) this.#byVisit.delete(visit);
    }
  }

  own(record: RecordId): OwnChange[] {
    return (this.#byRecord.get(record) ?? []).map(({ change, entry }) => ({ change, pending: !isFinal(entry.receipt) }));
  }

  /** Whether a change still waits for its final receipt. */
  isOpen(change: string): boolean {
    const own = this.#kept.get(change);
    return own !== undefined && !isFinal(own.entry.receipt);
  }

  /** The change that made a record, while it waits for its final receipt. */
  maker(record: RecordId): string | null {
    const made = (this.#byRecord.get(record) ?? []).find(({ change }) => change.ops[0]?.op === 'create');
    return made && this.isOpen(made.change.id) ? made.change.id : null;
  }

  /** Everything without a final receipt, in order of writing. */
  waiting(): Own[] {
    return [...this.#kept.values()].filter(({ entry }) => !isFinal(entry.receipt));
  }

  openOfVisit(visit: RecordId): string[] {
    return this.waiting().filter(({ change }) => change.visit === visit).map(({ change }) => change.id);
  }

  /** All of a visit's changes in order of writing, those already sent included. */
  ofVisit(visit: RecordId): VisitChange[] {
    return [...(this.#byVisit.get(visit)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
  }

  visits(): RecordId[] {
    return [...this.#byVisit.keys()];
  }

  get lastReceiptAt(): string | null {
    return this.#lastReceiptAt;
  }

  /** Takes receipts whose hash is the change's own. Answers the records whose view may differ now. */
  receive(receipts: Receipt[], at: string): RecordId[] {
    const touched: RecordId[] = [];
    for (const receipt of receipts) {
      const own = this.#kept.get(receipt.id);
      if (!own) this.#receiveLate(receipt, at);
      if (!own || own.entry.sha256 !== receipt.sha256) continue;
      own.entry = { ...own.entry, receipt, receiptAt: at };
      this.#mark(own.entry, own.change.visit);
      touched.push(own.change.record);
    }
    return touched;
  }

  /** A person decided about a change that was held and left with its patient. */
  #receiveLate(receipt: Receipt, at: string): void {
    const sent = this.#sent.get(receipt.id);
    if (sent?.receipt?.outcome !== 'quarantined' || sent.sha256 !== receipt.sha256) return;
    this.#sent.set(receipt.id, { ...sent, receipt, receiptAt: at });
  }

  /**
   * Changes that may leave the overlay: their receipt is final and the base contains its version, or
   * their patient is gone from this tablet, or their kind leaves no record (SYNC.md 5.5).
   */
  settled(versionOf: (record: RecordId, patient: PatientId) => number | null, keepsBase: boolean): string[] {
    return [...this.#kept.values()]
      .filter(({ entry: { receipt }, change }) => {
        if (!receipt || !isFinal(receipt)) return false;
        if (kindTable(change.kind)?.auditOnly) return true;
        if (!stored(receipt)) return receipt.outcome !== 'quarantined';
        if (!keepsBase) return true;
        const version = versionOf(change.record, change.patient);
        return version !== null && version >= (receipt.version ?? 0);
      })
      .map(({ entry }) => entry.id);
  }

  /** What has its final receipt and belongs to these patients. */
  finalOf(patients: string[]): string[] {
    return [...this.#kept.values()]
      .filter(({ entry, change }) => isFinal(entry.receipt) && patients.includes(change.patient))
      .map(({ entry }) => entry.id);
  }

  patientsOf(ids: string[]): PatientId[] {
    return ids.flatMap((id) => this.#kept.get(id)?.change.patient ?? []);
  }

  forget(ids: string[]): RecordId[] {
    const touched: RecordId[] = [];
    for (const id of ids) {
      const own = this.#kept.get(id);
      if (!own) continue;
      this.#kept.delete(id);
      this.#log(own.entry, own.change);
      const { record } = own.change;
      const left = (this.#byRecord.get(record) ?? []).filter((one) => one.entry.id !== id);
      if (left.length > 0) this.#byRecord.set(record, left);
      else this.#byRecord.delete(record);
      touched.push(record);
    }
    return touched;
  }

  #log({ seq, sha256, receipt, receiptAt }: OutboxEntry, { id, record, patient, visit }: Change): void {
    this.#sent.set(id, { seq, sha256, receipt, receiptAt, change: { id, record, patient, visit } });
  }

  #mark({ id, seq, sha256, keptAt, receipt, receiptAt }: OutboxEntry, visit: RecordId | null): void {
    if (receiptAt !== null && isFinal(receipt) && receiptAt > (this.#lastReceiptAt ?? '')) this.#lastReceiptAt = receiptAt;
    if (seq > (this.#newest?.seq ?? -1)) this.#newest = { seq, id };
    if (visit === null) return;
    const marks = this.#byVisit.get(visit) ?? new Map<string, VisitChange>();
    this.#byVisit.set(visit, marks.set(id, { id, seq, sha256, keptAt, receiptAt, final: isFinal(receipt) }));
  }
}
