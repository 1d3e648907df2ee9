import { describe, expect, it, vi } from 'vitest';
import type { AppStore, Json, RecordId } from '../../src/app/contract';
import type { ManyLooked, Moved, QueueFilters, QueuePage, QueueReads, QueueRow } from '../../src/app/office';
import { ApprovingMany, offered } from '../../src/views/office/approving-many.svelte';
import { Live } from '../../src/views/office/live.svelte';
import { QueueDesk } from '../../src/views/office/queue-desk.svelte';
import { filtersOf, sameFilters, withFilter } from '../../src/views/office/queue-filters';
import { standsBefore } from '../../src/views/office/queue-order';
import { nextOf } from '../../src/views/office/queue-words';

const row = (id: string, more: Partial<QueueRow> = {}): QueueRow =>
  ({ visit: { id: id as RecordId }, urgent: null, dueAt: `2026-11-23T1${id.charCodeAt(0) % 10}:00:00.000Z`, arrivedAt: '2026-11-23T09:00:00.000Z', arriving: null, claim: null, rounds: 0, ...more }) as QueueRow;

const names = (desk: QueueDesk): string[] => desk.list.rows.map(({ visit }) => visit.id);

/** A desk over a server whose list and moves the test sets. */
function atDesk(rows: QueueRow[]) {
  const server = { rows, next: null as string | null, live: 5, more: [] as QueueRow[], reached: true, since: vi.fn<(live: number) => Moved>(), looked: vi.fn<(visits: readonly { id: RecordId; version: number }[]) => ManyLooked>() };
  const reads: QueueReads = {
    page: (_filters, after): Promise<QueuePage> =>
      !server.reached ? Promise.reject(new Error('no server')) : Promise.resolve(after === undefined ? { rows: server.rows, next: server.next, live: server.live, lastApprovedAt: null } : { rows: server.more, next: null, live: server.live, lastApprovedAt: null }),
    among: (_filters, visits) => Promise.resolve(server.rows.filter(({ visit }) => visits.includes(visit.id))),
    choices: () => Promise.resolve({ coordinators: [], payers: [], forms: [] }),
    views: () => Promise.resolve([]),
    keepView: () => Promise.resolve([]),
    dropView: () => Promise.resolve([]),
    clean: (visits) => Promise.resolve(server.looked(visits)),
    patientOf: () => Promise.resolve(null),
    since: (live) => Promise.resolve(server.since(live)),
    listen: () => Promise.reject(new Error('no place')),
  };
  const kept = new Map<string, Json>();
  const store = { inbox: { queue: () => Promise.resolve(reads) }, local: (key: string) => kept.get(key), setLocal: (key: string, value: Json) => Promise.resolve(kept.set(key, value)) } as unknown as AppStore;
  const live = new Live(() => Promise.resolve(reads));
  return { desk: new QueueDesk(store, live), live, server, kept, store };
}

const moved = (...visits: string[]): Moved => ({ live: 6, visits: visits as RecordId[], more: false });

describe('an open queue', () => {
  it('changes a row where it stands, and keeps what is new and what left waiting until it is asked for', async () => {
    const { desk, server } = atDesk([row('a'), row('b'), row('c')]);
    await desk.open();
    server.rows = [row('new', { urgent: 'safety' }), row('a', { rounds: 1 }), row('c')];
    await desk.moved(moved('new', 'a', 'b'));
    expect(names(desk)).toEqual(['a', 'b', 'c']);
    expect(desk.list.rows[0]?.rounds).toBe(1);
    expect([desk.fresh, desk.gone, desk.changed]).toEqual([['new'], ['b'], true]);
    await desk.renew();
    expect([names(desk), desk.changed]).toEqual([['new', 'a', 'c'], false]);
  });

  it('stands there again without the server when somebody comes back to it, and as it is now once it is reached', async () => {
    const { desk, server } = atDesk([row('a'), row('b')]);
    await desk.open();
    server.reached = false;
    await desk.open();
    expect([desk.list.phase, names(desk), desk.list.stopped]).toEqual(['open', ['a', 'b'], true]);
    server.reached = true;
    server.rows = [row('b')];
    await desk.open();
    expect([names(desk), desk.list.stopped]).toEqual([['b'], false]);
  });

  it('calls nothing new that stands behind what was read, and shows no visit twice', async () => {
    const { desk, server } = atDesk([row('a'), row('b')]);
    server.next = 'b';
    await desk.open();
    server.rows = [row('a'), row('b'), row('z', { dueAt: '2026-11-23T23:00:00.000Z' })];
    await desk.moved(moved('z'));
    expect(desk.fresh).toEqual([]);
    // It moved behind the place that the first page ended at.
    server.more = [row('b'), row('z')];
    await desk.list.more();
    expect(names(desk)).toEqual(['a', 'b', 'z']);
  });

  it('says that the list has changed where more moved than was named', async () => {
    const { desk } = atDesk([row('a')]);
    await desk.open();
    await desk.moved({ live: 9, visits: [], more: true });
    expect(desk.changed).toBe(true);
  });

  it('asks again for what was told while its list was on the way', async () => {
    const { desk, live, server } = atDesk([row('a')]);
    server.since.mockReturnValue({ live: 8, visits: ['a' as RecordId], more: false });
    const heard: Moved[] = [];
    live.on((one) => heard.push(one));
    await live.seen(8);
    await desk.open();
    await vi.waitFor(() => { expect(server.since).toHaveBeenCalledWith(5); });
    expect(heard).toEqual([{ live: 8, visits: ['a'], more: false }]);
  });

  it('remembers the filters on this computer, as far as they still mean something', async () => {
    const { desk, kept } = atDesk([]);
    await desk.show({ stage: 'queue', alert: 'late' });
    expect(kept.get('queue-filters')).toEqual({ stage: 'queue', alert: 'late' });
    expect(filtersOf({ stage: 'queue', alert: 'gone', payer: 'ab', order: 7 })).toEqual({ stage: 'queue', payer: 'ab' });
    expect(filtersOf('queue')).toBeNull();
  });
});

