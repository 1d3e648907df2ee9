import { describe, expect, it } from 'vitest';
import type { AppStore, Intent, Json, RecordId, RecordView } from '../../src/app/contract';
import { AT_FIRST } from '../../src/domain/packet';
import { endedBefore } from '../../src/domain/coverage-asks';
import { lastAnswers } from '../../src/views/options/options-facts';
import { answeredOf, mayAsk, referralsOf, sendingAll, turnsOf, type Asking } from '../../src/views/options/sending';
import { ANA, LUZ, head, record } from './records';

const TODAY = '2026-11-20';
const AT = '2026-11-20T15:00:00.000Z';
const CHOICE = { places: [{ facility: 'a', name: 'Elm' }, { facility: 'b', name: 'Oak' }, { facility: 'c', name: 'Ash' }], by: { name: 'Luz' }, at: '2026-11-20T14:00:00.000Z', statement: 'I chose.' };
const consent = (facility: string, agreed: boolean, scope = 'service'): RecordView => record('consent', { to: { name: facility, directory: facility }, agreed, scope });

/** What the directory of this tablet carries: whether each place is published no more. */
const directory = (places: Record<string, boolean>): RecordView =>
  record('directory', { part: 'facilities', table: { columns: ['id', 'type', 'name', 'gone'], rows: Object.entries(places).map(([id, gone]) => [id, 'nursing-home', `Home ${id}`, gone]) } });

const chart = (...more: RecordView[]): { store: AppStore; options: RecordView } => {
  const options = record('facility_options', { levelOfCare: 'snf', neededBy: '2026-11-23', pays: 'medicare', days: 20, state: 'chosen', choice: CHOICE });
  const all = [options, ...more];
  let made = 0;
  const store = {
    me: { id: ANA, name: 'Ana Ruiz' }, agency: { name: 'Riverside', officePhone: '555 0100' },
    record: (id: string) => (id === LUZ ? { ...record('patient', { name: { text: 'Luz Rivera' } }), id: LUZ } : all.find((one) => one.id === id)),
    of: (_patient: string, kind: string) => all.filter((one) => one.kind === kind),
    all: (kind: string) => all.filter((one) => one.kind === kind),
    newId: () => `new-${(made += 1)}` as RecordId,
  } as unknown as AppStore;
  return { store, options };
};

const asking = (...now: string[]): Asking => ({ now: new Set(now), by: { name: 'Luz Rivera', relation: 'self' }, how: 'fax', chosen: AT_FIRST, priority: 'routine', at: AT });
const send = ({ store, options }: ReturnType<typeof chart>, ...now: string[]): Intent[] => sendingAll(store, options, turnsOf(store, options, TODAY), asking(...now));
const created = (intents: readonly Intent[], kind: string): Record<string, unknown>[] => intents.flatMap((one) => (one.do === 'create' && one.kind === kind ? [one.fields] : []));
const appended = (intents: readonly Intent[]): Record<string, unknown>[] => intents.flatMap((one) => (one.do === 'append' && one.field === 'sent' ? [one.value as Record<string, unknown>] : []));

describe('an answer that is read beside the choice', () => {
  const entries = (field: string, value: Json): RecordView['entries'] => ({ [field]: [{ id: field, value, by: ANA, at: AT, wall: AT, visit: null, pending: false }] });
  const sent = entries('sent', { at: '2026-11-20T10:00:00.000Z', how: 'fax', to: 'Elm', what: [], consent: 'c' });
  const answers = entries('answers', { at: AT, how: 'phone', event: 'reject', spokeWith: 'Mara', said: 'No bed until Monday' });

  it('has its reason, who said it, and after how many hours', () => {
    const no = record('referral', { state: [head('rejected', { why: { code: 'no-capacity', text: 'No capacity' } })] }, { entries: { ...sent, ...answers } });
    expect(answeredOf(no)).toEqual({ reason: 'No capacity', said: 'No bed until Monday', who: 'Mara', hours: 5 });
    expect(answeredOf(record('referral', { state: 'requested' }, { entries: sent }))).toBeNull();
  });

  it('stands beside the place the next time it is looked for, without whose it was', () => {
    const no = record('referral', { state: [head('rejected', { at: AT, why: { code: 'no-capacity', text: 'No capacity' } })], target: { name: 'Elm', directory: 'a' } });
    const yes = record('referral', { state: [head('accepted', { at: '2026-11-01T10:00:00.000Z' })], target: { name: 'Elm', directory: 'a' } });
    const waits = record('referral', { state: 'requested', target: { name: 'Oak', directory: 'b' } });
    const found = lastAnswers(chart(no, yes, waits).store, (at) => at.slice(0, 10));
    expect([...found]).toEqual([['a', 'Our last referral: rejected (no capacity), 2026-11-20']]);
  });
});

describe('an insurance', () => {
  it('that ended before the stay is said to have, by what is known of its last day', () => {
    const until = (end: string): string => endedBefore(record('coverage', { payer: 'Keystone', period: { end } }), '2026-11-20');
    expect(['2026-11-19', '2026-10', '2025'].map(until)).toEqual(['2026-11-19', '2026-10', '2025']);
    expect(['2026-11-20', '2026-11', '2026', '2027-01-01'].map(until)).toEqual(['', '', '', '']);
    expect(endedBefore(record('coverage', { payer: 'Keystone' }), '2026-11-20')).toBe('');
  });
});

