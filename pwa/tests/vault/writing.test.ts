/** What a write promises: all or nothing, in order, and nothing forgotten without a final receipt. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { BaseDocument, OutboxEntry, Receipt, Round, Secret, StagedPage } from '../../src/vault/types';
import type { VaultRoom } from '../../src/vault/worker/vault-room';
import { failNextTransactions, freshTablet, newVault, passkey, problem, room } from './room';

interface Loaded {
  base: Record<string, BaseDocument>;
  outbox: OutboxEntry[];
  sent: OutboxEntry[];
  staged: StagedPage[];
  local: Record<string, unknown>;
  generation: number;
  unreadable: number;
}

async function loaded(tablet: VaultRoom): Promise<Loaded> {
  const all: Loaded = { base: {}, outbox: [], sent: [], staged: [], local: {}, generation: 0, unreadable: 0 };
  const end = await tablet.load(['base', 'outbox', 'staged', 'local', 'sent'], (chunk) => {
    if (chunk.part === 'base') {
      for (const document of JSON.parse(chunk.json) as BaseDocument[]) all.base[document.id] = document;
    } else if (chunk.part === 'local') all.local = chunk.values;
    else if (chunk.part === 'staged') all.staged = chunk.pages;
    else all[chunk.part] = chunk.entries;
  });
  return { ...all, ...end };
}

let id = '';
let secret: () => Secret;
let tablet: VaultRoom;

/** As after a kill: another worker, the same disk. */
async function restarted(): Promise<Loaded> {
  const next = room();
  await next.unlock(id, secret());
  return loaded(next);
}

function receipt(entry: OutboxEntry | undefined, change: Partial<Receipt> = {}): Receipt {
  return { id: entry?.id ?? '', sha256: entry?.sha256 ?? '', outcome: 'applied', version: 7, reason: null, ...change };
}

function round(change: Partial<Round> = {}): Round {
  return { id: 'round-1', generation: 0, documents: [], removePatients: [], replacePatients: [], local: {}, forget: [], ...change };
}

const two = [
  { id: 'b1', changes: [{ id: 'c1', text: '{"n":1}' }, { id: 'c2', text: '{"n":2}' }] },
  { id: 'b2', changes: [{ id: 'c3', text: '{"n":3}' }] },
];

beforeEach(async () => {
  freshTablet();
  tablet = room();
  const opener = passkey();
  const made = newVault({ prf: opener.made });
  id = made.id;
  secret = opener.secret;
  await tablet.create(made);
});

