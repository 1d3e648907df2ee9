import { describe, expect, it } from 'vitest';
import type { Json, PersonId, RecordId } from '../../src/app/contract';
import { MemoryVault, memoryInfo } from '../memory-vault';
import type { Moved, QueueFilters } from '../../src/app/office';
import { answer, attend, FakeServer, page, problem, type Attended } from './server';
import { documentOf, GOAL, goalDocument, openTablet, PATIENT, patientDocument, values, VISIT, visitDocument, type Tablet } from './tablet';

const CHEN = '0190a000-0000-7000-8000-000000000002' as PersonId;
const reviewer = (): MemoryVault => new MemoryVault({ ...memoryInfo, person: { id: CHEN, name: 'Mei Chen', role: 'reviewer' } });

const queuePage = (next: string | null): Json =>
  ({
    visits: [
      {
        visit: visitDocument('received'),
        patient: { id: PATIENT, name: 'Luz Delgado', birthDate: '1938-06-09', mrn: '4471' },
        assessments: [{ id: GOAL, title: 'PHQ-9', scores: {} }],
        coordinator: { id: CHEN, name: 'Mei Chen' },
        ...{ state: 'received', stage: 'queue', urgent: 'safety', late: false, hours: 1.5 },
        ...{ arrivedAt: '2026-11-23T11:53:00.000Z', dueAt: '2026-11-23T19:53:00.000Z', arriving: null },
        ...{ blocks: 0, checks: 1, alerts: 1, different: 2, held: 0, rounds: 0, first: false, clean: false, cosign: null },
        claim: { by: { id: CHEN, name: 'Mei Chen' }, since: '2026-11-23T11:55:00.000Z', until: '2026-11-23T12:05:00.000Z', mine: true },
        lookedAt: 12,
      },
    ],
    next,
    ...{ live: 7, lastApprovedAt: null, now: '2026-11-23T12:00:00.000Z' },
  }) as unknown as Json;

const READS: Record<string, () => Json> = {
  [`/api/records/${PATIENT}/all?limit=200`]: () => ({ records: [patientDocument()], next: PATIENT }) as unknown as Json,
  [`/api/records/${PATIENT}/all?limit=200&after=${PATIENT}`]: () => ({ records: [goalDocument()], next: null }) as unknown as Json,
  '/api/office/queue?stage=queue&alert=urgent&limit=50': () => queuePage('c0ffee'),
  [`/api/office/queue?stage=queue&alert=urgent&limit=50&after=c0ffee`]: () => queuePage(null),
  [`/api/office/queue?stage=queue&among=${VISIT}`]: () => queuePage(null),
  '/api/office/counts': () => ({ queue: 1, different: 1, held: 1, deadlines: 2, messages: 3 }),
  '/api/office/different?limit=50': () => ({
    different: [
      {
        id: GOAL,
        patient: { id: PATIENT, name: 'Luz Delgado', birthDate: '1938-06-09', mrn: '4471' },
        kind: 'goal',
        field: 'target',
        clinical: false,
        since: '2026-11-23T11:00:00.000Z',
        values: [{ field: 'target', value: 'Daily', private: false, by: CHEN, at: '2026-11-23T11:00:00.000Z' }],
        mayDecide: true,
      },
    ],
    next: null,
  }),
  '/api/office/held?state=held&limit=50': () => ({
    held: [
      {
        batch: 'b',
        state: 'held',
        byName: 'Ana Ruiz',
        deviceName: 'Tablet 4',
        at: '2026-11-23T11:00:00.000Z',
        written: null,
        patients: [PATIENT],
        decided: null,
        mayDecide: true,
        changes: [{ id: 'x', kind: 'goal', plain: 'Its author had no access.' }],
      },
    ],
    next: null,
  }),
  '/api/quarantine/b/set-aside': () => ({
    state: 'set-aside',
    decided: { by: CHEN, at: '2026-11-23T11:10:00.000Z', why: 'Written twice' },
    dependents: [],
    changes: [{ reason: { text: 'Written twice' } }],
  }),
};

async function atTheDesk(): Promise<{ tablet: Tablet; server: FakeServer } & Attended> {
  const tablet = await openTablet([], reviewer());
  const library = documentOf('agency', '0190a000-0000-7000-8000-0000000000dd' as RecordId, { name: 'Harbor' }, { patient: 'library' });
  const server = new FakeServer((request) =>
    request.pull ? answer(request, { page: page([library], 'snapshot', 'library') }) : answer(request),
  );
  server.reads = READS;
  return { tablet, server, ...attend(tablet, server) };
}

