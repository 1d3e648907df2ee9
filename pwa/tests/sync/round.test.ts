import { describe, expect, it } from 'vitest';
import type { PatientId, RecordId } from '../../src/app/contract';
import { KEYS } from '../../src/sync/round';
import type { SyncRequest } from '../../src/sync/wire';
import { answer, attend, FakeServer, page, problem, type Answering } from '../app/server';
import { documentOf, GOAL, goalDocument, openTablet, PATIENT, patientDocument, reopen, values, VISIT, visitDocument, type Tablet } from '../app/tablet';

const other = '0190a000-0000-7000-8000-0000000000ee' as RecordId;
const otherPatient = documentOf('patient', other, { name: { family: 'Hall' } }, { patient: other });

async function withGoal(): Promise<Tablet> {
  const tablet = await openTablet([patientDocument(), goalDocument()]);
  await tablet.session.openForm(null).set(GOAL, 'target', 'daily');
  return tablet;
}

/** Answers one after the other, then the last one again. */
const inOrder = (...answers: Answering[]): FakeServer => {
  let at = 0;
  return new FakeServer((request, headers) => {
    const one = answers[Math.min(at, answers.length - 1)];
    at += 1;
    return one ? one(request, headers) : {};
  });
};

describe('a receipt', () => {
  it('keeps the value on the screen until the pulled record has its version', async () => {
    const tablet = await withGoal();
    const server = inOrder((request) => answer(request));
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    expect(tablet.session.trust).toMatchObject({ kind: 'safe' });
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    expect(tablet.vault.outbox).toHaveLength(1);

    server.answering = (request) => answer(request, { page: page([{ ...goalDocument('daily'), version: 20 }]) });
    await sync.syncNow();
    expect(tablet.vault.outbox).toEqual([]);
    expect(tablet.vault.sent).toHaveLength(1);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    expect(server.requests[1]?.batches).toEqual([]);
  });

  it('for other bytes is none: the change is sent again', async () => {
    const tablet = await withGoal();
    const [change] = tablet.vault.outbox;
    const receipts = [{ id: change?.id ?? '', sha256: '0'.repeat(64), outcome: 'applied', version: 20, reason: null }];
    const server = inOrder((request) => answer(request, { receipts }));
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    await sync.syncNow();
    expect(server.requests.map(({ batches }) => batches.length)).toEqual([1, 1]);
    expect(tablet.session.trust).toEqual({ kind: 'saved', waiting: 1 });
  });

  it('that says waiting forgets nothing', async () => {
    const tablet = await withGoal();
    const server = new FakeServer((request) => {
      const receipts = request.batches.flatMap(({ changes }) => changes.map(({ id, sha256 }) => ({ id, sha256, outcome: 'waiting', version: null, reason: null })));
      return answer(request, { receipts });
    });
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.panel.waiting).toBe(1);
    expect(tablet.vault.outbox).toHaveLength(1);
  });

  it('of a held change is told with its reason, and its value stays', async () => {
    const tablet = await withGoal();
    const reason = { code: 'no-right', text: 'access ended Nov 17' };
    const server = new FakeServer((request) => {
      const receipts = request.batches.flatMap(({ changes }) => changes.map(({ id, sha256 }) => ({ id, sha256, outcome: 'quarantined', version: null, reason })));
      return answer(request, { receipts });
    });
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    await sync.syncNow();
    expect(tablet.session.panel.held).toMatchObject([{ record: GOAL, patient: PATIENT, reason }]);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    expect(server.requests[1]?.batches).toEqual([]);
  });

  it('of an audit entry lets it go at once', async () => {
    const tablet = await openTablet([patientDocument()]);
    await tablet.session.markRead(PATIENT, 'chart');
    await attend(tablet, inOrder((request) => answer(request, {}, 5))).sync.syncNow();
    expect(tablet.vault.outbox).toEqual([]);
  });
});

