import { describe, expect, it } from 'vitest';
import { careParts, currentPlan, PART_KEYS, partsDone, type CarePart, type ChartFacts } from '../../src/domain/plan-parts';
import type { RecordLike } from '../../src/domain/reading';
import { AT, made } from './record';

const DOSE = { medicine: { code: 'f', display: 'Furosemide' }, dose: '40 mg', status: 'active' };
const right = (part: string, words: string, chart: string, at = AT): unknown => ({ part, words, chart, at, source: 'Visit' });

const chart = (records: RecordLike[], today = '2026-11-18'): ChartFacts => ({
  patient: records.find(({ kind }) => kind === 'patient'),
  of: (kind) => records.filter((one) => one.kind === kind),
  scores: [],
  today,
  dateOf: (at) => at.slice(0, 10),
});
const part = (parts: CarePart[], key: string): CarePart => parts.find((one) => one.key === key) as CarePart;

describe('the sixteen parts of a plan of care', () => {
  it('are all there from the first, and nothing counts by itself', () => {
    const parts = careParts(undefined, chart([made('medication', DOSE)]));
    expect(parts.map(({ key }) => key)).toEqual(PART_KEYS);
    expect(PART_KEYS).toHaveLength(16);
    expect(partsDone(parts)).toBe(0);
    expect(part(parts, 'medicines')).toMatchObject({ state: 'offered', prefill: { words: 'Furosemide, 40 mg', at: AT } });
    expect(part(parts, 'prognosis')).toMatchObject({ state: 'missing', prefill: null });
  });

  it('count when somebody called these words right', () => {
    const words = 'Furosemide, 40 mg';
    const plan = made('plan', { medicines: words, prognosis: 'Fair' }, { partsConfirmed: [right('medicines', words, words), right('prognosis', 'Good', '')] });
    const parts = careParts(plan, chart([made('medication', DOSE)]));
    expect(part(parts, 'medicines').state).toBe('confirmed');
    // Of other words: these nobody has called right.
    expect(part(parts, 'prognosis').state).toBe('again');
    expect(partsDone(parts)).toBe(1);
  });

  it('are asked for again once the chart says something else, and after 60 days', () => {
    const words = 'Furosemide, 40 mg';
    const plan = made('plan', { medicines: words, prognosis: 'Fair' }, { partsConfirmed: [right('medicines', words, words), right('prognosis', 'Fair', '')] });
    const changed = careParts(plan, chart([made('medication', { ...DOSE, dose: '20 mg' })]));
    expect(part(changed, 'medicines')).toMatchObject({ state: 'again', words, prefill: { words: 'Furosemide, 20 mg' } });
    const state = (today: string): string => part(careParts(plan, chart([], today)), 'prognosis').state;
    expect([state('2027-01-16'), state('2027-01-17')]).toEqual(['confirmed', 'again']);
  });

  it('never show one of two answers as the one that stands', () => {
    const patient = made('patient');
    patient.fields.codeStatus = { heads: [{ value: { code: 'dnr', display: 'DNR' }, by: 'ana', at: AT }, { value: { code: 'full', display: 'Full code' }, by: 'mei', at: AT }] };
    const plan = made('plan');
    plan.fields.prognosis = { heads: [{ value: 'Fair', by: 'ana', at: AT }, { value: 'Poor', by: 'mei', at: AT }] };
    const parts = careParts(plan, chart([patient]));
    expect(part(parts, 'advanceDirectives').prefill?.words).toBe('Code status: not settled: DNR / Full code');
    expect(part(parts, 'prognosis').state).toBe('different');
  });

  it('hold nothing of what was told in private', () => {
    const secret = made('need', { domain: { code: 'sdoh-category-unspecified', display: 'Safety at home' }, state: 'confirmed' }, {}, 'n1');
    const goal = made('goal', { words: 'Be safe', need: 'n1', state: 'active' }, {}, 'g1');
    const action = made('intervention', { what: 'Shelter', kind: 'service', goal: 'g1', state: 'planned' }, {}, 'i1');
    const parts = careParts(undefined, chart([secret, goal, action]));
    expect(parts.every(({ state }) => state === 'missing')).toBe(true);
  });

  it('belong to the plan that people worked on here, whoever asks', () => {
    const [brought, ours, over] = [made('plan', { state: 'active' }, {}, 'c'), made('plan', { state: 'draft', prognosis: 'Fair' }, {}, 'b'), made('plan', { state: 'revoked' }, {}, 'd')];
    expect(currentPlan([brought, over], [])?.id).toBe('c');
    expect(currentPlan([brought, ours, over], [])?.id).toBe('b');
    expect(currentPlan([ours, brought], [made('plan_version', { plan: 'c' })])?.id).toBe('c');
    expect(currentPlan([over], [])).toBeUndefined();
  });
});
