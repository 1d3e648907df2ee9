/**
 * Room that is taken while there is some, for what waits when there is none.
 *
 * A tablet that is full keeps what was typed in memory and tries again. When the app has to lock meanwhile,
 * its keys go and with them that memory: a lock that waits would leave charts open on a table, and one that
 * doesn't would lose the visit. So each vault has a file of a fixed size beside the database, whose place on
 * the disk was taken when it was opened with room. What waits goes there, sealed like all else at rest
 * (SECURITY.md section 2, "persist the draft" of section 3), and into the database with its next write.
 *
 * Frames lie one behind the other, each with its length before it; a length of nought ends them. A frame is
 * promised once it is flushed with the nought behind it. One that was torn was never promised and ends them too.
 */
import { concat, type Bytes } from '../bytes';
import { nameOfError } from '../errors';
import { hasRoom } from './disk-room';
import { privateFile, type PrivateFile } from './private-file';

/** Some hundred answers, or ten long notes. */
export const RESERVE_BYTES = 1024 * 1024;
const LENGTH_BYTES = 4;
const RANDOM_AT_MOST = 65_536;
const HELD = 'NoModificationAllowedError';
const OPEN_AGAIN_AFTER_MS = [0, 50, 200, 500];

export interface ReserveSeal {
  seal(frame: number, plain: Bytes): Promise<Bytes>;
  /** Null for what does not open. */
  open(frame: number, sealed: Bytes): Promise<Bytes | null>;
}

export const reserveName = (vault: string): string => `reserve-${vault}`;

export class Reserve {
  #frames: Bytes[] | null = null;
  #end = 0;
  #file: Promise<PrivateFile | null> | null = null;

  constructor(
    private readonly name: string,
    private readonly sealing: ReserveSeal,
  ) {}

  /** What lies here, in the order in which it was put. */
  async frames(): Promise<Bytes[]> {
    if (this.#frames) return this.#frames;
    const file = await this.#opened();
    // Not remembered: where there is no file now there may be one when something is put here.
    if (file === null) return [];
    this.#frames = await this.#read(file);
    return this.#frames;
  }

  /** Takes its place on the disk, if that is not done and there is room to spare. */
  async prepare(): Promise<void> {
    const file = await this.#opened();
    if (file === null || file.getSize() >= RESERVE_BYTES || !(await hasRoom())) return;
    try {
      // Random: some disks store noughts without taking any room for them.
      for (let at = 0; at < RESERVE_BYTES; at += RANDOM_AT_MOST) {
        const piece = crypto.getRandomValues(new Uint8Array(RANDOM_AT_MOST));
        if (at === 0) piece.fill(0, 0, LENGTH_BYTES);
        file.write(piece, { at });
      }
      file.flush();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      file.truncate(0);
    }
  }

  /** True once it is durable here; false where nothing was reserved, or not enough. */
  async put(plain: Bytes): Promise<boolean> {
    const frames = await this.frames();
    const file = await this.#opened();
    if (file === null) return false;
    const sealed = await this.sealing.seal(frames.length, plain);
    const whole = concat(u32(sealed.length), sealed, u32(0));
    if (this.#end + whole.length > file.getSize()) return false;
    try {
      // What is behind comes first: while the length before it is nought, the frame is not there.
      file.write(whole.slice(LENGTH_BYTES), { at: this.#end + LENGTH_BYTES });
      file.flush();
      file.write(whole.slice(0, LENGTH_BYTES), { at: this.#end });
      file.flush();
    } catch (error) {
      if (error instanceof DOMException) return false;
      throw error;
    }
    this.#end += whole.length - LENGTH_BYTES;
    frames.push(plain);
    return true;
  }

  /** The database has it all now. */
  async clear(): Promise<void> {
    const file = await this.#opened();
    file?.write(u32(0), { at: 0 });
    file?.flush();
    this.#frames = [];
    this.#end = 0;
  }

  async close(): Promise<void> {
    const file = await this.#file?.catch(() => null);
    this.#file = null;
    file?.close();
  }

  async #read(file: PrivateFile): Promise<Bytes[]> {
    const all = new Uint8Array(file.getSize());
    file.read(all, { at: 0 });
    const lengths = new DataView(all.buffer);
    const frames: Bytes[] = [];
    while (this.#end + LENGTH_BYTES <= all.length) {
      const from = this.#end + LENGTH_BYTES;
      const length = lengths.getUint32(this.#end);
      if (length === 0 || from + length > all.length) break;
      const plain = await this.sealing.open(frames.length, all.slice(from, from + length));
      if (plain === null) break;
      frames.push(plain);
      this.#end = from + length;
    }
    return frames;
  }

  #opened(): Promise<PrivateFile | null> {
    this.#file ??= this.#open().then((file) => {
      if (file === null) this.#file = null;
      return file;
    });
    return this.#file;
  }

  async #open(): Promise<PrivateFile | null> {
    for (const wait of OPEN_AGAIN_AFTER_MS) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        return await privateFile(this.name);
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
        // The worker before this one may not have let go of it yet; else there is no room even for an empty file.
        if (nameOfError(error) !== HELD) return null;
      }
    }
    return null;
  }
}

function u32(value: number): Bytes {
  const bytes = new Uint8Array(LENGTH_BYTES);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
