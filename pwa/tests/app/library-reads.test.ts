import { describe, expect, it } from 'vitest';
import type { Json, PersonId, RecordId } from '../../src/app/contract';
import { LibraryReads } from '../../src/app/library-reads';
import type { ServerDocument } from '../../src/sync/document';
import { MemoryVault, memoryInfo } from '../memory-vault';
import { answer, attend, FakeServer, page, problem, type Attended } from './server';
import { documentOf, openTablet, values, type Tablet } from './tablet';

const CHEN = '0190a000-0000-7000-8000-000000000002' as PersonId;
const [AGENCY, ASKED, PLACE] = ['d1', 'd2', 'd3'].map((id) => `0190a000-0000-7000-8000-0000000000${id}` as RecordId) as [RecordId, RecordId, RecordId];
const of = (kind: string, id: RecordId, fields: Record<string, Json>): ServerDocument => documentOf(kind, id, fields, { patient: 'library' });
const agency = of('agency', AGENCY, { name: 'Harbor' });
const asked = of('coverage-answer', ASKED, { office: 'Harbor Cardiology' });
const place = (contact: string): ServerDocument => of('facility_overlay', PLACE, { admissionContact: contact });

type Sent = { [key: string]: Json };
const whole = (records: ServerDocument[], cursor: string, begins = true, ends = true): Sent => ({ page: page(records, 'snapshot', { id: 'library', begins, ends }), cursor, complete: ends });
const changed = (records: ServerDocument[], cursor: string): Sent => ({ page: page(records), cursor });
const nothing = (cursor: string, complete = true): Sent => ({ page: page([], 'none'), cursor, complete });

/** A desk whose server answers each look at the library with the next of these, and the last of them from then on. */
async function desk(...answers: (Sent | Response)[]): Promise<{ tablet: Tablet; cursors: () => (string | null)[] } & Attended> {
  const tablet = await openTablet([], new MemoryVault({ ...memoryInfo, person: { id: CHEN, name: 'Mei Chen', role: 'reviewer' } }));
  const looks: (string | null)[] = [];
  const server = new FakeServer((request) => {
    if (!request.pull) return answer(request);
    expect([request.library, request.held]).toEqual([true, []]);
    looks.push(request.cursor);
    const next = answers.length > 1 ? answers.shift() : answers[0];
    return next instanceof Response ? next : answer(request, next);
  });
  return { tablet, cursors: () => looks.splice(0), ...attend(tablet, server) };
}
const kinds = ({ session }: Tablet): string[] => ['agency', 'coverage-answer', 'facility_overlay'].filter((kind) => session.records.all(kind).length > 0);

describe('the library of an office browser', () => {
  it('is asked for from where it stopped, and shows what is new, changed and taken back', async () => {
    const { tablet, sync, cursors, broken } = await desk(
      whole([agency, place('')], 'c1'), changed([asked], 'c2'), changed([place('Dana')], 'c3'), changed([place('')], 'c4'), nothing('c4'),
    );
    await sync.start();
    expect([cursors(), kinds(tablet)]).toEqual([[null], ['agency', 'facility_overlay']]);
    await sync.refreshLibrary();
    expect([cursors(), kinds(tablet)]).toEqual([['c1'], ['agency', 'coverage-answer', 'facility_overlay']]);
    await sync.refreshLibrary();
    expect([cursors(), values(tablet, PLACE, 'admissionContact')]).toEqual([['c2'], ['Dana']]);
    await sync.refreshLibrary();
    expect([cursors(), values(tablet, PLACE, 'admissionContact')]).toEqual([['c3'], ['']]);
    await sync.refreshLibrary();
    expect([cursors(), broken]).toEqual([['c4'], []]);
    expect(kinds(tablet)).toHaveLength(3);
  });

  it('is read to its end, however few records a page holds', async () => {
    const { tablet, sync, cursors } = await desk(whole([agency], 'c1', true, false), whole([asked], 'c2', false, false), whole([place('')], 'c3', false), nothing('c3'));
    await sync.start();
    expect([cursors(), kinds(tablet)]).toEqual([[null, 'c1', 'c2'], ['agency', 'coverage-answer', 'facility_overlay']]);
  });

  it('goes on in the middle after the network went, and two looks at once ask for nothing twice', async () => {
    const { tablet, sync, cursors } = await desk(whole([agency], 'c1', true, false), problem(503, 'unavailable'), whole([asked], 'c2', false), changed([place('')], 'c3'), nothing('c3'));
    await sync.start();
    cursors();
    await Promise.all([sync.refreshLibrary(), sync.refreshLibrary()]);
    expect([cursors(), kinds(tablet)]).toEqual([['c1', 'c2'], ['agency', 'coverage-answer', 'facility_overlay']]);
  });

  it('loses what a restored server knows nothing of, and begins anew where its cursor is not known', async () => {
    const { tablet, sync, cursors } = await desk(whole([agency, asked], 'c1'), problem(400, 'cursor-unknown'), whole([agency], 'c2'), nothing('c2'));
    await sync.start();
    cursors();
    await sync.refreshLibrary();
    expect([cursors(), kinds(tablet)]).toEqual([['c1', null], ['agency']]);
  });

  it('does not ask for ever where an answer brings nothing and is never the last', async () => {
    const { tablet, sync } = await desk(nothing('c1', false));
    await expect(new LibraryReads(sync.keeper, tablet.session.records).read('0.1.0', () => tablet.clock.now)).rejects.toThrow('never ends');
  });
});
