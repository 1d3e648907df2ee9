import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Intent, RecordView } from '../../src/app/contract';
import { endBefore, endingOf, episodesOf, leftIn, leftObjection, unansweredIn, type LeftOpen } from '../../src/domain/episodes';
import { beginAnew, closeCare, closingIds, deathOf, mendEnd, nextEpisode, openAgain, openLine } from '../../src/views/chart/closing-care';
import { agencyTime } from '../../src/views/parts/agency-time';
import { LUZ, head, reader, record } from './records';

const store = (records: RecordView[]): Parameters<typeof closeCare>[0] => {
  let made = 0;
  return { newId: () => `new-${++made}` as RecordView['id'], of: reader(records).of };
};
const IDS = { episode: 'the-episode' as RecordView['id'], rows: new Map<string, string>(), tasks: new Map<string, RecordView['id']>() };
const sealed = (value: unknown): Promise<{ text: string; sha256: string }> => Promise.resolve({ text: '', sha256: createHash('sha256').update(JSON.stringify(value)).digest('hex') });
const patient = (fields: Parameters<typeof record>[1] = {}): RecordView => record('patient', { startOfCare: '2026-10-01', ...fields }, { id: LUZ });
const typed = { reason: 'goals-met', on: '2026-11-18', handedTo: ' Dr Lee ', handOver: '' };
const created = (intents: Intent[], kind: string): Extract<Intent, { do: 'create' }>[] => intents.flatMap((one) => (one.do === 'create' && one.kind === kind ? [one] : []));
const setOn = (intents: Intent[], id: string): Record<string, unknown> => Object.fromEntries(intents.flatMap((one) => (one.do === 'set' && one.record === id ? [[one.field, one.value]] : [])));

