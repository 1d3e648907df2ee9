import { describe, expect, it } from 'vitest';
import type { AppStore, Json, RecordId, RecordView } from '../../src/app/contract';
import { snapshotOf } from '../../src/domain/plan-version';
import { versionIntents, type Agreement } from '../../src/views/plan/agreeing';
import type { PlanFacts } from '../../src/views/plan/plan-facts';
import { forkWords, joiningWords, makingWords, planVersions } from '../../src/views/plan/versions';
import { forkOf } from '../../src/domain/plan-version';
import { ANA, head, LUZ, MEI, reader, record } from './records';

const PLAN = record('plan', { title: 'Plan of care', state: 'active', nutrition: 'Low salt' });
const NOW = JSON.stringify(snapshotOf(PLAN, { of: () => [] }));

const version = (number: number, replaces: RecordView[], by = ANA, snapshot = '{"v":1,"parts":{},"goals":[],"actions":[]}'): RecordView => ({
  ...record('plan_version', { number, replaces: [head(replaces.map(({ id }) => id))], snapshot }),
  created: { by, device: 'd', at: by === MEI ? '2026-11-20T10:00:00Z' : '2026-11-20T09:00:00Z', visit: null },
});

let ids = 0;
const storeOf = (records: RecordView[]): AppStore =>
  ({
    ...reader([PLAN, ...records]),
    person: () => ({ id: MEI, name: 'Mei Chen', role: 'coordinator' }),
    newId: () => `new-${++ids}` as RecordId,
    sealed: (value: Json) => Promise.resolve({ text: JSON.stringify(value), sha256: 'hash' }),
  }) as unknown as AppStore;

const facts: PlanFacts = { patient: LUZ, plan: PLAN, parts: [], chart: { patient: undefined, of: () => [], scores: [], today: '2026-11-27', dateOf: () => '' } };
const SIGNATURE: Json = { method: 'passkey' };

const making = async (records: RecordView[], madeIn: Agreement['madeIn']): Promise<{ fields: Record<string, Json>; signed: Json[] } | null> => {
  const signed: Json[] = [];
  const sign = (said: Json): Promise<Json> => {
    signed.push(said);
    return Promise.resolve(SIGNATURE);
  };
  const agreement = { madeIn, agreedBy: [{ name: 'Luz', relation: 'Patient' }], at: '2026-11-27T09:00:00.000Z', today: '2026-11-27', sign: madeIn === 'visit' ? null : sign };
  const made = await versionIntents(storeOf(records), facts, agreement);
  const last = made?.intents.at(-1);
  return last?.do === 'create' ? { fields: last.fields, signed } : null;
};

describe('a version of the plan', () => {
  it('is signed over all that it says, its contents by their hash; in a visit the visit is signed', async () => {
    const made = await making([], 'chart');
    expect(made?.fields.signature).toEqual(SIGNATURE);
    expect(made?.fields.snapshot).toBe(NOW);
    const said = Object.entries(made?.fields ?? {}).filter(([name]) => name !== 'signature' && name !== 'snapshot');
    expect(made?.signed).toMatchObject([{ v: 1, patient: LUZ, version: Object.fromEntries(said) }]);
    expect(await making([], 'visit')).toMatchObject({ signed: [] });
    expect((await making([], 'visit'))?.fields.signature).toBeUndefined();
  });

  it('joins two that began from one where a person asks for it, and never by the way', async () => {
    const first = version(1, []);
    const [mine, hers] = [version(2, [first], ANA, NOW), version(2, [first], MEI)];
    expect(await making([first, mine], 'chart')).toBeNull();
    expect((await making([first, mine, hers], 'chart'))?.fields.replaces).toEqual([hers.id, mine.id]);
    expect(await making([first, mine, hers], 'conference')).toBeNull();
    expect(await making([first, mine, hers], 'visit')).toBeNull();
  });

  it('says what it joins and from where they began', () => {
    const first = version(1, []);
    const versions = planVersions(storeOf([first, version(2, [first], ANA, NOW), version(2, [first], MEI)]), LUZ);
    const fork = forkOf(versions);
    expect(fork && forkWords(fork)).toBe("Version 2 of Mei Chen and Version 2 of Ana Ruiz began from Version 1: people agreed them without knowing of each other's. They are kept as they were signed.");
    expect(joiningWords(versions)).toBe('It joins Version 2 of Mei Chen and Version 2 of Ana Ruiz.');
    expect(makingWords(versions)).toBe('You are making version 3. It joins Version 2 of Mei Chen and Version 2 of Ana Ruiz. They stay as signed.');
    expect(joiningWords(planVersions(storeOf([first]), LUZ))).toBe('');
  });
});