describe('a commit', () => {
  it('keeps changes in the order of writing, with hash and signature, across a restart', async () => {
    const kept = await tablet.commit({ batches: two, local: { hlc: 'h1' } });
    await tablet.commit({ batches: [{ id: 'b0', changes: [{ id: 'a0', text: '{}' }] }] });
    const { outbox, local } = await restarted();
    expect(outbox.map((entry) => [entry.seq, entry.id, entry.batch])).toEqual([
      [0, 'c1', 'b1'], [1, 'c2', 'b1'], [2, 'c3', 'b2'], [3, 'a0', 'b0'],
    ]);
    expect(outbox.slice(0, 3)).toEqual(kept);
    expect(kept[0]?.sha256).toBe((await tablet.sha256(['{"n":1}']))[0]);
    expect(kept[0]?.sig).toBe(kept[1]?.sig);
    expect(local).toEqual({ hlc: 'h1' });
  });

  it('leaves nothing of itself when its transaction dies', async () => {
    await tablet.commit({ batches: [{ id: 'b0', changes: [{ id: 'c0', text: '{}' }] }], local: { hlc: 'h0' } });
    failNextTransactions(1, 'QuotaExceededError');
    expect((await problem(tablet.commit({ batches: two, local: { hlc: 'h1' }, visitOpenSince: 'x' }))).code).toBe('full');
    const after = await restarted();
    expect(after.outbox.map((entry) => entry.id)).toEqual(['c0']);
    expect(after.local).toEqual({ hlc: 'h0' });
    expect((await room().list())[0]).toMatchObject({ waiting: 1, visitOpenSince: null });
    // And the memory of the running vault says the same: the write can simply be made again.
    await tablet.commit({ batches: two, local: { hlc: 'h1' } });
    expect((await restarted()).outbox.map((entry) => entry.seq)).toEqual([0, 1, 2, 3]);
  });

  it('made twice is kept once; other bytes under the same id are refused', async () => {
    const first = await tablet.commit({ batches: two });
    expect(await tablet.commit({ batches: two })).toEqual(first);
    expect((await loaded(tablet)).outbox).toHaveLength(3);
    const other = [{ id: 'b1', changes: [{ id: 'c1', text: '{"n":9}' }] }];
    expect((await problem(tablet.commit({ batches: other }))).code).toBe('refused');
    const partly = [{ id: 'b1', changes: [{ id: 'c1', text: '{"n":1}' }, { id: 'new', text: '{}' }] }];
    expect((await problem(tablet.commit({ batches: partly }))).code).toBe('refused');
  });

  it('sets and removes local things', async () => {
    await tablet.commit({ local: { place: { visit: 'v' }, draft: 'half a sen' } });
    await tablet.commit({ local: { draft: null } });
    expect((await restarted()).local).toEqual({ place: { visit: 'v' } });
  });

  it('of many at once comes out as if one after the other', async () => {
    const writes = Array.from({ length: 20 }, (_, at) =>
      tablet.commit({ batches: [{ id: `b${String(at)}`, changes: [{ id: `c${String(at)}`, text: '{}' }] }] }),
    );
    await Promise.all(writes);
    const { outbox } = await restarted();
    expect(outbox.map((entry) => [entry.seq, entry.id])).toEqual(writes.map((_, at) => [at, `c${String(at)}`]));
  });
});

describe('receipts', () => {
  it('stay beside their change until it is forgotten, then both are in the sent log', async () => {
    const [first, second] = await tablet.commit({ batches: two });
    expect(await tablet.takeReceipts([receipt(first), receipt(second, { outcome: 'waiting' })], [])).toEqual({ mismatched: [] });
    expect((await room().list())[0]?.waiting).toBe(2);
    expect((await restarted()).outbox.map((entry) => entry.receipt?.outcome)).toEqual(['applied', 'waiting', undefined]);
    await tablet.takeReceipts([], ['c1']);
    const after = await restarted();
    expect(after.outbox.map((entry) => entry.id)).toEqual(['c2', 'c3']);
    expect(after.sent.map((entry) => [entry.id, entry.receipt?.version])).toEqual([['c1', 7]]);
    expect((await room().list())[0]?.waiting).toBe(2);
  });

  it('for other bytes are no receipts', async () => {
    const [first] = await tablet.commit({ batches: two });
    expect(await tablet.takeReceipts([receipt(first, { sha256: 'ff' })], [])).toEqual({ mismatched: ['c1'] });
    expect((await problem(tablet.takeReceipts([], ['c1']))).code).toBe('refused');
    expect((await restarted()).outbox).toHaveLength(3);
  });

  it('that are not final forget nothing', async () => {
    const [first] = await tablet.commit({ batches: two });
    const waiting = receipt(first, { outcome: 'waiting', version: null });
    expect((await problem(tablet.takeReceipts([waiting], ['c1']))).code).toBe('refused');
    expect((await problem(tablet.applyRound(round({ forget: ['c1'] })))).code).toBe('refused');
    expect((await restarted()).outbox).toHaveLength(3);
  });

  it('come and go in one step where nothing has to wait for a pull', async () => {
    const [first] = await tablet.commit({ batches: two });
    const held = receipt(first, { outcome: 'quarantined', version: null, reason: { code: 'no-right', text: 'x' } });
    await tablet.takeReceipts([held], ['c1']);
    expect((await restarted()).sent.map((entry) => entry.receipt?.reason?.code)).toEqual(['no-right']);
  });

  it('do not let the numbering start again', async () => {
    const entries = await tablet.commit({ batches: two });
    await tablet.takeReceipts(entries.map((entry) => receipt(entry)), entries.map((entry) => entry.id));
    const next = room();
    await next.unlock(id, secret());
    const [late] = await next.commit({ batches: [{ id: 'b9', changes: [{ id: 'c9', text: '{}' }] }] });
    expect(late?.seq).toBe(3);
  });

  it('that say held may be followed by what a person decided, every other final one stands', async () => {
    const [first, second] = await tablet.commit({ batches: two });
    const held = { outcome: 'quarantined', version: null } as const;
    await tablet.takeReceipts([{ ...receipt(first), ...held }, receipt(second)], []);
    await tablet.takeReceipts([{ ...receipt(first), outcome: 'applied', version: 9 }, { ...receipt(second), ...held }], []);
    expect((await restarted()).outbox.map((entry) => entry.receipt?.outcome)).toEqual(['applied', 'applied', undefined]);
  });

  it('that say held are followed by a decision also when their change has left for the sent log', async () => {
    const [first, second, third] = await tablet.commit({ batches: two });
    const held = { outcome: 'quarantined', version: null } as const;
    await tablet.takeReceipts([{ ...receipt(first), ...held }, { ...receipt(second), ...held }, receipt(third)], ['c1', 'c2', 'c3']);
    const told = [{ ...receipt(first), outcome: 'applied', version: 9 }, receipt(second, { sha256: 'ff' }), { ...receipt(third), ...held }] as Receipt[];
    expect(await tablet.takeReceipts(told, [])).toEqual({ mismatched: ['c2'] });
    expect((await restarted()).sent.map((entry) => entry.receipt?.outcome)).toEqual(['applied', 'quarantined', 'applied']);
  });

  it('leave the sent log only when they are pruned', async () => {
    const entries = await tablet.commit({ batches: two });
    await tablet.takeReceipts(entries.map((entry) => receipt(entry)), entries.map((entry) => entry.id));
    await tablet.pruneSent(['c1', 'c2']);
    expect((await restarted()).sent.map((entry) => entry.id)).toEqual(['c3']);
  });
});

