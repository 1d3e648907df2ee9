import { describe, expect, it } from 'vitest';
import { closingObjection, needCounts, overSince, stillOpen } from '../../src/domain/closing';
import { endingOf } from '../../src/domain/episodes';
import { familySummary, type SummaryFacts } from '../../src/domain/family-summary';
import { lastContact } from '../../src/domain/last-contact';
import { decimalOf, measuresOf, scaleOf, targetOf } from '../../src/domain/measures';
import { isUnseen, seenBy, talksOf, urgentUnseen } from '../../src/domain/messages';
import type { EntryView, RecordView } from '../../src/app/contract';
import { ANA, LUZ, MEI, head, record } from '../views/records';

const NOW = '2026-11-18T15:00:00.000Z';
const entry = (value: EntryView['value'], by = ANA, at = NOW): EntryView => ({ id: `${at} ${by}`, value, by, at, wall: at, visit: null, pending: false });
const message = (words: string, by: typeof ANA, at: string, more: Record<string, boolean> = {}, seen: EntryView[] = []): RecordView =>
  record('message', { words, ...more }, { created: { by, device: 'd', at, visit: null }, entries: { seen } });

describe('messages', () => {
  it('that are urgent wait before everything until this person saw them, the oldest on top', () => {
    const [old, recent] = [message('fell', MEI, '2026-11-17T14:00:00Z', { urgent: true }), message('worse', MEI, '2026-11-18T14:00:00Z', { urgent: true })];
    const calm = message('scale', MEI, NOW);
    const [own, seen] = [message('own', ANA, NOW, { urgent: true }), message('seen', MEI, NOW, { urgent: true }, [entry({ at: NOW })])];
    expect(urgentUnseen([recent, calm, own, seen, old], ANA)).toEqual([old, recent]);
  });

  it('wait for whoever neither wrote nor saw them', () => {
    expect(isUnseen(message('x', MEI, NOW), ANA)).toBe(true);
    expect(isUnseen(message('x', ANA, NOW), ANA)).toBe(false);
    expect(isUnseen(message('x', MEI, NOW, {}, [entry({ at: NOW })]), ANA)).toBe(false);
  });

  it('were seen by each person once, at the first time', () => {
    const twice = [entry({}, ANA, '2026-11-18T12:00:00Z'), entry({}, ANA, '2026-11-18T11:00:00Z')];
    expect(seenBy(message('x', MEI, NOW, {}, twice))).toEqual([{ by: ANA, at: '2026-11-18T11:00:00Z' }]);
  });

  it('are listed with what is urgent and unseen first, then unseen, then the newest', () => {
    const of = (patient: string, one: RecordView): RecordView => ({ ...one, patient: patient as typeof LUZ });
    const talks = talksOf([of('a', message('new', ANA, '2026-11-18T14:00:00Z')), of('b', message('old', MEI, '2026-11-01T14:00:00Z')), of('c', message('help', MEI, '2026-10-01T14:00:00Z', { urgent: true }))], ANA);
    expect(talks.map(({ patient, unseen, urgent }) => [patient, unseen, urgent])).toEqual([['c', 1, true], ['b', 1, false], ['a', 0, false]]);
  });

  it('say of own urgent ones whether anybody has seen them', () => {
    const urgent = message('help', ANA, '2026-11-18T14:00:00Z', { urgent: true });
    const seen = message('seen', ANA, '2026-11-18T14:00:00Z', { urgent: true }, [entry({ at: NOW }, MEI)]);
    const calm = message('calm', ANA, '2026-11-18T14:00:00Z');
    expect([urgent, seen, calm].map((one) => talksOf([one], ANA)[0]?.unheard)).toEqual([1, 0, 0]);
  });
});

