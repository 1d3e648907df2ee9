import { describe, expect, it } from 'vitest';
import type { Json, RecordId } from '../../src/app/contract';
import { Digests } from '../../src/sync/digests';
import type { SyncRequest } from '../../src/sync/wire';
import { answer, attend, FakeServer, page, problem, type Answering } from '../app/server';
import { documentOf, GOAL, goalDocument, openTablet, PATIENT, patientDocument, reopen, values, VISIT, type Tablet } from '../app/tablet';

const TARGETS = ['a', 'b', 'c'];
const own = (tablet: Tablet): Digests => new Digests((texts) => tablet.vault.sha256(texts));
const digestOf = (tablet: Tablet, documents: { id: string; version: number }[]): Promise<string> => own(tablet).of(documents);

const inOrder = (...answers: Answering[]): FakeServer => {
  let at = 0;
  return new FakeServer((request, headers) => {
    const one = answers[Math.min(at, answers.length - 1)];
    at += 1;
    return one ? one(request, headers) : {};
  });
};

const snapshot = (request: SyncRequest, records: Parameters<typeof page>[0], more: { [key: string]: Json }): Json =>
  answer(request, { page: page(records, 'snapshot', PATIENT), granted: [PATIENT], ...more });

describe('digests', () => {
  it('are a sum: the order of records is irrelevant, each id and version counts', async () => {
    const tablet = await openTablet();
    const [a, b] = [patientDocument(), goalDocument()];
    const sum = await digestOf(tablet, [a, b]);
    expect(sum).toMatch(/^[0-9a-f]{16}$/);
    expect(await digestOf(tablet, [b, a])).toBe(sum);
    expect(await digestOf(tablet, [a])).not.toBe(sum);
    expect(await digestOf(tablet, [a, { ...b, version: b.version + 1 }])).not.toBe(sum);
    expect(await digestOf(tablet, [])).toBe('0000000000000000');
  });

  it('are asked for at unlock and then once an hour', async () => {
    const tablet = await openTablet([patientDocument()]);
    const digest = await digestOf(tablet, [patientDocument()]);
    const server = inOrder((request) => answer(request, { granted: [PATIENT], digests: request.check ? { [PATIENT]: digest } : null }));
    const { sync } = attend(tablet, server);
    for (const minutes of [0, 30, 29, 2, 1]) {
      tablet.clock.now += minutes * 60_000;
      await sync.syncNow();
    }
    expect(server.requests.map(({ check }) => check)).toEqual([true, false, false, true, false]);
    expect(server.requests.flatMap((request) => request.digest_mismatch)).toEqual([]);
  });

  it('that differ have the patient fetched again, reported and said', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument('stale')]);
    const right = [patientDocument(), { ...goalDocument('daily'), version: 30 }];
    const digests = { [PATIENT]: await digestOf(tablet, right) };
    const server = inOrder(
      (request) => answer(request, { granted: [PATIENT], digests }),
      (request) => snapshot(request, right, { digests }),
    );
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    expect(server.requests.map(({ held, digest_mismatch: told }) => [held, told])).toEqual([[[PATIENT], []], [[], [PATIENT]]]);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    expect(tablet.session.panel.repairs).toMatchObject([{ patient: PATIENT }]);
    await sync.syncNow();
    expect(server.requests[2]?.held).toEqual([PATIENT]);
    expect((await reopen(tablet)).session.panel.repairs).toHaveLength(1);
  });

  it('that still differ after one repair are no loop', async () => {
    const tablet = await openTablet([patientDocument()]);
    const server = inOrder((request) => snapshot(request, [patientDocument()], { digests: { [PATIENT]: 'f'.repeat(16) } }));
    await attend(tablet, server).sync.syncNow();
    expect(server.requests).toHaveLength(2);
  });

  it('a repair that was cut off goes on leaving the patient out', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument('stale')]);
    const right = [patientDocument(), { ...goalDocument('daily'), version: 30 }];
    const digests = { [PATIENT]: await digestOf(tablet, right) };
    const cut = inOrder(
      (request) => answer(request, { granted: [PATIENT], digests }),
      (request) => snapshot(request, right.slice(0, 1), { complete: false, cursor: 's1' }),
      () => problem(503, 'busy'),
    );
    await attend(tablet, cut).sync.syncNow();
    const again = await reopen(tablet);
    const server = inOrder((request) => snapshot(request, right.slice(1), { digests }));
    await attend(again, server).sync.syncNow();
    expect(server.requests[0]).toMatchObject({ cursor: 's1', held: [] });
    expect(values(again, GOAL, 'target')).toEqual(['daily']);
    expect(again.session.records.byPatient().get(PATIENT)).toHaveLength(2);
  });
});