describe('pages', () => {
  const snapshot = (request: SyncRequest, records: Parameters<typeof page>[0], complete: boolean, cursor: string): ReturnType<typeof answer> =>
    answer(request, { page: page(records, 'snapshot', { id: PATIENT, begins: cursor === 's1' || complete, ends: complete }), complete, cursor });

  it('are invisible until the round is complete, and the cursor moves with them', async () => {
    const tablet = await openTablet();
    const seen: number[] = [];
    const server = inOrder(
      (request) => snapshot(request, [patientDocument()], false, 's1'),
      (request) => {
        seen.push(tablet.session.records.all('patient').length);
        return snapshot(request, [goalDocument()], true, 'c9');
      },
    );
    await attend(tablet, server).sync.syncNow();
    expect(seen).toEqual([0]);
    expect(tablet.session.records.all('patient')).toHaveLength(1);
    expect(tablet.vault.local.get(KEYS.cursor)).toBe('c9');
    expect(server.requests.map(({ cursor, held }) => [cursor, held])).toEqual([[null, []], ['s1', []]]);
  });

  it('of a round that was cut off are gone on with after a kill', async () => {
    const tablet = await openTablet();
    const cut = inOrder(
      (request) => snapshot(request, [patientDocument()], false, 's1'),
      () => problem(503, 'busy'),
    );
    await attend(tablet, cut).sync.syncNow();
    const again = await reopen(tablet);
    expect(again.session.records.all('patient')).toEqual([]);
    const server = inOrder((request) => snapshot(request, [goalDocument()], true, 'c9'));
    await attend(again, server).sync.syncNow();
    expect(server.requests[0]?.cursor).toBe('s1');
    expect(again.session.records.all('patient')).toHaveLength(1);
    expect(again.session.records.of(PATIENT, 'goal')).toHaveLength(1);
  });

  it('of a round that was cut off are gone on with in the next one', async () => {
    const tablet = await openTablet();
    const server = inOrder(
      (request) => snapshot(request, [patientDocument()], false, 's1'),
      () => problem(503, 'busy'),
      (request) => snapshot(request, [goalDocument()], true, 'c9'),
    );
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    await sync.syncNow();
    expect(server.requests.map(({ cursor }) => cursor)).toEqual([null, 's1', 's1']);
    expect(tablet.session.records.all('patient')).toHaveLength(1);
    expect(tablet.session.records.of(PATIENT, 'goal')).toHaveLength(1);
  });

  it('of a snapshot replace the patient: what the server did not send goes', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await attend(tablet, inOrder((request) => snapshot(request, [patientDocument()], true, 'c2'))).sync.syncNow();
    expect(tablet.session.records.peek(GOAL)).toBeUndefined();
    expect(tablet.vault.base.has(GOAL)).toBe(false);
  });

  it('of several charts replace each of their patients', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument(), otherPatient]);
    const server = inOrder((request) => answer(request, { page: page([patientDocument(), otherPatient], 'snapshot', PATIENT, other) }));
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.records.all('patient')).toHaveLength(2);
    expect(tablet.vault.base.has(GOAL)).toBe(false);
  });

  it('of a chart that was never sent to its end show nothing of it', async () => {
    const tablet = await openTablet();
    const server = inOrder(
      (request) => snapshot(request, [patientDocument()], false, 's1'),
      (request) => answer(request, { page: page([otherPatient], 'snapshot', other) }),
    );
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.records.all('patient').map(({ id }) => id)).toEqual([other]);
  });

  it('of a whole chart whose grant then ended show nothing of it, and the library stays', async () => {
    const tablet = await openTablet();
    const form = documentOf('form', other, { title: 'PHQ-2' }, { patient: 'library' as PatientId });
    const server = inOrder(
      (request) => answer(request, { page: page([form], 'snapshot', 'library'), complete: false, cursor: 's1' }),
      (request) => snapshot(request, [patientDocument()], false, 's2'),
      (request) => answer(request, { page: page([goalDocument()], 'snapshot', { id: PATIENT, begins: false, ends: true }), complete: false, cursor: 's3' }),
      (request) => answer(request, { granted: [] }),
    );
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.records.all('patient')).toEqual([]);
    expect([...tablet.vault.base.keys()]).toEqual([other]);
  });

  it('that an older app kept in another form are fetched anew', async () => {
    const tablet = await openTablet();
    const kept = { mode: 'snapshot', patient: PATIENT, records: [] };
    await tablet.vault.stagePage(0, { seq: 0, timeline: 1, cursor: 's1', page: kept });
    const again = await reopen(tablet);
    const server = inOrder((request) => snapshot(request, [patientDocument()], true, 'c9'));
    await attend(again, server).sync.syncNow();
    expect(server.requests[0]?.cursor).toBeNull();
    expect(again.session.records.all('patient')).toHaveLength(1);
  });

  it('are dropped when the store moved on meanwhile, and nothing is lost', async () => {
    const tablet = await withGoal();
    const server = inOrder((request) => {
      tablet.vault.generation += 1;
      return answer(request, { page: page([goalDocument('never')]) });
    }, (request) => answer(request));
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    await sync.syncNow();
    expect(tablet.session.trust).toMatchObject({ kind: 'safe' });
  });

  it('that come in parts behind an outbox that left in parts are kept all the same', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    await tablet.session.openForm(null).set(GOAL, 'due', '2026-12-01');
    const urgent = tablet.session.writing.newId();
    await tablet.session.openForm(null).send([{ do: 'create', record: urgent, kind: 'safety', patient: PATIENT, fields: {} }]);
    const server = inOrder(
      (request) => answer(request),
      (request) => answer(request, { page: page([goalDocument('weekly')]), complete: false, cursor: 'c2' }),
      (request) => answer(request, { cursor: 'c3' }),
    );
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.trust).toMatchObject({ kind: 'safe' });
    expect(tablet.vault.local.get(KEYS.cursor)).toBe('c3');
    expect(values(tablet, GOAL, 'target')).toEqual(['weekly']);
  });

  it('bring another person’s value in beside her own open one: both show', async () => {
    const tablet = await withGoal();
    const server = inOrder((request) =>
      answer(request, { receipts: [], page: page([{ ...goalDocument('never'), version: 21 }]) }),
    );
    await attend(tablet, server).sync.syncNow();
    expect(values(tablet, GOAL, 'target')).toEqual(['never', 'daily']);
  });
});