describe('a round of pulling', () => {
  const document = (record: string, patient: string, n = 0): BaseDocument => ({ id: record, patient, n }) as BaseDocument;

  it('is applied whole: documents, cursor, forgotten changes and generation', async () => {
    const [first] = await tablet.commit({ batches: two });
    await tablet.takeReceipts([receipt(first)], []);
    expect(await tablet.stagePage(0, { seq: 0, timeline: 1, cursor: 'half', page: { records: [] } })).toBe(1);
    expect((await restarted()).staged.map((page) => page.cursor)).toEqual(['half']);
    const applied = round({ generation: 1, documents: [document('r1', 'p1')], local: { cursor: 'c', timeline: 1 }, forget: ['c1'] });
    expect(await tablet.applyRound(applied)).toBe(2);
    const after = await restarted();
    expect(after.base).toEqual({ r1: document('r1', 'p1') });
    expect(after.local).toEqual({ cursor: 'c', timeline: 1 });
    expect([after.staged, after.sent.map((entry) => entry.id), after.generation]).toEqual([[], ['c1'], 2]);
  });

  it('leaves nothing of itself when its transaction dies', async () => {
    await tablet.applyRound(round({ documents: [document('r1', 'p1')], local: { cursor: 'c1' } }));
    await tablet.stagePage(1, { seq: 0, timeline: 1, cursor: 'c2', page: null });
    failNextTransactions(1, 'QuotaExceededError');
    const next = round({ id: 'round-2', generation: 2, replacePatients: ['p1'], documents: [document('r2', 'p1')], local: { cursor: 'c2' } });
    expect((await problem(tablet.applyRound(next))).code).toBe('full');
    const after = await restarted();
    expect(Object.keys(after.base)).toEqual(['r1']);
    expect([after.local, after.generation, after.staged.length]).toEqual([{ cursor: 'c1' }, 2, 1]);
    expect(await tablet.applyRound(next)).toBe(3);
    expect(Object.keys((await restarted()).base)).toEqual(['r2']);
  });

  it('asked from an older generation is dropped', async () => {
    await tablet.applyRound(round());
    const late = round({ id: 'round-2', documents: [document('r1', 'p1')] });
    expect((await problem(tablet.applyRound(late))).code).toBe('stale');
    expect((await problem(tablet.stagePage(0, { seq: 0, timeline: 1, cursor: 'c', page: null }))).code).toBe('stale');
    expect((await restarted()).base).toEqual({});
  });

  it('of a second tab that did not hear of the first is dropped', async () => {
    const other = room();
    await other.unlock(id, secret());
    await other.load(['base'], () => undefined);
    await tablet.applyRound(round({ documents: [document('r1', 'p1')] }));
    const purge = round({ id: 'round-2', removePatients: ['p1'] });
    expect((await problem(other.applyRound(purge))).code).toBe('stale');
  });

  it('repeated after a lost answer changes nothing', async () => {
    const applied = round({ documents: [document('r1', 'p1')] });
    expect(await tablet.applyRound(applied)).toBe(1);
    expect(await tablet.applyRound(applied)).toBe(1);
  });

  it('replaces a patient by what the server sent and removes another, after a restart too', async () => {
    await tablet.applyRound(
      round({ documents: [document('r1', 'p1'), document('r2', 'p1'), document('r3', 'p2'), document('r4', 'p3')] }),
    );
    const next = room();
    await next.unlock(id, secret());
    await next.applyRound(
      round({ id: 'round-2', generation: 1, documents: [document('r2', 'p1', 5)], replacePatients: ['p1'], removePatients: ['p2'] }),
    );
    expect((await restarted()).base).toEqual({ r2: document('r2', 'p1', 5), r4: document('r4', 'p3') });
  });

  it('keeps no page of a round that another one kept a page before', async () => {
    const page = (seq: number, cursor: string): StagedPage => ({ seq, timeline: 1, cursor, page: seq });
    const other = room();
    await other.unlock(id, secret());
    await tablet.stagePage(0, page(0, 'a'));
    expect((await problem(other.stagePage(0, page(0, 'x')))).code).toBe('stale');
    expect((await problem(other.stagePage(0, page(1, 'y')))).code).toBe('stale');
    await tablet.stagePage(1, page(1, 'b'));
    expect((await restarted()).staged.map((found) => found.cursor)).toEqual(['a', 'b']);
  });

  it('starts its staged pages anew with page 0', async () => {
    const page = (seq: number, cursor: string): StagedPage => ({ seq, timeline: 1, cursor, page: seq });
    await tablet.stagePage(0, page(0, 'a'));
    await tablet.stagePage(1, page(1, 'b'));
    expect((await restarted()).staged.map((found) => found.cursor)).toEqual(['a', 'b']);
    await tablet.stagePage(2, page(0, 'c'));
    expect((await restarted()).staged.map((found) => found.cursor)).toEqual(['c']);
  });
});

describe('a value that does not open', () => {
  it('is counted, still waits to be sent, and stays where it is', async () => {
    await tablet.commit({ batches: two });
    const [database] = await indexedDB.databases().then((found) => found.filter(({ name }) => name?.includes(id)));
    const rows = await new Promise<number>((resolve) => {
      const open = indexedDB.open(database?.name ?? '');
      open.onsuccess = () => {
        const store = open.result.transaction('outbox', 'readwrite').objectStore('outbox');
        const cursor = store.openCursor();
        cursor.onsuccess = () => {
          const bytes = cursor.result?.value as Uint8Array;
          bytes[20] = (bytes[20] ?? 0) ^ 1;
          const put = cursor.result?.update(bytes);
          if (put !== undefined) put.onsuccess = () => {
            const count = store.count();
            count.onsuccess = () => {
              open.result.close();
              resolve(count.result);
            };
          };
        };
      };
    });
    const next = room();
    await next.unlock(id, secret());
    const after = await loaded(next);
    expect([rows, after.outbox.length, after.unreadable]).toEqual([3, 2, 1]);
    await next.takeReceipts(after.outbox.map((entry) => receipt(entry)), []);
    expect((await room().list())[0]?.waiting).toBe(1);
  });
});