describe('a held change', () => {
  const held = { code: 'no-right', text: 'access ended Nov 17' };
  const receiptsOf = (tablet: Tablet, outcome: string, version: number | null, reason: Json): Json =>
    [...tablet.vault.outbox, ...tablet.vault.sent].map(({ id, sha256 }) => ({ id, sha256, outcome, version, reason }));

  async function heldTablet(): Promise<{ tablet: Tablet; server: FakeServer; sync: ReturnType<typeof attend>['sync'] }> {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await tablet.session.openForm(null).set(GOAL, 'target', 'daily');
    const server = inOrder((request) => answer(request, { receipts: receiptsOf(tablet, 'quarantined', null, held) }));
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    return { tablet, server, sync };
  }

  it('is asked after, and one that was released leaves the overlay by the usual rule', async () => {
    const { tablet, server, sync } = await heldTablet();
    const [id] = tablet.vault.outbox.map((entry) => entry.id);
    server.answering = (request) => answer(request, { receipts: receiptsOf(tablet, 'applied', 30, null) });
    await sync.syncNow();
    expect(server.requests.map(({ asks }) => asks)).toEqual([[], [id]]);
    expect(tablet.session.panel.held).toEqual([]);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    server.answering = (request) => answer(request, { page: page([{ ...goalDocument('daily'), version: 30 }]) });
    await sync.syncNow();
    expect(tablet.vault.outbox).toEqual([]);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
  });

  it('that was set aside leaves the screen’s values and is told with who and why, after a restart too', async () => {
    const { tablet, server, sync } = await heldTablet();
    const reason = { code: 'set-aside', text: 'Set aside by R. Patel: entered for the wrong patient' };
    server.answering = (request) => answer(request, { receipts: receiptsOf(tablet, 'set-aside', null, reason) });
    await sync.syncNow();
    expect(values(tablet, GOAL, 'target')).not.toContain('daily');
    for (const { session } of [tablet, await reopen(tablet)]) {
      expect(session.panel.setAside).toMatchObject([{ record: GOAL, patient: PATIENT, reason }]);
      expect(session.panel.held).toEqual([]);
    }
  });
});

describe('a held change whose patient was taken from its author', () => {
  it('is told and asked after still, and so is what a person decided, after a restart too', async () => {
    const held = { code: 'no-right', text: 'access ended Nov 17' };
    const decided = { code: 'set-aside', text: 'Set aside by R. Patel: asked again' };
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await tablet.session.openForm(null).set(GOAL, 'target', 'daily');
    const [{ id, sha256 } = { id: '', sha256: '' }] = tablet.vault.outbox;
    const told = (outcome: string, reason: Json): Json => [{ id, sha256, outcome, version: null, reason }];
    const server = inOrder((request) => answer(request, { receipts: told('quarantined', held), purge: [PATIENT] }));
    await attend(tablet, server).sync.syncNow();
    expect([tablet.vault.outbox, tablet.vault.sent.map((entry) => entry.id)]).toEqual([[], [id]]);
    const again = await reopen(tablet);
    for (const { session } of [tablet, again]) expect(session.panel.held).toMatchObject([{ change: id, reason: held }]);
    const later = inOrder((request) => answer(request, { receipts: told('set-aside', decided) }));
    await attend(again, later).sync.syncNow();
    expect(later.requests[0]?.asks).toEqual([id]);
    for (const { session } of [again, await reopen(again)]) {
      expect([session.panel.held, session.panel.setAside]).toMatchObject([[], [{ change: id, reason: decided }]]);
    }
  });
});