describe('a patient who is no longer hers', () => {
  const purging = (): FakeServer => inOrder((request) => answer(request, { purge: [PATIENT] }));

  it('goes with everything of hers', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument(), otherPatient]);
    await attend(tablet, purging()).sync.syncNow();
    expect(tablet.session.records.all('patient').map(({ id }) => id)).toEqual([other]);
    expect(tablet.session.search.find('Delgado')).toEqual([]);
  });

  it('stays while a change of hers waits', async () => {
    const tablet = await withGoal();
    const server = inOrder((request) => answer(request, { receipts: [], purge: [PATIENT] }));
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.records.peek(PATIENT)).toBeDefined();
  });

  it('stays while her visit is open', async () => {
    const tablet = await openTablet([patientDocument(), visitDocument('open')]);
    await attend(tablet, purging()).sync.syncNow();
    expect(tablet.session.records.peek(PATIENT)).toBeDefined();
  });

  it('keeps the last words on her chart until it goes, whatever its versions say', async () => {
    const tablet = await openTablet([patientDocument(), { ...goalDocument('weekly'), version: 90 }, visitDocument('open')]);
    await tablet.session.openForm(null).set(GOAL, 'target', 'daily');
    await attend(tablet, purging()).sync.syncNow();
    expect(tablet.vault.outbox.map(({ receipt }) => receipt?.outcome)).toEqual(['applied']);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);

    // It is hers again, and comes whole: now the base has it.
    const back = inOrder((request) =>
      answer(request, { page: page([patientDocument(), { ...goalDocument('daily'), version: 91 }, visitDocument('open')], 'snapshot', PATIENT) }));
    await attend(tablet, back).sync.syncNow();
    expect(tablet.vault.outbox).toEqual([]);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
  });

  it('is not said to be held while she may not leave, after a restart too, and comes whole when granted again', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument('daily'), visitDocument('open'), otherPatient]);
    const gone = purging();
    const { sync } = attend(tablet, gone);
    await sync.syncNow();
    await sync.syncNow();
    expect(gone.requests.map(({ held }) => held)).toEqual([[PATIENT, other], [other]]);

    const again = await reopen(tablet);
    const back = inOrder(
      (request) => answer(request, { page: page([patientDocument(), goalDocument('weekly'), visitDocument('open')], 'snapshot', PATIENT) }),
      (request) => answer(request),
    );
    const { sync: resumed } = attend(again, back);
    await resumed.syncNow();
    expect(values(again, GOAL, 'target')).toEqual(['weekly']);
    await resumed.syncNow();
    expect(back.requests.map(({ held }) => [...held].sort())).toEqual([[other], [PATIENT, other].sort()]);
  });

  it('goes in a later round, once nothing of hers waits', async () => {
    const tablet = await withGoal();
    const server = inOrder(
      (request) => answer(request, { receipts: [], purge: [PATIENT] }),
      (request) => answer(request, { granted: [] }),
    );
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    expect(tablet.session.records.peek(PATIENT)).toBeDefined();
    await sync.syncNow();
    expect(server.requests[1]?.held).toEqual([]);
    expect(tablet.session.records.peek(PATIENT)).toBeUndefined();
  });

  it('is said to be held no more from the very next request, and the pages of that round keep it', async () => {
    const tablet = await openTablet([patientDocument(), visitDocument('open')]);
    const server = inOrder(
      (request) => answer(request, { purge: [PATIENT], page: page([otherPatient], 'snapshot', { id: other, begins: true, ends: true }), complete: false, cursor: 's1' }),
      () => problem(503, 'busy'),
    );
    await attend(tablet, server).sync.syncNow();
    const again = await reopen(tablet);
    const rest = inOrder((request) => answer(request, { granted: [other] }));
    const { sync } = attend(again, rest);
    await sync.syncNow();
    await sync.syncNow();
    expect([...server.requests.slice(1), ...rest.requests].map(({ held }) => held)).toEqual([[], [], [other]]);
  });
});

