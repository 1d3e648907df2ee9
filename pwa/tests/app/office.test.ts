import { describe, expect, it } from 'vitest';
import type { Json, PersonId, RecordId } from '../../src/app/contract';
import { MemoryVault, memoryInfo } from '../memory-vault';
import { answer, attend, FakeServer, page, type Attended } from './server';
import { documentOf, GOAL, goalDocument, openTablet, PATIENT, patientDocument, values, VISIT, visitDocument, type Tablet } from './tablet';

const CHEN = '0190a000-0000-7000-8000-000000000002' as PersonId;
const reviewer = (): MemoryVault => new MemoryVault({ ...memoryInfo, person: { id: CHEN, name: 'Mei Chen', role: 'reviewer' } });

const READS: Record<string, () => Json> = {
  [`/api/records/${PATIENT}/all?limit=200`]: () => ({ records: [patientDocument()], next: PATIENT }) as unknown as Json,
  [`/api/records/${PATIENT}/all?limit=200&after=${PATIENT}`]: () => ({ records: [goalDocument()], next: null }) as unknown as Json,
  '/api/office/visits?limit=50': () =>
    ({
      visits: [
        {
          visit: visitDocument('received'),
          patient: { id: PATIENT, name: 'Luz Delgado', birthDate: '1938-06-09', mrn: '4471' },
          assessments: [{ id: GOAL, title: 'PHQ-9', scores: {} }],
          urgent: true,
          received_at: '2026-11-23T11:53:00.000Z',
          open_conflicts: 2,
        },
      ],
      next: null,
    }) as unknown as Json,
  '/api/office/counts': () => ({ queue: 1, different: 1, held: 1 }),
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
    request.pull ? answer(request, { page: page([library], 'snapshot', 'library'), complete: false }) : answer(request),
  );
  server.reads = READS;
  return { tablet, server, ...attend(tablet, server) };
}

describe('the office', () => {
  it('reads visits, charts and held changes from the server and keeps nothing of them at rest', async () => {
    const { tablet, sync } = await atTheDesk();
    const { rows } = await sync.office.visits();
    expect(rows).toMatchObject([{ visit: { id: VISIT }, urgent: true, openConflicts: 2, receivedAt: '2026-11-23T11:53:00.000Z' }]);
    await sync.office.openChart(PATIENT);
    expect(tablet.session.records.of(PATIENT, 'goal')).toHaveLength(1);
    expect(await sync.office.counts()).toEqual({ queue: 1, different: 1, held: 1 });
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
});