describe('the last contact', () => {
  const call = (fields: Parameters<typeof record>[1]): RecordView => record('contact_log', { with: 'patient', outcome: 'reached', ...fields });

  it('is the latest that reached the patient or the family, a visit included', () => {
    const calls = [call({ at: '2026-11-10T10:00:00.000Z' }), call({ at: '2026-11-12T10:00:00.000Z', outcome: 'voicemail' }), call({ at: '2026-11-13T10:00:00.000Z', with: 'payer' })];
    expect(lastContact(calls, [], [], NOW)?.at).toBe('2026-11-10T10:00:00.000Z');
    expect(lastContact(calls, [record('visit', { state: 'open', startedAt: '2026-11-11T10:00:00.000Z' })], [], NOW)?.kind).toBe('visit');
  });

  it('is none that people tell differently, and none that lies ahead', () => {
    expect(lastContact([call({ at: '2026-11-10T10:00:00.000Z', outcome: [head('reached'), head('no-answer')] }), call({ at: '2027-11-10T10:00:00.000Z' })], [], [], NOW)).toBeNull();
  });

  it('is a contact after a move too, once it reached somebody', () => {
    const moved = (...contacts: [string, string][]): RecordView => record('transition', { state: 'arrived' }, { entries: { contacts: contacts.map(([at, result]) => entry({ point: '7-days', at, result })) } });
    const calls = [call({ at: '2026-11-10T10:00:00.000Z' })];
    const found = lastContact(calls, [], [moved(['2026-11-14T10:00:00.000Z', 'well'], ['2026-11-16T10:00:00.000Z', 'not-reached'])], NOW);
    expect([found?.at, found?.kind]).toEqual(['2026-11-14T10:00:00.000Z', 'transition']);
    expect(lastContact(calls, [], [moved(['2026-11-16T10:00:00.000Z', 'not-reached'])], NOW)?.kind).toBe('contact_log');
  });
});

describe('measures of a goal', () => {
  it('are read as numbers in order of time, with the number that the target names', () => {
    const goal = record('goal', { target: '2 times a week' }, { entries: { measures: [entry({ value: '1.5', unit: 'times', at: '2026-11-12T10:00:00.000Z' }), entry({ value: '1', at: '2026-11-01T10:00:00.000Z' }, MEI)] } });
    expect(measuresOf(goal).map(({ value, words }) => [value, words])).toEqual([[1, '1'], [1.5, '1.5 times']]);
    expect(targetOf(goal)).toBe(2);
    expect(targetOf(record('goal', { target: [head('2'), head('3')] }))).toBeNull();
    expect(scaleOf(measuresOf(goal), 2)).toEqual([1, 2]);
  });

  it('are typed with a point or a comma, and words are none', () => {
    expect([decimalOf('2,5'), decimalOf(' 143 '), decimalOf('a lot'), decimalOf('')]).toEqual(['2.5', '143', null, null]);
  });
});

describe('the end of care', () => {
  const patient = record('patient', { startOfCare: '2026-10-01' });
  const whole = { reason: 'goals-met', on: '2026-11-18', handedTo: 'Dr Lee', handOver: '' };

  it('needs a reason, a day that has come, and who goes on', () => {
    expect(closingObjection(whole, patient, '2026-11-18')).toBeNull();
    expect(closingObjection({ ...whole, reason: '' }, patient, '2026-11-18')?.at).toBe('reason');
    expect(closingObjection({ ...whole, on: '2026-11-19' }, patient, '2026-11-18')?.at).toBe('on');
    expect(closingObjection({ ...whole, on: '2026-09-30' }, patient, '2026-11-18')?.at).toBe('on');
    expect(closingObjection({ ...whole, handedTo: ' ' }, patient, '2026-11-18')?.at).toBe('handedTo');
    expect(closingObjection({ ...whole, handedTo: '', reason: 'died' }, patient, '2026-11-18')).toBeNull();
  });

  it('says what stays open: nobody ends it for whoever it belongs to', () => {
    const [goal, done, task, gone] = [record('goal', { state: 'active' }), record('goal', { state: 'completed' }), record('task', { state: 'requested' }), record('task', { state: 'requested', alive: false })];
    expect(stillOpen([goal, done, task, gone])).toEqual([goal, task]);
    const unsent = record('referral', { state: 'draft' });
    expect(stillOpen([unsent, record('referral', { state: 'cancelled' })])).toEqual([unsent]);
    const going = [record('transition', { state: 'planned' }), record('coverage-check', { state: 'open' }), record('facility_options', { state: 'shown' }), record('conference', { state: 'planned' })];
    expect(stillOpen([...going, record('transition', { state: 'closed' }), record('coverage-check', { state: 'answered' }), record('facility_options', { state: 'placed' })])).toEqual(going);
    expect(going.map(endingOf)).toEqual(['cancel', 'close', 'end', 'call-off']);
    expect([record('transition', { state: 'arrived' }), record('conference', { state: 'held' })].map(endingOf)).toEqual([null, null]);
    expect(overSince(record('patient', { deceased: '2026-11-02', discharged: '2026-11-05' }))).toEqual({ how: 'died', on: '2026-11-02' });
  });

  it('counts needs by what came of them, and one that is not settled as open', () => {
    const need = (state: string, outcome?: string): RecordView => record('need', { state, ...(outcome ? { outcome } : {}) });
    const differing = record('need', { state: 'closed', outcome: [head('met'), head('need-gone')] });
    expect(needCounts([need('closed', 'met'), need('confirmed'), need('closed', 'not-met-could-not-contact'), need('declined'), differing])).toEqual([['open', 2], ['met', 1], ['declined', 1], ['lost', 1]]);
  });
});