describe('from a choice to referrals', () => {
  it('is one batch: a referral for each place, what the patient said of each, and what leaves', () => {
    const luz = chart();
    const intents = send(luz, 'a', 'b', 'c');
    const referrals = created(intents, 'referral');
    expect(referrals.map(({ target }) => target)).toMatchObject([{ name: 'Elm', directory: 'a' }, { name: 'Oak', directory: 'b' }, { name: 'Ash', directory: 'c' }]);
    expect(referrals[0]).toMatchObject({ options: luz.options.id, service: 'SNF short stay', words: 'Needed by Nov 23, 2026. Planned for 20 days. Who would pay: Medicare Part A.' });
    expect(referrals.map(({ request }) => request)).toEqual([undefined, 'new-1', 'new-1']);
    expect(created(intents, 'consent').map(({ to, agreed, scope }) => [(to as { name: string }).name, agreed, scope])).toEqual([['Elm', true, 'service'], ['Oak', true, 'service'], ['Ash', true, 'service']]);
    const consents = intents.flatMap((one) => (one.do === 'create' && one.kind === 'consent' ? [one.record] : []));
    expect(appended(intents).map((one) => one.consent)).toEqual(consents);
    expect(JSON.stringify(appended(intents)[0]?.what)).toContain('Service: SNF short stay');
    expect(intents.filter((one) => one.do === 'event').map(({ event }) => event)).toEqual(['send', 'send', 'send']);
  });

  it('keeps the order of the choices in the ids, by which what is made in one batch is listed', () => {
    const luz = chart();
    const falling = ['i', 'h', 'g', 'f', 'e', 'd'];
    const intents = send({ ...luz, store: { ...luz.store, newId: () => falling.shift() as RecordId } }, 'a', 'b', 'c');
    const made = intents.flatMap((one) => (one.do === 'create' && one.kind === 'referral' ? [one.record] : []));
    expect(made).toEqual([...made].sort());
    expect(created(intents, 'referral').map(({ target }) => (target as { name: string }).name)).toEqual(['Elm', 'Oak', 'Ash']);
  });

  it('lets a place that is not asked now wait as a draft: nothing leaves and nothing was agreed', () => {
    const intents = send(chart(), 'b');
    expect(created(intents, 'referral')).toHaveLength(3);
    expect(created(intents, 'consent').map(({ to }) => to)).toMatchObject([{ name: 'Oak' }]);
    expect(appended(intents).map(({ to }) => to)).toEqual(['Oak']);
  });

  it('sends nothing to whom the patient refused, or was heard to say two things about, even where it is asked to', () => {
    const twice = { ...consent('b', true), fields: { ...consent('b', true).fields, agreed: { heads: [head(true), head(false)], past: [] } } };
    const luz = chart(consent('a', false), twice);
    expect(turnsOf(luz.store, luz.options, TODAY).map(mayAsk)).toEqual([false, false, true]);
    expect(appended(send(luz, 'a', 'b', 'c')).map(({ to }) => to)).toEqual(['Ash']);
  });

  it('asks nothing again of whom she agreed to before', () => {
    const before = consent('a', true);
    const intents = send(chart(before), 'a');
    expect(created(intents, 'consent')).toEqual([]);
    expect(appended(intents).map(({ consent: under }) => under)).toEqual([before.id]);
  });

  it('says of a place that it closed since, or that this tablet does not carry it; without a directory nothing of any', () => {
    const luz = chart(directory({ a: false, b: true }));
    expect(turnsOf(luz.store, luz.options, TODAY).map(({ lost }) => lost)).toEqual([null, 'gone', 'unknown']);
    const without = chart();
    expect(turnsOf(without.store, without.options, TODAY).map(({ lost }) => lost)).toEqual([null, null, null]);
  });

  it('asks nobody while two people say different things of the choice', () => {
    const luz = chart();
    const choices = [head(CHOICE), head({ ...CHOICE, places: CHOICE.places.slice(1) })];
    const torn = record('facility_options', { levelOfCare: 'snf', choice: choices });
    expect(turnsOf(luz.store, torn, TODAY)).toEqual([]);
  });

  it('leaves out who was asked since the choice, and goes on with the same ask', () => {
    const elm = (state: string): RecordView => record('referral', { options: '', target: { name: 'Elm', directory: 'a' }, state });
    const luz = chart();
    const asked = { ...elm('requested'), fields: { ...elm('requested').fields, options: { heads: [head(luz.options.id)], past: [] } } } as RecordView;
    const again = { ...luz, store: { ...luz.store, of: (patient: typeof LUZ, kind: string) => [...luz.store.of(patient, kind), ...(kind === 'referral' ? [asked] : [])] } };
    expect(referralsOf(again.store, luz.options)).toEqual([asked]);
    const referrals = created(send(again, 'b', 'c'), 'referral');
    expect(referrals.map(({ target, request }) => [(target as { name: string }).name, request])).toEqual([['Oak', asked.id], ['Ash', asked.id]]);
  });
});