describe('a server restored from a backup', () => {
  it('gets the sent log again, and everything is fetched anew', async () => {
    const tablet = await withGoal();
    const first = inOrder((request) => answer(request, { page: page([{ ...goalDocument('daily'), version: 20 }]) }));
    await attend(tablet, first).sync.syncNow();
    expect(tablet.vault.sent).toHaveLength(1);

    const server = inOrder(
      (request) => answer(request, { timeline: 2 }),
      (request) =>
        answer(request, { timeline: 2, granted: [PATIENT], page: page([patientDocument(), goalDocument('daily')], 'snapshot', PATIENT), cursor: 't2' }),
    );
    await attend(tablet, server).sync.syncNow();
    const [, again] = server.requests;
    expect(again).toMatchObject({ timeline: 2, cursor: null, held: [] });
    expect(again?.batches.flatMap(({ changes }) => changes.map(({ id }) => id))).toEqual(tablet.vault.sent.map(({ id }) => id));
    expect(tablet.vault.local.get(KEYS.timeline)).toBe(2);
  });

  it('gets what it had answered for, also after an outbox that leaves in several requests', async () => {
    const tablet = await withGoal();
    const [sent] = tablet.vault.outbox;
    const first = inOrder((request) => answer(request, { page: page([{ ...goalDocument('daily'), version: 20 }]) }));
    await attend(tablet, first).sync.syncNow();
    await tablet.session.openForm(null).set(GOAL, 'due', '2026-12-01');
    const urgent = tablet.session.writing.newId();
    await tablet.session.openForm(null).send([{ do: 'create', record: urgent, kind: 'safety', patient: PATIENT, fields: {} }]);

    const server = inOrder((request) => answer(request, { timeline: 2, granted: [PATIENT] }));
    await attend(tablet, server).sync.syncNow();
    const ids = server.requests.flatMap(({ batches }) => batches.flatMap(({ changes }) => changes.map(({ id }) => id)));
    expect(ids).toHaveLength(3);
    expect(ids).toContain(sent?.id);
  });

  it('gets again what it had answered for and the tablet had not pulled yet', async () => {
    const tablet = await withGoal();
    const [kept] = tablet.vault.outbox;
    await attend(tablet, inOrder((request) => answer(request))).sync.syncNow();
    expect(tablet.vault.sent).toEqual([]);
    const server = inOrder((request) => answer(request, { timeline: 2, granted: [PATIENT] }));
    await attend(tablet, server).sync.syncNow();
    expect(server.requests.flatMap(({ batches }) => batches.flatMap(({ changes }) => changes.map(({ id }) => id)))).toEqual([kept?.id]);
  });

  it('gets it in requests within the limits, none left out', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    for (const target of ['a', 'b', 'c', 'd', 'e']) await form.set(GOAL, 'measure', target);
    await attend(tablet, inOrder((request) => answer(request))).sync.syncNow();
    const server = new FakeServer((request) => {
      const changes = request.batches.flatMap((batch) => batch.changes);
      return changes.length > 2 ? problem(413, 'too-large') : answer(request, { timeline: 2, granted: [PATIENT] });
    });
    await attend(tablet, server).sync.syncNow();
    const taken = server.requests.map(({ batches }) => batches.length).filter((length) => length <= 2);
    expect(taken.reduce((a, b) => a + b)).toBe(5);
  });

  it('is offered everything again after a cut between two requests', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    for (const target of ['a', 'b', 'c', 'd']) await form.set(GOAL, 'measure', target);
    await attend(tablet, inOrder((request) => answer(request, { page: page([{ ...goalDocument(), version: 20 }]) }))).sync.syncNow();
    let up = 1;
    const cutting = new FakeServer((request) => {
      const changes = request.batches.flatMap((batch) => batch.changes);
      if (changes.length > 2) return problem(413, 'too-large');
      if (changes.length > 0) up -= 1;
      return up < 0 ? problem(503, 'busy') : answer(request, { timeline: 2, granted: [PATIENT] });
    });
    await attend(tablet, cutting).sync.syncNow();
    expect(tablet.vault.local.get(KEYS.timeline)).toBe(1);

    const server = inOrder((request) => answer(request, { timeline: 2, granted: [PATIENT] }));
    await attend(await reopen(tablet), server).sync.syncNow();
    expect(server.requests.flatMap(({ batches }) => batches)).toHaveLength(4);
    expect(tablet.vault.local.get(KEYS.timeline)).toBe(2);
  });

  it('is not followed back to an older timeline', async () => {
    const tablet = await openTablet([patientDocument()]);
    tablet.session.keptLocal({ [KEYS.timeline]: 3 });
    await attend(tablet, inOrder((request) => answer(request, { timeline: 2, purge: [PATIENT] }))).sync.syncNow();
    expect(tablet.session.records.peek(PATIENT)).toBeDefined();
  });

  it('that does not know the cursor is asked from the beginning', async () => {
    const tablet = await openTablet([patientDocument()]);
    tablet.session.keptLocal({ [KEYS.cursor]: 'old', [KEYS.timeline]: 1 });
    const server = new FakeServer((request) =>
      request.cursor === 'old' ? problem(400, 'cursor-unknown') : answer(request, { granted: [PATIENT] }),
    );
    await attend(tablet, server).sync.syncNow();
    expect(server.requests.map(({ cursor }) => cursor)).toEqual(['old', null]);
  });
});