describe('the page for the family', () => {
  const facts = (more: Partial<SummaryFacts>): SummaryFacts => ({
    patient: record('patient', {}), goals: [], needs: [], actions: [], visits: [], taught: [], spanish: new Map(), phones: { office: '614-555-0142', night: '' }, day: (at) => at.slice(0, 10), now: NOW, ...more,
  });

  it('never shows one of two answers as what was agreed', () => {
    const goal = record('goal', { words: 'Walk to the mailbox', expressedBy: 'patient', target: [head('daily'), head('weekly')], state: 'active' });
    const lines = familySummary(facts({ goals: [goal] }), 'en').parts[0]?.lines;
    expect(lines).toEqual([{ words: '“Walk to the mailbox”', under: ['We still need to talk about this.'] }]);
  });

  it('quotes patient and family alone: what a clinician or another record system wrote is told as ours', () => {
    const walk = record('goal', { words: 'Walk to the mailbox', expressedBy: 'Patient', target: 'daily', state: 'active' });
    const sugar = record('goal', { words: 'HbA1c below 7 %', target: '7 %', state: 'active' });
    const daughter = record('goal', { words: 'Sleep through the night', expressedBy: 'RelatedPerson', state: 'active' });
    const [goals, ours] = familySummary(facts({ goals: [sugar, walk, daughter] }), 'en').parts;
    expect(goals).toEqual({ heading: 'What you want', lines: [{ words: '“Walk to the mailbox”', under: ['You want to get to: daily.'] }] });
    expect(ours).toEqual({ heading: 'What we work on with you', lines: [{ words: 'HbA1c below 7 %', under: ['We want to get to: 7 %.'] }, { words: '“Sleep through the night”', under: [] }] });
    expect(familySummary(facts({ goals: [sugar] }), 'es').parts[0]?.heading).toBe('En qué trabajamos con usted');
  });

  it('leaves out what serves a need that was told in private', () => {
    const need = record('need', { domain: { code: 'sdoh-category-unspecified' } });
    const goal = record('goal', { words: 'Be safe', state: 'active', need: need.id });
    const action = record('intervention', { what: 'Call the shelter', state: 'planned', goal: goal.id });
    expect(JSON.stringify(familySummary(facts({ needs: [need], goals: [goal], actions: [action] }), 'en'))).not.toMatch(/safe|shelter/u);
  });

  it('says what comes next with its day, in the language asked for', () => {
    const action = record('intervention', { what: 'Weigh each day.', state: 'active', due: '2026-11-25' });
    expect(familySummary(facts({ actions: [action] }), 'es').parts[1]).toEqual({ heading: 'Lo que hacemos ahora', lines: [{ words: 'Weigh each day. Para el 2026-11-25.', under: [] }] });
  });

  it('says after a discharge who goes on, and plans nothing', () => {
    const page = familySummary(facts({ patient: record('patient', { discharged: '2026-11-10', handedTo: 'Dr Lee.' }) }), 'en');
    expect(page.parts[1]?.lines.map(({ words }) => words)).toEqual(['Our care for you ended on 2026-11-10.', 'From now on this person helps you: Dr Lee.']);
  });
});