describe('a tablet whose access ended', () => {
  const revoked = (request: SyncRequest, more: { [key: string]: Json } = {}): Json => {
    const reason = { code: 'revoked', text: 'this tablet’s access ended' };
    const receipts = request.batches.flatMap(({ changes }) => changes.map(({ id, sha256 }) => ({ id, sha256, outcome: 'quarantined', version: null, reason })));
    return answer(request, { revoked: true, receipts, cursor: null, ...more });
  };

  it('is emptied only after every change has its final receipt', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    for (const target of TARGETS) await form.set(GOAL, 'target', target);
    const server = inOrder(
      (request) => revoked(request, { receipts: [] }),
      (request) => revoked(request),
    );
    const { sync, ended, timers } = attend(tablet, server);
    await sync.syncNow();
    expect(ended).toEqual([]);
    expect(tablet.vault.base.size).toBe(2);
    await sync.syncNow();
    expect(ended).toMatchObject([{ handedOver: TARGETS.length }]);
    expect(timers.due).toEqual([]);
    await expect(tablet.vault.wipe()).resolves.toBe(0);
  });

  describe('with a photo', () => {
    const bytes = Uint8Array.from({ length: 70 }, (_, at) => at);

    async function withPhoto(announced: () => Response | Json): Promise<{ tablet: Tablet; server: FakeServer }> {
      const tablet = await openTablet([patientDocument(), documentOf('visit', VISIT, { state: 'open' })]);
      const record = '0190a000-0000-7000-8000-0000000000f0' as RecordId;
      await tablet.session.openForm(VISIT).keepPhoto({ record, patient: PATIENT, bytes: bytes.slice().buffer, type: 'image/jpeg', fields: {} });
      const server = inOrder(
        (request) => revoked(request),
        (request) => revoked(request),
      );
      const [sha256 = ''] = await tablet.vault.sha256([bytes]);
      server.reads['/api/attachments'] = announced;
      server.reads[`/api/attachments/${PATIENT}/${sha256}/0`] = () => ({ offset: 70, complete: true });
      return { tablet, server };
    }

    it('brings it too, although it was never sent a page, and goes then', async () => {
      const { tablet, server } = await withPhoto(() => ({ offset: 0, complete: false }));
      const { sync, ended } = attend(tablet, server);
      await sync.syncNow();
      expect(server.paths.filter((path) => path.startsWith('/api/attachments'))).toHaveLength(2);
      expect(ended).toMatchObject([{ handedOver: 1 }]);
    });

    it('keeps it and itself while the line breaks or the server asks for time', async () => {
      let told: () => Response | Json = () => {
        throw new TypeError('Failed to fetch');
      };
      const { tablet, server } = await withPhoto(() => told());
      const { sync, ended } = attend(tablet, server);
      await sync.syncNow();
      expect(ended).toEqual([]);
      told = () => problem(429, 'too-many');
      await sync.syncNow();
      expect(ended).toEqual([]);
      expect(await tablet.vault.blobs()).toHaveLength(1);
    });

    it('does not stay for one that the server will never take', async () => {
      const { tablet, server } = await withPhoto(() => problem(422, 'content-refused'));
      const { sync, ended } = attend(tablet, server);
      await sync.syncNow();
      expect(ended).toHaveLength(1);
    });
  });

  it('has nothing purged by an answer that ends it', async () => {
    const tablet = await openTablet([patientDocument()]);
    const { sync } = attend(tablet, inOrder((request) => revoked(request, { purge: [PATIENT] })));
    await sync.syncNow();
    expect(tablet.vault.base.size).toBe(1);
  });
});

describe('the sent log', () => {
  async function delivered(tablet: Tablet, server: FakeServer): Promise<ReturnType<typeof attend>['sync']> {
    const form = tablet.session.openForm(null);
    for (const target of TARGETS) await form.set(GOAL, 'target', target);
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    return sync;
  }

  const taking = (backedUp: number): FakeServer =>
    inOrder((request) => answer(request, { page: page([{ ...goalDocument('c'), version: 20 }]), backed_up: backedUp }));

  it('keeps what no backup holds', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await delivered(tablet, taking(19));
    expect(tablet.vault.sent).toHaveLength(TARGETS.length);
  });

  it('lets go what a backup holds, but for the newest: by it the vault’s history is known', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const sync = await delivered(tablet, taking(20));
    expect(tablet.vault.sent.map(({ seq }) => seq)).toEqual([TARGETS.length]);
    await sync.syncNow();
    const { session } = await reopen(tablet);
    expect(session.outbox.history()).toEqual(tablet.session.outbox.history());
  });

  it('without a backup lets go after thirty days', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const sync = await delivered(tablet, taking(0));
    tablet.clock.now = Date.now() + 31 * 24 * 3_600_000;
    await sync.syncNow();
    expect(tablet.vault.sent).toHaveLength(1);
  });
});

describe('how much this vault has ever written', () => {
  it('is told with every request, and rises with every change', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const server = inOrder((request) => answer(request));
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    for (const target of TARGETS) {
      await tablet.session.openForm(null).set(GOAL, 'target', target);
      await sync.syncNow();
    }
    const newest = tablet.vault.outbox.map(({ id }) => id);
    expect(server.requests[0]?.history).toBeNull();
    expect(server.requests.slice(1).map(({ history }) => history?.last)).toEqual(newest);
    const writes = server.requests.slice(1).map(({ history }) => history?.writes ?? 0);
    expect(writes.every((count, at) => at === 0 || count === (writes[at - 1] ?? 0) + 1)).toBe(true);
  });
});
