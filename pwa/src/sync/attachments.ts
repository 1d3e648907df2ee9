/**
 * Photos leave last, after every change, in pieces: the server says how far each has come, so that a cut,
 * a lock or a kill costs one piece at most. Whatever is written meanwhile goes first.
 *
 * If it dies here: before a piece is answered, it is sent again and changes nothing; after `complete` and
 * before the vault noted it, the next announcement answers `complete` at once.
 */
import type { BlobInfo, Vault } from '../vault/types';
import { Refusal, type Asked } from './http';
import { count, flag, having, NotDoorstep } from './shape';

/** What a bad line loses at most when it breaks; half of what the server takes. */
export const PIECE = 512 * 1024;
/** What the server will not take waits, and stops nothing else. */
export const REFUSED_WAITS_MS = 3_600_000;
/** As long as the sent log is kept: a server restored from a backup may need it again. */
export const KEPT_AFTER_SENT_MS = 30 * 24 * 3_600_000;

/** Bytes that the server will never take: who has to hand over everything has handed them over as far as can be. */
const NEVER = new Set(['content-refused', 'invalid']);
const WAITS = new Set(['too-many', 'not-found', 'content-refused', 'hash-differs', 'invalid', 'forbidden']);
const standing = having({ offset: count, complete: flag });

export const idOf = ({ patient, sha256 }: { patient: string; sha256: string }): string => `${patient}/${sha256}`;

/** Confirmed by the server as it is now; one that was restored from a backup is offered everything again. */
export const isSent = ({ sent }: BlobInfo, timeline: number | null): boolean => sent !== null && (timeline === null || sent.timeline === timeline);

export interface AttachmentPorts {
  vault: Pick<Vault, 'blobs' | 'readBlob' | 'blobSent' | 'dropBlobs'>;
  ask: (asked: Asked) => Promise<unknown>;
  timeline: () => number | null;
  /** A change was written: stop between two pieces, it goes first. */
  interrupted: () => boolean;
  /** Its visit is received, so that no claim hangs on the local copy. */
  isReceived: (visit: string) => boolean;
  /** Taken back by its author: it is not sent. */
  isTakenBack: (blob: BlobInfo) => boolean;
  /** Lets the bytes go of what is taken back, and can be. */
  dropTakenBack: () => Promise<void>;
  /** Still in this person's care; what is not leaves the tablet as soon as the server has it. */
  isHeld: (patient: string) => boolean;
  now: () => number;
  told: (blobs: BlobInfo[], sending: { done: number; of: number } | null, refused: string | null) => void;
}

export class Attachments {
  /** What the server refused in this session, and when it is tried again. */
  readonly #refused = new Map<string, { until: number; why: string; code: string }>();

  constructor(private readonly ports: AttachmentPorts) {}

  /** Sends what it can; answers whether anything arrived. Rejects with what stood in the way. */
  async send(signal: AbortSignal, timeline = this.ports.timeline()): Promise<boolean> {
    const { ports } = this;
    if (timeline === null) return false;
    const due = (await ports.vault.blobs()).filter((blob) => !isSent(blob, timeline) && !ports.isTakenBack(blob)).sort((a, b) => (a.keptAt < b.keptAt ? -1 : 1));
    let done = 0;
    for (const blob of due.filter((one) => this.#mayTry(one))) {
      await this.#tell({ done, of: due.length });
      if (ports.interrupted()) return done > 0;
      if (await this.#sendOne(blob, timeline, signal)) done += 1;
    }
    await ports.dropTakenBack();
    await this.#letGo(timeline);
    await this.#tell(null);
    return done > 0;
  }

  /** Copies that are no longer needed, for a tablet without room. Answers whether any went. */
  async makeRoom(): Promise<boolean> {
    const { ports } = this;
    const going = (await ports.vault.blobs()).filter((blob) => isSent(blob, ports.timeline()) && ports.isReceived(blob.visit));
    if (going.length > 0) await ports.vault.dropBlobs(going.map(idOf));
    await this.#tell(null);
    return going.length > 0;
  }

  /** Access ended: sends all that is left, and answers whether the server has all that it will ever take. */
  async handOver(timeline: number, signal: AbortSignal): Promise<boolean> {
    await this.send(signal, timeline);
    const blobs = await this.ports.vault.blobs();
    return blobs.every((blob) => isSent(blob, timeline) || NEVER.has(this.#refused.get(idOf(blob))?.code ?? ''));
  }

  #mayTry(blob: BlobInfo): boolean {
    const refused = this.#refused.get(idOf(blob));
    return !refused || refused.until <= this.ports.now();
  }

  async #sendOne(blob: BlobInfo, timeline: number, signal: AbortSignal): Promise<boolean> {
    const id = idOf(blob);
    try {
      if (!(await this.#bring(blob, signal))) return false;
    } catch (error) {
      if (!(error instanceof Refusal) || !WAITS.has(error.code)) throw error;
      this.#refused.set(id, { until: this.ports.now() + REFUSED_WAITS_MS, why: error.message, code: error.code });
      return false;
    }
    this.#refused.delete(id);
    await this.ports.vault.blobSent(id, timeline);
    return true;
  }

  /** False when something more urgent came in between. */
  async #bring(blob: BlobInfo, signal: AbortSignal): Promise<boolean> {
    const { patient, sha256, size, type } = blob;
    const { ports } = this;
    const announced = await ports.ask({ method: 'POST', path: '/api/attachments', body: { patient, sha256, size, type }, signal });
    let here = standing(announced, 'attachment');
    while (!here.complete) {
      if (ports.interrupted()) return false;
      const bytes = await ports.vault.readBlob(idOf(blob), here.offset, PIECE);
      const path = `/api/attachments/${patient}/${sha256}/${here.offset}`;
      const next = standing(await ports.ask({ method: 'POST', path, bytes, signal }), 'attachment');
      if (!next.complete && next.offset <= here.offset) throw new NotDoorstep('an upload that never ends');
      here = next;
    }
    return true;
  }

  async #letGo(timeline: number): Promise<void> {
    const { vault, now, isHeld, isReceived } = this.ports;
    const old = new Date(now() - KEPT_AFTER_SENT_MS).toISOString();
    const going = (await vault.blobs()).filter(
      (blob) => isSent(blob, timeline) && (!isHeld(blob.patient) || (isReceived(blob.visit) && (blob.sent?.at ?? '') < old)),
    );
    if (going.length > 0) await vault.dropBlobs(going.map(idOf));
  }

  async #tell(sending: { done: number; of: number } | null): Promise<void> {
    const [refused] = this.#refused.values();
    this.ports.told(await this.ports.vault.blobs(), sending, refused?.why ?? null);
  }
}
