import { describe, expect, it } from 'vitest';
import { forkOf, inForce, isChanged, nextNumber, readSnapshot, saidBy, sameSnapshot, snapshotOf, versionsOf, type Snapshot } from '../../src/domain/plan-version';
import type { RecordLike } from '../../src/domain/reading';
import { compareSnapshots } from '../../src/views/plan/compare';
import { AT, made } from './record';

const chart = (records: RecordLike[]): { of: (kind: string) => readonly RecordLike[] } => ({ of: (kind) => records.filter((one) => one.kind === kind) });
const goal = (fields: Record<string, unknown>, id = 'g1'): RecordLike => made('goal', { words: 'Walk to the mailbox', target: '1 a week', state: 'active', ...fields }, {}, id);
const version = (id: string, number: number, replaces: string[], snapshot: Snapshot, by = 'ana'): RecordLike & { created: { by: string; at: string } } =>
  ({ ...made('plan_version', { number, replaces, snapshot: JSON.stringify(snapshot), agreedAt: AT, agreedBy: [{ name: 'Luz Delgado', relation: 'Patient' }] }, {}, id), created: { by, at: AT } });
const name = (id: string): string => ({ ana: 'Ana Ruiz', mei: 'Mei Chen' })[id] ?? '';

describe('a version of a plan', () => {
  it('keeps goals, actions and parts, and nothing that was stopped or told in private', () => {
    const secret = made('need', { domain: { code: 'sdoh-category-unspecified' } }, {}, 'n');
    const action = made('intervention', { what: 'Ride', owner: 'Family', goal: 'g1' }, {}, 'i1');
    const records = [secret, goal({ expressedBy: 'patient' }), goal({ need: 'n' }, 'g2'), goal({ state: 'cancelled' }, 'g3'), action, made('intervention', { what: 'Old', state: 'stopped' }, {}, 'i2')];
    const snapshot = snapshotOf(made('plan', { prognosis: 'Fair' }), chart(records));
    expect(snapshot).toEqual({
      v: 2,
      parts: { prognosis: 'Fair' },
      goals: [{ id: 'g1', words: 'Walk to the mailbox', expressedBy: 'patient', target: '1 a week', state: 'active' }],
      // No event has moved it yet: it stands in the first state.
      actions: [{ id: 'i1', what: 'Ride', owner: 'Family', state: 'planned', goal: 'g1' }],
    });
    expect(readSnapshot(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('tells who said a goal; one of before is held to what it could say, and asks the chart', () => {
    const said = chart([goal({ expressedBy: 'patient' })]);
    const now = snapshotOf(undefined, said);
    const old: Snapshot = { v: 1, parts: {}, goals: [{ id: 'g1', words: 'Walk to the mailbox', target: '1 a week', state: 'active' }], actions: [] };
    expect(readSnapshot(JSON.stringify(old))).toEqual(old);
    expect([sameSnapshot(now, old), sameSnapshot(old, now)]).toEqual([true, true]);
    expect(isChanged(now, versionsOf([version('a', 1, [], old)], name))).toBe(false);
    expect(compareSnapshots(old, now)).toEqual([]);
    expect(isChanged(snapshotOf(undefined, chart([goal({ expressedBy: 'patient', target: 'daily' })])), versionsOf([version('a', 1, [], old)], name))).toBe(true);
    expect(sameSnapshot(now, snapshotOf(undefined, chart([goal({})])))).toBe(false);
    const [item] = old.goals;
    if (!item) throw new Error('no goal');
    expect(saidBy(old, item, () => said.of('goal')[0])).toBe('patient');
    expect(saidBy(old, item, () => undefined)).toBe('');
    expect(saidBy({ ...now, v: 2 }, item, () => said.of('goal')[0])).toBe('');
    const torn = goal({});
    torn.fields.expressedBy = { heads: [{ value: 'patient', by: 'ana', at: AT }, { value: 'Dr. Lee', by: 'mei', at: AT }] };
    expect(saidBy(snapshotOf(undefined, chart([torn])), snapshotOf(undefined, chart([torn])).goals[0] ?? item, () => torn)).toBe('');
  });

  it('keeps both of two answers, and says so', () => {
    const torn = goal({});
    torn.fields.target = { heads: [{ value: 'daily', by: 'ana', at: AT }, { value: '2 a week', by: 'mei', at: AT }] };
    const [before, after] = [snapshotOf(undefined, chart([goal({})])), snapshotOf(undefined, chart([torn]))];
    expect(after.goals[0]?.target).toEqual(['2 a week', 'daily']);
    expect(compareSnapshots(before, after)).toMatchObject([{ title: 'Goals', lines: [{ before: '1 a week', after: 'Not settled: 2 a week / daily' }] }]);
  });

  it('is not made where nothing is different', () => {
    const now = snapshotOf(undefined, chart([goal({})]));
    const [kept] = versionsOf([version('a', 1, [], now)], name);
    expect(isChanged(now, kept ? [kept] : [])).toBe(false);
    expect(isChanged(snapshotOf(undefined, chart([goal({ target: 'daily' })])), kept ? [kept] : [])).toBe(true);
    expect(isChanged(snapshotOf(undefined, chart([])), [])).toBe(false);
  });

  it('stands beside another of its number that somebody made unseen, until the next one names both', () => {
    const [first, mine, hers] = [snapshotOf(undefined, chart([])), snapshotOf(undefined, chart([goal({})])), snapshotOf(undefined, chart([goal({ target: 'daily' })]))];
    const made4 = [version('a', 3, [], first), version('b', 4, ['a'], mine), version('c', 4, ['a'], hers, 'mei')];
    const both = versionsOf(made4, name);
    expect(both.map(({ label }) => label).sort()).toEqual(['Version 3', 'Version 4 of Ana Ruiz', 'Version 4 of Mei Chen']);
    expect(inForce(both).map(({ id }) => id).sort()).toEqual(['b', 'c']);
    expect(nextNumber(both)).toBe(5);
    const merged = versionsOf([...made4, version('d', 5, ['b', 'c'], mine)], name);
    expect(inForce(merged).map(({ id }) => id)).toEqual(['d']);
  });

  it('is forked where two people each made one after the same, and says after which and whether they differ', () => {
    const [first, mine, hers] = [snapshotOf(undefined, chart([])), snapshotOf(undefined, chart([goal({})])), snapshotOf(undefined, chart([goal({ target: 'daily' })]))];
    const from = (...records: Parameters<typeof versionsOf>[0][number][]): unknown => {
      const fork = forkOf(versionsOf(records, name));
      return fork && { versions: fork.versions.map(({ id }) => id).sort(), from: fork.from?.id ?? null, same: fork.same };
    };
    const one = version('a', 1, [], first);
    expect(from(one)).toBeNull();
    expect(from(one, version('b', 2, ['a'], mine))).toBeNull();
    expect(from(one, version('b', 2, ['a'], mine), version('c', 2, ['a'], hers, 'mei'))).toEqual({ versions: ['b', 'c'], from: 'a', same: false });
    // She made two while he made one: the newest that both come after is still the first.
    expect(from(one, version('b', 2, ['a'], mine), version('d', 3, ['b'], hers), version('c', 2, ['a'], hers, 'mei'))).toEqual({ versions: ['c', 'd'], from: 'a', same: true });
    expect(from(version('b', 1, [], mine), version('c', 1, [], hers, 'mei'))).toEqual({ versions: ['b', 'c'], from: null, same: false });
    const joined = [one, version('b', 2, ['a'], mine), version('c', 2, ['a'], hers, 'mei'), version('d', 3, ['b', 'c'], mine)];
    expect(from(...joined)).toBeNull();
    // Two people who join the same two unseen by each other: again two, which began from the newer of the two.
    expect(from(...joined, version('e', 3, ['b', 'c'], hers, 'mei'))).toMatchObject({ versions: ['d', 'e'], same: false });
  });

  it('is not taken for an empty plan where it cannot be read', () => {
    expect(readSnapshot('{"v":3,"parts":{}}')).toBeNull();
    expect(readSnapshot('not json')).toBeNull();
    const broken = versionsOf([{ ...version('a', 1, [], { v: 1, parts: {}, goals: [], actions: [] }), fields: { number: { heads: [{ value: 1, by: 'ana', at: AT }] } } }], name);
    expect(broken[0]?.snapshot).toBeNull();
    expect(isChanged(snapshotOf(undefined, chart([goal({})])), broken)).toBe(true);
  });
});

describe('two versions side by side', () => {
  it('say what is new, what is gone and what is another now, in words', () => {
    const action = (fields: Record<string, unknown>): RecordLike => made('intervention', { what: 'Ride to clinic', ...fields }, {}, 'i1');
    const before = snapshotOf(made('plan', { nutrition: 'Low salt' }), chart([goal({}), goal({ words: 'Sleep' }, 'g2'), action({ owner: 'Family' })]));
    const after = snapshotOf(made('plan', { nutrition: 'Low salt, 2 liters' }), chart([goal({ due: '2026-12-01' }), goal({ words: 'Cook again' }, 'g3'), action({ owner: 'Ana Ruiz' })]));
    const told = compareSnapshots(before, after).map(({ title, lines }) => [title, lines.map(({ label, before: was, after: now }) => `${label}: ${was} > ${now}`)]);
    expect(told).toEqual([
      ['Goals', ['“Walk to the mailbox” · Due:  > Dec 1, 2026', 'A new goal:  > Cook again · Target: 1 a week', 'No longer a goal: Sleep · Target: 1 a week > ']],
      ['Who does what', ['“Ride to clinic” · Who: Family > Ana Ruiz']],
      ['Other parts of the plan', ['Nutrition: Low salt > Low salt, 2 liters']],
    ]);
    expect(sameSnapshot(before, before)).toBe(true);
    expect(compareSnapshots(before, before)).toEqual([]);
  });
});
