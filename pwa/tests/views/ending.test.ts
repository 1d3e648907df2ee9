/** Two people end one conference on two tablets, unseen by each other: what each of them writes. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AppStore, Intent, Json, RecordId, RecordView } from '../../src/app/contract';
import { readSnapshot } from '../../src/domain/plan-version';
import { textOf } from '../../src/domain/reading';
import { canonical } from '../../src/sync/canonical';
import { endingIntents } from '../../src/views/conferences/ending';
import type { PlanFacts } from '../../src/views/plan/plan-facts';
import { ANA, LUZ, MEI, reader, record } from './records';

const CONFERENCE = '019a0000-0000-7000-8000-000000000005' as RecordId;
const AT = '2026-11-27T10:00:00.000Z';

let ids = 0;
const tablet = (me: { id: typeof ANA; name: string }, records: RecordView[]): AppStore =>
  ({
    ...reader(records, { me: { ...me, role: 'coordinator' } }),
    person: () => null,
    newId: () => `new-${++ids}` as RecordId,
    sealed: (value: Json) => Promise.resolve({ text: canonical(value), sha256: createHash('sha256').update(canonical(value)).digest('hex') }),
    proven: () => Promise.resolve({ method: 'passkey' }),
  }) as unknown as AppStore;

const facts: PlanFacts = { patient: LUZ, plan: undefined, parts: [], chart: { patient: undefined, of: () => [], scores: [], today: '2026-11-27', dateOf: () => '' } };

const conference = (due: string): RecordView => ({
  ...record('conference', {
    state: 'held', startedAt: '2026-11-27T09:30:00.000Z',
    'planChanges/1/words': 'Walk to church', 'planChanges/1/what': 'goal',
    'planChanges/2/words': 'Home health aide', 'planChanges/2/what': 'service', 'planChanges/2/owner': 'Ana Ruiz',
    'actions/3/what': 'Order a bed', 'actions/3/owner': 'Mei Chen', 'actions/3/due': due,
  }),
  id: CONFERENCE,
});

const end = async (me: { id: typeof ANA; name: string }, due: string): Promise<{ made: Map<string, Record<string, Json>>; intents: Intent[] }> => {
  const held = conference(due);
  const { intents } = await endingIntents(tablet(me, [held]), held, facts, { at: AT, today: '2026-11-27', passphrase: undefined });
  const made = intents.flatMap((one): [string, Record<string, Json>][] => (one.do === 'create' ? [[`${one.kind} ${one.kind === 'plan_version' ? me.id : one.record}`, one.fields]] : []));
  return { made: new Map(made), intents };
};

describe('two ends of one conference', () => {
  it('make one plan, one goal and one action of each row between them, and a version each', async () => {
    const [hers, theirs] = [await end({ id: ANA, name: 'Ana Ruiz' }, '2026-12-01'), await end({ id: MEI, name: 'Mei Chen' }, '2026-12-08')];
    const kinds = [...hers.made.keys()].map((key) => key.split(' ')[0]).sort();
    expect(kinds).toEqual(['goal', 'intervention', 'intervention', 'plan', 'plan_version']);
    const both = [...hers.made.keys()].filter((key) => theirs.made.has(key));
    expect(both.map((key) => key.split(' ')[0]).sort()).toEqual(['goal', 'intervention', 'intervention', 'plan']);
    // All that they say alike is alike, to the last field: equal values never differ. The day differs, and nothing else.
    const differ = both.filter((key) => canonical(hers.made.get(key) ?? null) !== canonical(theirs.made.get(key) ?? null));
    expect(differ.map((key) => hers.made.get(key)?.what)).toEqual(['Order a bed']);
    const named = (intents: Intent[]): unknown => intents.filter((one) => one.do === 'set' && one.field.endsWith('/made'));
    expect(named(hers.intents)).toEqual(named(theirs.intents));
  });

  it('gives what a conference changes to who arranges it, in the plan and in its version', async () => {
    const { made } = await end({ id: ANA, name: 'Ana Ruiz' }, '2026-12-01');
    const aide = [...made.values()].find(({ what }) => what === 'Home health aide');
    expect(aide).toMatchObject({ kind: 'service', owner: 'Ana Ruiz' });
    const version = readSnapshot(textOf(made.get(`plan_version ${ANA}`)?.snapshot));
    expect(version?.actions.map(({ what, owner }) => [what, owner]).sort()).toEqual([['Home health aide', 'Ana Ruiz'], ['Order a bed', 'Mei Chen']]);
  });
});