describe('what leaves first', () => {
  it('is the urgent lane with what it needs, alone; then the rest in order of writing', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const { session } = tablet;
    await session.openForm(null).set(GOAL, 'target', 'daily');
    const visit = session.writing.newId();
    const form = session.openForm(visit);
    await form.send([{ do: 'create', record: visit, kind: 'visit', patient: PATIENT, fields: {}, events: [{ field: 'state', event: 'start' }] }]);
    await session.openForm(null).set(GOAL, 'due', '2026-12-01');
    const safety = session.writing.newId();
    await form.send([{ do: 'create', record: safety, kind: 'safety', patient: PATIENT, fields: { visit } }]);
    const server = inOrder((request) => answer(request));
    await attend(tablet, server).sync.syncNow();
    const records = server.requests.map(({ batches }) => batches.flatMap(({ changes }) => changes.map(({ text }) => (JSON.parse(text) as { record: string }).record)));
    expect(records).toEqual([[visit, safety], [GOAL, GOAL]]);
  });

  it('is, after the urgent lane, visits and their notes with what they need, then the rest in order of writing', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const { session } = tablet;
    await session.openForm(null).set(GOAL, 'target', 'daily');
    const [visit, note] = [session.writing.newId(), session.writing.newId()];
    const form = session.openForm(visit);
    await form.send([{ do: 'create', record: note, kind: 'note', patient: PATIENT, fields: { text: 'Seen at home.' } }]);
    await session.openForm(null).set(GOAL, 'due', '2026-12-01');
    await form.send([{ do: 'create', record: visit, kind: 'visit', patient: PATIENT, fields: {}, events: [{ field: 'state', event: 'start' }] }]);
    const server = inOrder((request) => answer(request));
    await attend(tablet, server).sync.syncNow();
    const records = server.requests.map(({ batches }) => batches.flatMap(({ changes }) => changes.map(({ text }) => (JSON.parse(text) as { record: string }).record)));
    expect(records).toEqual([[note, visit, GOAL, GOAL]]);
  });

  it('is halved when the server says too large, and one batch that stays too large stops no other', async () => {
    const tablet = await openTablet([patientDocument(), goalDocument()]);
    const form = tablet.session.openForm(null);
    for (const target of ['a', 'b', 'too large', 'd']) await form.set(GOAL, 'measure', target);
    const server = new FakeServer((request) => {
      const texts = request.batches.flatMap(({ changes }) => changes.map(({ text }) => text));
      return texts.length > 2 || texts.some((text) => text.includes('too large')) ? problem(413, 'too-large') : answer(request);
    });
    await attend(tablet, server).sync.syncNow();
    expect(tablet.session.panel.waiting).toBe(1);
    expect(tablet.session.trust).toMatchObject({ kind: 'cannot-send', why: 'One change is too large to send. Call the office.' });
  });

  it('includes what was written while the round was under way', async () => {
    const tablet = await withGoal();
    let wrote: Promise<void> | undefined;
    const server = new FakeServer((request) => {
      wrote ??= tablet.session.openForm(VISIT).set(GOAL, 'due', '2026-12-01');
      return answer(request);
    });
    const { sync } = attend(tablet, server);
    await sync.syncNow();
    await wrote;
    await sync.syncNow();
    expect(server.requests.map(({ batches }) => batches.length).reduce((a, b) => a + b)).toBe(2);
    expect(tablet.session.panel.waiting).toBe(0);
  });
});
