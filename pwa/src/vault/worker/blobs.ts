/**
 * Photos at rest: what each is in one sealed row, its bytes in sealed frames of 64 KiB.
 *
 * A frame's place is named by hash, number and count of frames, and its additional data binds it there:
 * frames that are swapped, taken from another photo, or left out at the end do not open.
 *
 * The local copy goes when the server had all bytes and the visit is received, 30 days after that; earlier
 * only where room is needed. What a server of an earlier timeline had is offered again.
 */
import { concat, utf8, type Bytes } from '../bytes';
import { VaultProblem } from '../errors';
import type { BlobInfo, NewBlob } from '../types';
import type { Database, Transaction } from './database';
import { changeState } from './header';
import { sha256Hex } from './person-keys';
import type { VaultSchema } from './schema';
import type { SealedRow, SealedRows } from './sealed-rows';

export const FRAME = 64 * 1024;

type Writing = Transaction<VaultSchema, 'readwrite'>;

/** Sealed and not yet written: it goes into the transaction of the change that names it. */
export interface SealedBlob {
  info: BlobInfo;
  row: SealedRow;
  frames: SealedRow[];
}

export const blobId = ({ patient, sha256 }: { patient: string; sha256: string }): string => `${patient}/${sha256}`;
export const frameId = (id: string, at: number, of: number): string => `${id}/${at}/${of}`;
const framesOf = (size: number): number => Math.ceil(size / FRAME);

export class Blobs {
  #infos: Map<string, BlobInfo> | null = null;
  unreadable = 0;

  constructor(
    private readonly database: Database<VaultSchema>,
    private readonly rows: SealedRows,
    private readonly iso: () => string,
  ) {}

  async list(): Promise<BlobInfo[]> {
    return [...(await this.#known()).values()];
  }

  /** Seals what is not kept already. Refused when the bytes are not those that the change will name. */
  async seal(blobs: NewBlob[]): Promise<SealedBlob[]> {
    const known = await this.#known();
    return Promise.all(blobs.filter((blob) => !known.has(blobId(blob))).map((blob) => this.#seal(blob)));
  }

  /** Inside the caller's transaction. */
  put(tx: Writing, sealed: SealedBlob[]): Promise<unknown>[] {
    if (sealed.length === 0) return [];
    const [blobs, frames] = [tx.objectStore('blobs'), tx.objectStore('frames')];
    return [
      ...sealed.map(({ row }) => blobs.put(row.value, row.key)),
      ...sealed.flatMap((blob) => blob.frames.map((row) => frames.put(row.value, row.key))),
      changeState(tx, { photos: this.#unsent(sealed.map(({ info }) => info)) }),
    ];
  }

  /** Once the transaction is durable. */
  kept(sealed: SealedBlob[]): void {
    for (const { info } of sealed) this.#infos?.set(blobId(info), info);
  }

  /** The bytes from `from` on, at most `length`; the rest of a frame beyond it is left out. */
  async read(id: string, from: number, length: number): Promise<ArrayBuffer> {
    const info = (await this.#known()).get(id);
    if (!info) throw new VaultProblem('failed', 'no such photo is kept here');
    const of = framesOf(info.size);
    const first = Math.floor(from / FRAME);
    const last = Math.min(of, Math.ceil((from + length) / FRAME));
    const frames: Bytes[] = [];
    for (let at = first; at < last; at++) frames.push(await this.#frame(frameId(id, at, of)));
    const start = from - first * FRAME;
    return concat(...frames).slice(start, start + length).buffer;
  }

  /** The server has all its bytes, on this timeline of its own. */
  async sent(id: string, timeline: number): Promise<void> {
    const info = (await this.#known()).get(id);
    if (!info) return;
    const changed: BlobInfo = { ...info, sent: { timeline, at: this.iso() } };
    const row = await this.#sealInfo(changed);
    await this.database.write(['header', 'blobs'], async (tx) => {
      const state = changeState(tx, { photos: this.#unsent([changed]) });
      await Promise.all([tx.objectStore('blobs').put(row.value, row.key), state]);
    });
    this.#infos?.set(id, changed);
  }

  /** Refused for what no server has confirmed: it is the only copy. What its author took back may go nevertheless. */
  async drop(ids: string[], takenBack: boolean): Promise<void> {
    const known = await this.#known();
    const going = ids.flatMap((id) => known.get(id) ?? []);
    if (!takenBack && going.some(({ sent }) => sent === null)) throw new VaultProblem('refused', 'the only copy of a photo is not dropped');
    const keys = await Promise.all(going.map((info) => this.rows.name('blobs', blobId(info))));
    const frames = await Promise.all(going.flatMap((info) => this.#frameNames(info)));
    await this.database.write(['header', 'blobs', 'frames'], async (tx) => {
      await Promise.all([
        changeState(tx, { photos: this.#unsent([], going) }),
        ...keys.map((key) => tx.objectStore('blobs').delete(key)),
        ...frames.map((key) => tx.objectStore('frames').delete(key)),
      ]);
    });
    for (const info of going) this.#infos?.delete(blobId(info));
  }

  async #seal({ bytes, sha256, patient, visit, type }: NewBlob): Promise<SealedBlob> {
    const whole = new Uint8Array(bytes);
    if ((await sha256Hex(whole)) !== sha256) throw new VaultProblem('refused', 'these bytes have another hash');
    const info: BlobInfo = { sha256, patient, visit, type, size: bytes.byteLength, keptAt: this.iso(), sent: null };
    const of = framesOf(info.size);
    const frames = Array.from({ length: of }, (_, at) =>
      this.rows.sealBytes('frames', frameId(blobId(info), at, of), whole.slice(at * FRAME, (at + 1) * FRAME)),
    );
    return { info, row: await this.#sealInfo(info), frames: await Promise.all(frames) };
  }

  #sealInfo(info: BlobInfo): Promise<SealedRow> {
    return this.rows.sealBytes('blobs', blobId(info), utf8(JSON.stringify(info)));
  }

  async #frame(id: string): Promise<Bytes> {
    const key = await this.rows.name('frames', id);
    const value = await this.database.read(['frames'], (tx) => tx.objectStore('frames').get(key));
    if (value === undefined) throw new VaultProblem('unreadable', 'part of a photo is not there');
    return this.rows.unsealBytes('frames', { key, value });
  }

  #frameNames(info: BlobInfo): Promise<string>[] {
    const of = framesOf(info.size);
    return Array.from({ length: of }, (_, at) => this.rows.name('frames', frameId(blobId(info), at, of)));
  }

  #unsent(changed: BlobInfo[], going: BlobInfo[] = []): number {
    const all = new Map(this.#infos ?? []);
    for (const info of changed) all.set(blobId(info), info);
    for (const info of going) all.delete(blobId(info));
    return [...all.values()].filter(({ sent }) => sent === null).length + this.unreadable;
  }

  async #known(): Promise<Map<string, BlobInfo>> {
    if (this.#infos) return this.#infos;
    const found = new Map<string, BlobInfo>();
    await this.rows.scan(this.database, 'blobs', (plains) => {
      for (const plain of plains) {
        // What does not open is left as it is, and still counted as waiting.
        if (plain === null) this.unreadable += 1;
        else {
          const info = JSON.parse(plain) as BlobInfo;
          found.set(blobId(info), info);
        }
      }
    });
    this.#infos = found;
    return found;
  }
}