describe('closing care', () => {
  it('makes a record of the episode, and ends the day that deadlines are counted from', () => {
    const whose = patient();
    const intents = closeCare(store([whose]), whose, undefined, typed, 4, [], IDS);
    const [episode] = created(intents, 'episode');
    expect(episode?.fields).toEqual({ reason: 'goals-met', closedOn: '2026-11-18', handedTo: 'Dr Lee', satisfaction: 4, openedOn: '2026-10-01' });
    expect(episode?.events).toEqual([{ field: 'state', event: 'close' }]);
    expect(setOn(intents, whose.id)).toEqual({ discharged: '2026-11-18' });
  });

  it('keeps how it stood at 30 days and who sent the patient, and leaves out what nobody said', () => {
    const whose = patient();
    const [episode] = created(closeCare(store([whose]), whose, undefined, { ...typed, outcome: 'home', referredBy: ' Birch Hollow General ' }, null, [], IDS), 'episode');
    expect(episode?.fields).toMatchObject({ outcome: 'home', referredBy: 'Birch Hollow General' });
    const old = patient({ closedReason: 'goals-met', discharged: '2026-11-18' });
    const [mended] = created(mendEnd(store([old]), old, undefined, { ...typed, handedTo: '' }, null), 'episode');
    expect(Object.keys(mended?.fields ?? {})).not.toContain('referredBy');
  });

  it('closes the second episode beside the first and changes nothing of it', () => {
    const whose = patient({ startOfCare: '2026-12-01' });
    const first = record('episode', { state: 'closed', reason: 'goals-met', closedOn: '2026-11-18', handedTo: 'Dr Lee' });
    const second = record('episode', { state: 'open', openedOn: '2026-12-01' });
    const intents = closeCare(store([whose, first, second]), whose, second, { ...typed, reason: 'moved-away', on: '2026-12-20', handedTo: 'Elm Home Health' }, null, [], IDS);
    expect(intents.filter((one) => 'record' in one && one.record === first.id)).toEqual([]);
    expect(setOn(intents, second.id)).toEqual({ reason: 'moved-away', closedOn: '2026-12-20', handedTo: 'Elm Home Health' });
    expect(episodesOf([first, second]).map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  it('is written with its reason also where the same one stood there before it was opened again', () => {
    const whose = patient();
    const again = record('episode', { state: 'open', reason: 'goals-met' });
    expect(setOn(closeCare(store([whose, again]), whose, again, typed, null, [], IDS), again.id)).toMatchObject({ reason: 'goals-met' });
  });

  it('asks of each open thing what happens to it, and does just that', () => {
    const whose = patient();
    const task = record('task', { state: 'requested', what: 'Call the clinic' });
    const need = record('need', { state: 'confirmed' });
    const asked = record('referral', { state: 'requested' });
    const blank: LeftOpen = { record: task.id, what: 'Task: Call the clinic', fate: '', reason: '', to: '' };
    expect(leftObjection([blank])).toEqual({ key: task.id, words: 'Say what happens to it.' });
    expect(leftObjection([{ ...blank, fate: 'ended', reason: ' ' }])?.words).toBe('Why does it end?');
    expect(leftObjection([{ ...blank, fate: 'handed-over' }])?.words).toBe('Who goes on with it?');
    const left: LeftOpen[] = [
      { ...blank, fate: 'ended', reason: 'Died' },
      { record: need.id, what: 'Need', fate: 'ended', reason: 'need-gone', to: '' },
      { record: asked.id, what: 'Referral', fate: 'handed-over', reason: '', to: 'Mei Chen' },
    ];
    const intents = closeCare(store([whose, task, need, asked]), whose, undefined, typed, null, left, IDS);
    expect(intents.filter((one) => one.do === 'event')).toEqual([
      { do: 'event', record: task.id, field: 'state', event: 'cancel', why: { code: 'other', text: 'Died' } },
      { do: 'event', record: need.id, field: 'state', event: 'close' },
    ]);
    expect(setOn(intents, need.id)).toEqual({ outcome: 'need-gone' });
    const rows = setOn(intents, IDS.episode);
    expect([rows[`left/${task.id}/reason`], rows[`left/${asked.id}/to`], rows[`left/${asked.id}/fate`]]).toEqual(['Died', 'Mei Chen', 'handed-over']);
  });

  it('ends or gives on a move, a call and a list of places as well: nobody looks for them in a chart that is closed', () => {
    const whose = patient();
    const [off, on] = [record('transition', { state: 'planned', owner: 'ana' }), record('transition', { state: 'arrived', owner: 'ana' })];
    const [call, places] = [record('coverage-check', { state: 'open' }), record('facility_options', { state: 'chosen' })];
    const ended = (one: RecordView): LeftOpen => ({ record: one.id, what: one.kind, fate: 'ended', reason: 'Died', to: '' });
    const left = [ended(off), { ...ended(on), fate: 'handed-over' as const, to: 'Mei Chen', owner: 'mei' }, ended(call), ended(places)];
    const intents = closeCare(store([whose, off, on, call, places]), whose, undefined, typed, null, left, IDS);
    expect(intents.flatMap((one) => (one.do === 'event' ? [[one.record, one.event]] : []))).toEqual([[off.id, 'cancel'], [call.id, 'close'], [places.id, 'end']]);
    expect([setOn(intents, off.id), setOn(intents, on.id)]).toEqual([{ endReason: 'Died' }, { owner: 'mei' }]);
  });

  it('gives a task to the colleague who goes on with it', () => {
    const whose = patient();
    const task = record('task', { state: 'requested', what: 'Call the clinic', owner: 'ana' });
    const torn = record('task', { state: 'requested', owner: [head('ana'), head('rina')] });
    const left = [task, torn].map((one): LeftOpen => ({ record: one.id, what: 'Task', fate: 'handed-over', reason: '', to: 'Mei Chen', owner: 'mei' }));
    const intents = closeCare(store([whose, task, torn]), whose, undefined, typed, null, left, IDS);
    expect(setOn(intents, task.id)).toEqual({ owner: 'mei' });
    expect(setOn(intents, torn.id)).toEqual({});
    expect(setOn(intents, IDS.episode)[`left/${task.id}/to`]).toBe('Mei Chen');
  });

  it('makes a referral and a need hers who goes on with them, or of whom is named outside, and leaves alone what people differ about', () => {
    const whose = patient();
    const meals = record('referral', { state: 'requested', handedTo: 'Dr Lee' });
    const need = record('need', { state: 'confirmed', owner: 'ana' });
    const torn = record('referral', { state: 'requested', owner: [head('ana'), head('rina')] });
    const left: LeftOpen[] = [
      { record: meals.id, what: 'Referral: Meals', fate: 'handed-over', reason: '', to: 'Mei Chen', owner: 'mei' },
      { record: need.id, what: 'Need: Food', fate: 'handed-over', reason: '', to: ' Dr Lee, 555 0199 ' },
      { record: torn.id, what: 'Referral', fate: 'handed-over', reason: '', to: 'Mei Chen', owner: 'mei' },
    ];
    const intents = closeCare(store([whose, meals, need, torn]), whose, undefined, typed, null, left, IDS);
    expect(setOn(intents, meals.id)).toEqual({ owner: 'mei', handedTo: null });
    expect(setOn(intents, need.id)).toEqual({ owner: null, handedTo: 'Dr Lee, 555 0199' });
    expect(setOn(intents, torn.id)).toEqual({});
    expect(setOn(intents, IDS.episode)[`left/${meals.id}/owner`]).toBe('mei');
  });

  it('names in an action of the plan who goes on with it, of ours or not: it is in her Work from then on', () => {
    const whose = patient();
    const [bed, hall] = [record('intervention', { state: 'planned', owner: 'Ana Ruiz' }), record('intervention', { state: 'active', owner: 'Ana Ruiz' })];
    const left: LeftOpen[] = [
      { record: bed.id, what: 'Action: Bed', fate: 'handed-over', reason: '', to: 'Mei Chen', owner: 'mei' },
      { record: hall.id, what: 'Action: Hallway', fate: 'handed-over', reason: '', to: ' Her son ' },
    ];
    const intents = closeCare(store([whose, bed, hall]), whose, undefined, typed, null, left, IDS);
    expect([setOn(intents, bed.id), setOn(intents, hall.id)]).toEqual([{ owner: 'Mei Chen' }, { owner: 'Her son' }]);
  });

  it('keeps of each running deadline what was said of it, and makes a task of what would end with the care', async () => {
    const whose = patient();
    const check = record('coverage-check', { state: 'open' });
    const left: LeftOpen[] = [
      { record: whose.id, rule: 'initial-visit', anchor: '', due: '2026-11-20', what: 'First visit, due Nov 20, 2026', fate: 'ended', reason: 'Went to another agency', to: '' },
      { record: whose.id, rule: 'plan-review', anchor: 'period-1', due: '2026-11-29', what: 'Review, due Nov 29, 2026', fate: 'done', reason: '', to: '' },
      { record: check.id, rule: 'call-back', anchor: '1', due: '2026-11-19', what: 'Office called again (Cardiology), due Nov 19, 2026', fate: 'handed-over', reason: '', to: 'Mei Chen', owner: 'mei' },
      { record: whose.id, rule: 'resumption-visit', anchor: 'stay', due: '2026-11-19', what: 'Visit, due Nov 19, 2026', fate: 'handed-over', reason: '', to: 'Mei Chen', owner: 'mei' },
      { record: whose.id, rule: 'contact-due', anchor: '', due: '2026-11-30', what: 'In touch', fate: 'handed-over', reason: '', to: 'Dr Lee' },
    ];
    const tablet = { ...store([whose, check]), sealed };
    const ids = await closingIds(tablet, whose, left);
    // Every tablet makes the same row of one deadline, and another one of each other.
    expect((await closingIds(tablet, whose, [...left].reverse())).rows).toEqual(new Map([...ids.rows].reverse()));
    expect(new Set(ids.rows.values()).size).toBe(left.length);
    for (const id of [ids.episode, ...ids.rows.values()]) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    const intents = closeCare(tablet, whose, undefined, typed, null, left, ids);
    const rows = setOn(intents, ids.episode);
    const [visit = '', review = '', call = ''] = [...ids.rows.values()];
    expect([`left/${visit}/record`, `left/${visit}/rule`, `left/${visit}/fate`, `left/${visit}/reason`].map((part) => rows[part])).toEqual([whose.id, 'initial-visit', 'ended', 'Went to another agency']);
    expect([rows[`left/${review}/fate`], rows[`left/${review}/anchor`]]).toEqual(['done', 'period-1']);
    expect([rows[`left/${call}/fate`], rows[`left/${call}/owner`]]).toEqual(['handed-over', 'mei']);
    // The visit after a stay runs on and is hers; the call back would be gone with the care.
    expect(created(intents, 'task').map(({ fields }) => fields)).toEqual([{ what: 'Office called again (Cardiology), due Nov 19, 2026', owner: 'mei', due: '2026-11-19', about: check.id }]);
  });

  it('is one record for two who close one stretch of care unseen by each other, and another one for the next stretch', async () => {
    const whose = patient();
    const [hers, his] = [{ ...store([whose]), sealed }, { ...store([whose]), sealed }];
    const [one, other] = [await closingIds(hers, whose, []), await closingIds(his, whose, [])];
    const made = [closeCare(hers, whose, undefined, typed, null, [], one), closeCare(his, whose, undefined, { ...typed, handedTo: 'Mei Chen' }, null, [], other)];
    expect(new Set(made.flatMap((intents) => created(intents, 'episode').map(({ record: id }) => id))).size).toBe(1);
    const first = record('episode', { state: 'closed' });
    expect(await nextEpisode({ ...store([whose, first]), sealed }, whose)).not.toBe(one.episode);
  });

  it('makes one task of a deadline for two who hand it on unseen by each other, and another one at a later closing', async () => {
    const whose = patient();
    const check = record('coverage-check', { state: 'open' });
    const call: LeftOpen = { record: check.id, rule: 'call-back', anchor: '1', due: '2026-11-19', what: 'Office called again', fate: 'handed-over', reason: '', to: 'Mei Chen', owner: 'mei' };
    const closedBy = async (records: RecordView[], left: LeftOpen[]): Promise<string[]> => {
      const tablet = { ...store(records), sealed };
      return created(closeCare(tablet, whose, undefined, typed, null, left, await closingIds(tablet, whose, left)), 'task').map(({ record: id }) => id);
    };
    const [hers] = await closedBy([whose, check], [call, { ...call, anchor: '2' }]);
    expect(await closedBy([whose, check], [{ ...call, to: 'Rina Ortiz', owner: 'rina' }])).toEqual([hers]);
    const kept = record('task', { state: 'completed' }, { id: hers as RecordView['id'] });
    const later = await closedBy([whose, check, kept], [call, { ...call, anchor: '2' }]);
    expect([later.length, new Set([hers, ...later]).size]).toEqual([2, 3]);
  });

  it('ends nothing whose state people differ about, and no visit that is under way', () => {
    expect(endingOf(record('task', { state: [head('requested'), head('completed')] }))).toBeNull();
    expect(endingOf(record('visit', { state: 'open' }))).toBeNull();
    expect(endingOf(record('need', { state: 'suggested' }))).toBe('decline');
  });
});

describe('an end of care from before there were episodes', () => {
  const old = { closedReason: 'moved-care', discharged: '2026-11-02', handedTo: 'Dr Lee', handOver: 'Weigh daily.', satisfaction: 5 };

  it('is read as an episode, and becomes one word for word when care begins anew', () => {
    const whose = patient(old);
    expect(endBefore(whose)).toEqual({ reason: 'moved-care', openedOn: '2026-10-01', closedOn: '2026-11-02', handedTo: 'Dr Lee', handOver: 'Weigh daily.', satisfaction: 5 });
    const intents = beginAnew(store([whose]), whose, undefined, '2026-12-01', IDS.episode);
    const [kept, begun] = created(intents, 'episode');
    expect(kept?.fields).toEqual(endBefore(whose));
    expect(kept?.events).toEqual([{ field: 'state', event: 'close' }]);
    expect(begun?.fields).toEqual({ openedOn: '2026-12-01' });
    expect(setOn(intents, whose.id)).toEqual({ closedReason: null, handedTo: null, handOver: null, satisfaction: null, startOfCare: '2026-12-01', discharged: null });
  });

  it('becomes one with what was mended, and one that goes on where it was closed by mistake', () => {
    const whose = patient(old);
    const [mended] = created(mendEnd(store([whose]), whose, undefined, { ...typed, reason: 'lost', on: '2026-11-02' }, 5), 'episode');
    expect(mended?.fields).toMatchObject({ reason: 'lost', handedTo: 'Dr Lee', openedOn: '2026-10-01' });
    const [again] = created(openAgain(store([whose]), whose, undefined), 'episode');
    expect(again?.events).toBeUndefined();
    expect(again?.fields).toMatchObject({ reason: 'moved-care', handOver: 'Weigh daily.' });
  });

  it('is not moved while people differ about it', () => {
    const whose = patient({ ...old, closedReason: [head('lost'), head('died')] });
    expect(created(beginAnew(store([whose]), whose, undefined, '2026-12-01', IDS.episode), 'episode')).toHaveLength(1);
    expect(setOn(beginAnew(store([whose]), whose, undefined, '2026-12-01', IDS.episode), whose.id)).not.toHaveProperty('closedReason');
  });
});

describe('what was open', () => {
  it('is told by kind and words, and a visit by its day', () => {
    const time = agencyTime('America/New_York');
    const visit = record('visit', { state: 'planned', scheduledFor: { start: '2026-12-02T02:30:00.000Z' } });
    expect(openLine(visit, time)).toBe('Visit, Dec 1, 2026');
    expect(openLine(record('task', { what: 'Call the clinic' }), time)).toBe('Task: Call the clinic');
  });

  it('is told with what became of it, and an answer that is not settled as such', () => {
    const episode = record('episode', { 'left/t/what': 'Task: Call', 'left/t/fate': 'handed-over', 'left/t/to': [head('Mei'), head('Rina')] });
    expect(leftIn(episode)).toEqual([{ id: 't', what: 'Task: Call', fate: 'handed-over', reason: '', to: 'not settled', deadline: false }]);
  });
});

describe('what the end of care says nothing of', () => {
  it('is what was open later, and no task that the closing made of a deadline', () => {
    const episode = record('episode', { 'left/r/what': 'Plan of care reviewed', 'left/r/rule': 'plan-review', 'left/r/fate': 'handed-over', 'left/t/what': 'Task: Call', 'left/t/fate': 'handed-over' });
    const task = (id: string, what: string): RecordView => record('task', { what, state: 'requested' }, { id: id as RecordView['id'] });
    const [made, answered, later] = [task('new', 'Plan of care reviewed'), task('t', 'Call'), task('later', 'Bring the chair')];
    expect(unansweredIn(episode, [made, answered, later])).toEqual([later]);
    expect(unansweredIn(undefined, [made])).toEqual([made]);
  });
});

describe('a death', () => {
  it('is an event of the chart and the day of the patient, wherever it is entered, and the event once', () => {
    const whose = patient();
    const intents = deathOf(store([whose]), whose, '2026-11-20');
    expect(created(intents, 'event')[0]?.fields).toEqual({ what: 'death', on: '2026-11-20' });
    expect(setOn(intents, whose.id)).toEqual({ deceased: '2026-11-20' });
    const known = record('event', { what: 'death', on: '2026-11-20' });
    expect(created(deathOf(store([whose, known]), whose, '2026-11-20'), 'event')).toEqual([]);
  });
});