describe('the office', () => {
  it('reads visits, charts and held changes from the server and keeps nothing of them at rest', async () => {
    const { tablet, sync } = await atTheDesk();
    const queue = await sync.office.queue();
    const urgent: QueueFilters = { stage: 'queue', alert: 'urgent' };
    const { rows, next } = await queue.page(urgent);
    expect(rows).toMatchObject([{ visit: { id: VISIT }, urgent: 'safety', different: 2, claim: { mine: true, by: { name: 'Mei Chen' } } }]);
    expect(await queue.page(urgent, next ?? '')).toMatchObject({ next: null, live: 7 });
    expect(await queue.among({ stage: 'queue' }, [VISIT])).toHaveLength(1);
    await sync.office.openChart(PATIENT);
    expect(tablet.session.records.of(PATIENT, 'goal')).toHaveLength(1);
    expect(await sync.office.counts()).toEqual({ queue: 1, different: 1, held: 1, deadlines: 2, messages: 3 });
    expect((await sync.office.different()).rows).toMatchObject([{ id: GOAL, field: 'target', values: [{ value: 'Daily' }] }]);
    expect((await sync.office.held('waiting')).rows).toMatchObject([{ batch: 'b', by: 'Ana Ruiz', tablet: 'Tablet 4' }]);
    expect(await sync.office.setAside('b', 'Written twice')).toMatchObject({ state: 'set-aside', decided: { why: 'Written twice' } });
    expect(tablet.vault.base.size).toBe(0);
    expect([...tablet.vault.local.keys()]).toEqual(['sync/session']);
  });

  it('carries the library in memory, and pulls nobody', async () => {
    const { tablet, server, sync, timers } = await atTheDesk();
    await sync.start();
    timers.due[0]?.work();
    await sync.syncNow();
    expect(tablet.session.records.all('agency')).toHaveLength(1);
    expect(server.requests.slice(1).every(({ pull, held }) => !pull && held.length === 0)).toBe(true);
    expect(tablet.vault.base.size).toBe(0);
  });

  it('that began without a network reads the library with the first contact, and complains of nothing', async () => {
    const { tablet, server, sync, broken } = await atTheDesk();
    server.up = false;
    await sync.start();
    expect(tablet.session.records.all('agency')).toHaveLength(0);
    server.up = true;
    await sync.syncNow();
    await expect.poll(() => tablet.session.records.all('agency').length).toBe(1);
    expect(broken).toEqual([]);
  });

  it('keeps the timeline, and offers again what it sent when the server was restored', async () => {
    const { tablet, server, sync } = await atTheDesk();
    await sync.office.openChart(PATIENT);
    await tablet.session.openForm(null).set(GOAL, 'target', 'daily');
    await sync.syncNow();
    await sync.refreshed;
    expect(tablet.vault.local.get('sync/timeline')).toBe(1);
    const [sent] = tablet.vault.sent;
    expect(sent).toBeDefined();
    server.answering = (request) => answer(request, { timeline: 2 });
    const before = server.requests.length;
    await sync.syncNow();
    const offered = server.requests.slice(before).flatMap(({ batches }) => batches.flatMap(({ changes }) => changes.map(({ id }) => id)));
    expect(offered).toEqual([sent?.id]);
    expect(tablet.vault.local.get('sync/timeline')).toBe(2);
  });

  it('keeps an own edit on the screen until the chart was read again with it', async () => {
    const { tablet, server, sync } = await atTheDesk();
    await sync.office.openChart(PATIENT);
    await tablet.session.openForm(null).set(GOAL, 'target', 'daily');
    const chart = `/api/records/${PATIENT}/all?limit=200&after=${PATIENT}`;
    let release: () => void = () => undefined;
    server.reads = { ...READS, [chart]: () => ({ records: [{ ...goalDocument('daily'), version: 20 }], next: null }) as unknown as Json };
    server.hold = new Promise((resolve) => {
      release = resolve;
    });
    await sync.syncNow();
    expect(tablet.vault.outbox).toEqual([]);
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    release();
    await sync.refreshed;
    expect(values(tablet, GOAL, 'target')).toEqual(['daily']);
    expect(tablet.session.outbox.own(GOAL)).toEqual([]);
    expect(tablet.session.records.peek(GOAL)?.version).toBe(20);
  });

  it('hears what moves in the queue as it comes, from where it stopped, however the stream is cut', async () => {
    const { server, sync } = await atTheDesk();
    const cut = ['id: 7\nevent: op', 'en\ndata: {}\n\n: still here\n\nid: 9\nevent: moved\n', `data: {"live":9,"visits":["${VISIT}"],"more":false}\n\n`];
    server.reads = {
      '/api/office/live': () =>
        new Response(new ReadableStream({ start: (to) => { for (const part of cut) to.enqueue(new TextEncoder().encode(part)); to.close(); } }), {
          headers: { 'Content-Type': 'text/event-stream', 'Doorstep-Nonce': 'fresh' },
        }),
    };
    const told: Moved[] = [];
    const queue = await sync.office.queue();
    await queue.listen(7, (moved) => told.push(moved), new AbortController().signal);
    expect(told).toEqual([{ live: 7, visits: [], more: false }, { live: 9, visits: [VISIT], more: false }]);
    server.reads = { '/api/office/live': () => problem(429, 'too-many') };
    await expect(queue.listen(9, () => undefined, new AbortController().signal)).rejects.toMatchObject({ status: 429 });
  });
});
