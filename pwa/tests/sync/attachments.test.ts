/** Photos on their way: last, in pieces, going on where the server says, and none lost or dropped too early. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Unreachable } from '../../src/app/ceremonies/session-api';
import { Attachments, KEPT_AFTER_SENT_MS, PIECE, REFUSED_WAITS_MS, isSent } from '../../src/sync/attachments';
import { Refusal, type Asked } from '../../src/sync/http';
import { MemoryVault } from '../memory-vault';

const PATIENT = '0190a000-0000-7000-8000-0000000000aa';
const KEPT = Date.parse('2026-11-23T12:00:00.000Z');

let vault: MemoryVault;
let now: number;
let timeline: number | null;
let interrupted: () => boolean;
let received: boolean;
let held: boolean;
let takenBack: Set<string>;
let dropped: number;
let told: { done: number; of: number }[];
let refusedWords: string | null;
/** What the server holds of each hash, and what it was asked. */
let server: Map<string, { size: number; bytes: Uint8Array }>;
let asked: string[];
/** Runs before each answer; may throw like a network. */
let trouble: (request: Asked) => void;

beforeEach(() => {
  vault = new MemoryVault();
  [now, timeline, interrupted, received, held] = [KEPT, 1, () => false, false, true];
  [told, refusedWords, asked] = [[], null, []];
  server = new Map();
  takenBack = new Set();
  dropped = 0;
  trouble = () => undefined;
});

const never = new AbortController().signal;

function sender(): Attachments {
  return new Attachments({
    vault,
    ask: (request) => Promise.resolve().then(() => answer(request)),
    timeline: () => timeline,
    interrupted: () => interrupted(),
    isReceived: () => received,
    isTakenBack: ({ sha256 }) => takenBack.has(sha256),
    dropTakenBack: () => {
      dropped += 1;
      return Promise.resolve();
    },
    isHeld: () => held,
    now: () => now,
    told: (_, sending, refused) => {
      if (sending) told.push(sending);
      refusedWords = refused;
    },
  });
}

function answer(request: Asked): { offset: number; complete: boolean } {
  asked.push(request.path);
  trouble(request);
  if (request.body !== undefined) {
    const { sha256, size } = request.body as { sha256: string; size: number };
    const here = server.get(sha256) ?? { size, bytes: new Uint8Array(0) };
    server.set(sha256, here);
    return { offset: here.bytes.length, complete: here.bytes.length === size };
  }
  const [, , , , sha256 = '', offset] = request.path.split('/');
  const here = server.get(sha256);
  if (!here || !request.bytes) throw new Refusal(409, 'not-announced', 'Announce it first.', null);
  if (Number(offset) === here.bytes.length) here.bytes = new Uint8Array([...here.bytes, ...new Uint8Array(request.bytes)]);
  return { offset: here.bytes.length, complete: here.bytes.length === here.size };
}

async function keep(size: number, seed = 1): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * seed) % 251);
  const [sha256 = ''] = await vault.sha256([bytes]);
  await vault.commit({ blobs: [{ sha256, patient: PATIENT, visit: 'v1', type: 'image/jpeg', bytes: bytes.buffer }] });
  return bytes;
}

const sentOf = async (): Promise<boolean[]> => (await vault.blobs()).map((blob) => isSent(blob, timeline));