describe('the queue', () => {
  it('takes a filter away that is chosen as any, and knows a view by what it means', () => {
    const filters: QueueFilters = withFilter({ stage: 'queue' }, 'alert', 'late');
    expect(filters).toEqual({ stage: 'queue', alert: 'late' });
    expect(withFilter(filters, 'alert', '')).toEqual({ stage: 'queue' });
    expect(sameFilters({}, { stage: 'queue', order: 'due' })).toBe(true);
    expect(sameFilters(filters, { stage: 'queue' })).toBe(false);
  });

  it('orders as the server does', () => {
    const [early, late] = [row('a', { arrivedAt: '2026-11-23T08:00:00.000Z' }), row('b')];
    expect([standsBefore(early, late), standsBefore(late, early), standsBefore(early, early)]).toEqual([true, false, false]);
    expect(standsBefore(row('b', { urgent: 'need' }), early)).toBe(true);
    expect(standsBefore(row('b', { dueAt: null }), early)).toBe(false);
    expect([standsBefore(early, late, 'oldest'), standsBefore(early, late, 'newest')]).toEqual([true, false]);
  });

  it('offers next what nobody else is on and what is all here', () => {
    const now = new Date('2026-11-23T10:00:00.000Z');
    const claim = { by: { id: 'x', name: 'Mei Chen' }, since: '', until: '2026-11-23T10:05:00.000Z', mine: false } as unknown as QueueRow['claim'];
    const rows = [row('a', { claim }), row('b', { arriving: { here: 1, of: 2 } }), row('c'), row('d')];
    expect(nextOf(rows, ['c'], now)?.visit.id).toBe('d');
    expect(nextOf(rows.slice(0, 2), [], now)?.visit.id).toBe('b');
    expect(nextOf(rows.slice(0, 1), [], now)).toBeUndefined();
    expect(nextOf(rows.slice(0, 1), [], new Date('2026-11-23T10:06:00.000Z'))?.visit.id).toBe('a');
  });
});

describe('approving clean ones', () => {
  const now = new Date('2026-11-23T10:00:00.000Z');
  const claim = { by: { id: 'x', name: 'Mei Chen' }, since: '', until: '2026-11-23T10:05:00.000Z', mine: false } as unknown as QueueRow['claim'];

  it('offers those that are clean, here, and nobody else\'s', () => {
    const rows = [row('a', { clean: true }), row('b', { clean: false }), row('c', { clean: true, claim }), row('d', { clean: true })];
    expect(offered(rows, ['d' as RecordId], now).map(({ visit }) => visit.id)).toEqual(['a']);
  });

  it('names each as it was looked at, and goes on where it stopped', async () => {
    const { server, store } = atDesk([]);
    const rows = [row('a', { clean: true, lookedAt: 3, cosign: 'reviewer' }), row('b', { clean: true, lookedAt: 4, cosign: null }), row('c', { clean: true, lookedAt: 5, cosign: null })];
    const clean = (id: string, version: number) => ({ id: id as RecordId, version, round: 1, as: 'reviewer' as const, summary: 'Nothing to check' });
    server.looked.mockReturnValue({ clean: [clean('a', 3), clean('b', 4)], refused: [{ id: 'c' as RecordId, because: [{ words: 'This visit is urgent' }] }] });
    const asked: [string[], unknown][] = [];
    store.approveVisits = (visits, kept, passphrase) => {
      asked.push([visits.map(({ visit, asked: { version, last } }) => `${visit} ${version} ${last}`), passphrase]);
      kept(1);
      return passphrase === undefined ? Promise.reject(new Error('no room for the second')) : Promise.resolve({ signedAt: '', method: 'passphrase' });
    };
    const many = new ApprovingMany(store, rows);
    await many.ask();
    expect(server.looked).toHaveBeenCalledWith([{ id: 'a', version: 3 }, { id: 'b', version: 4 }, { id: 'c', version: 5 }]);
    expect(await many.approve()).toBe(false);
    expect([many.done, many.problem.startsWith('1 of 2 approved.'), many.asksWords]).toEqual([1, true, true]);
    expect(await many.approve('five words')).toBe(true);
    expect(many.done).toBe(2);
    expect(asked).toEqual([[['a 3 false', 'b 4 true'], undefined], [['b 4 true'], 'five words']]);
  });
});