describe('a photo', () => {
  it('arrives byte for byte, in pieces', async () => {
    const bytes = await keep(2 * PIECE + 5);
    expect(await sender().send(never)).toBe(true);
    expect([...server.values()].map((one) => Buffer.from(one.bytes).equals(bytes))).toEqual([true]);
    expect(asked).toHaveLength(4);
    expect(await sentOf()).toEqual([true]);
    expect(await sender().send(never)).toBe(false);
  });

  it('that its author took back is not brought; its bytes may go', async () => {
    const bytes = await keep(50);
    takenBack = new Set(await vault.sha256([bytes]));
    expect(await sender().send(never)).toBe(false);
    expect(asked).toEqual([]);
    expect(dropped).toBe(1);
  });

  it('goes on after a cut where the server says', async () => {
    await keep(2 * PIECE + 5);
    trouble = ({ path }) => {
      if (path.endsWith(`/${PIECE}`)) throw new Unreachable();
    };
    await expect(sender().send(never)).rejects.toThrow(Unreachable);
    expect(await sentOf()).toEqual([false]);
    trouble = () => undefined;
    asked = [];
    await sender().send(never);
    expect(asked.map((path) => path.split('/').at(-1))).toEqual(['attachments', String(PIECE), String(2 * PIECE)]);
    expect(await sentOf()).toEqual([true]);
  });

  it('whose last answer was lost is not brought again', async () => {
    const bytes = await keep(50);
    const [sha256 = ''] = await vault.sha256([bytes]);
    server.set(sha256, { size: 50, bytes });
    await sender().send(never);
    expect(asked).toEqual(['/api/attachments']);
    expect(await sentOf()).toEqual([true]);
  });

  it('gives way between two pieces to what was written meanwhile', async () => {
    await keep(2 * PIECE);
    interrupted = () => asked.length >= 2;
    expect(await sender().send(never)).toBe(false);
    expect(asked).toHaveLength(2);
    interrupted = () => false;
    await sender().send(never);
    expect(await sentOf()).toEqual([true]);
  });

  it('is told of while it is on its way', async () => {
    await keep(50);
    await keep(60, 3);
    await sender().send(never);
    expect(told).toEqual([{ done: 0, of: 2 }, { done: 1, of: 2 }]);
  });

  it('waits for the first answer of a server: before it no timeline is known', async () => {
    await keep(50);
    timeline = null;
    expect(await sender().send(never)).toBe(false);
    expect(asked).toEqual([]);
  });
});

describe('a photo that the server refuses', () => {
  it('waits an hour, says why, and stops no other', async () => {
    await keep(50);
    await keep(60, 3);
    const first = (await vault.blobs())[0]?.sha256 ?? '';
    trouble = ({ body }) => {
      if ((body as { sha256?: string } | undefined)?.sha256 === first) throw new Refusal(422, 'content-refused', 'It is no JPEG.', null);
    };
    const sending = sender();
    expect(await sending.send(never)).toBe(true);
    expect(await sentOf()).toEqual([false, true]);
    expect(refusedWords).toBe('It is no JPEG.');
    asked = [];
    await sending.send(never);
    expect(asked).toEqual([]);
    now += REFUSED_WAITS_MS;
    trouble = () => undefined;
    await sending.send(never);
    expect(await sentOf()).toEqual([true, true]);
    expect(refusedWords).toBeNull();
  });
});

describe('the local copy', () => {
  it('stays thirty days after the server had it and its visit was received', async () => {
    await keep(50);
    await sender().send(never);
    now = KEPT + KEPT_AFTER_SENT_MS + 1;
    await sender().send(never);
    expect(await vault.blobs()).toHaveLength(1);
    received = true;
    now = KEPT + KEPT_AFTER_SENT_MS - 1;
    await sender().send(never);
    expect(await vault.blobs()).toHaveLength(1);
    now = KEPT + KEPT_AFTER_SENT_MS + 1;
    await sender().send(never);
    expect(await vault.blobs()).toEqual([]);
  });

  it('goes at once with a patient who is no longer hers, but not before the server has it', async () => {
    await keep(50);
    held = false;
    trouble = () => {
      throw new Unreachable();
    };
    await expect(sender().send(never)).rejects.toThrow(Unreachable);
    expect(await vault.blobs()).toHaveLength(1);
    trouble = () => undefined;
    await sender().send(never);
    expect(await vault.blobs()).toEqual([]);
  });

  it('goes earlier where room is needed, if the server has it and the visit is received', async () => {
    await keep(50);
    const sending = sender();
    expect(await sending.makeRoom()).toBe(false);
    await sending.send(never);
    expect(await sending.makeRoom()).toBe(false);
    received = true;
    expect(await sending.makeRoom()).toBe(true);
    expect(await vault.blobs()).toEqual([]);
  });

  it('is offered again to a server that was restored from a backup', async () => {
    await keep(50);
    await sender().send(never);
    timeline = 2;
    server.clear();
    expect(await sentOf()).toEqual([false]);
    await sender().send(never);
    expect(server.size).toBe(1);
    expect(await sentOf()).toEqual([true]);
  });
});
