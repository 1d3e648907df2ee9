import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/domain/deadline-calendar';
import { limitsOf } from '../../src/domain/deadline-rules';
import type { RecordLike } from '../../src/domain/reading';
import { combine, HOME_HEALTH_PACK } from '../../src/domain/settings';
import {
  arrangedObjection, checklistCount, checklistOf, checklistRows, contactsDue, dayObjection, hasDied, isOpen, medicineCount, missingOf, momentObjection, ownerWhoLeft, placeWords, pointWords, policyName, policyPoints, wayWords, whoLeft,
} from '../../src/domain/transitions';

const AT = '2026-11-16T12:00:00.000Z';

/** Values of one author; a list of two stands for two people who disagree. */
const made = (fields: Record<string, unknown>, entries: Record<string, unknown[]> = {}, kind = 'transition'): RecordLike => ({
  id: 'one',
  kind,
  fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { heads: (Array.isArray(value) ? value : [value]).map((each: unknown) => ({ value: each, by: 'ana', at: AT })) }])),
  entries: Object.fromEntries(Object.entries(entries).map(([field, values]) => [field, values.map((value, index) => ({ id: `${index}`, value, by: 'ana', at: AT, wall: AT }))])),
});

const NOBODY: ReadonlySet<string> = new Set();

describe('what an open transition must not lack', () => {
  it('asks for an owner where the one who stands there has left, and takes one of two who is still here', () => {
    const left = whoLeft([{ ...made({ name: 'Ana', left: AT }, {}, 'person'), id: 'ana' }, { ...made({ name: 'Ben' }, {}, 'person'), id: 'ben' }]);
    const hers = made({ state: 'planned', nextStep: 'Call', owner: 'ana' });
    expect([missingOf(hers, left), ownerWhoLeft(hers, left)]).toEqual([['owner'], 'ana']);
    expect(missingOf(made({ state: 'planned', nextStep: 'Call', owner: ['ana', 'ben'] }), left)).toEqual([]);
    expect(missingOf(made({ state: 'closed', owner: 'ana' }), left)).toEqual([]);
  });

  it('asks for next step and owner, and takes blanks for nothing', () => {
    expect(missingOf(made({ state: 'planned' }), NOBODY)).toEqual(['nextStep', 'owner']);
    expect(missingOf(made({ state: 'planned', nextStep: '  ', owner: 'ana' }), NOBODY)).toEqual(['nextStep']);
    expect(missingOf(made({ state: 'planned', nextStep: 'Call', owner: 'ana' }), NOBODY)).toEqual([]);
  });

  it('asks nothing of one that is over, and counts one as open about which people disagree', () => {
    expect(missingOf(made({ state: 'closed' }), NOBODY)).toEqual([]);
    expect(isOpen(made({ state: ['declined', 'accepted'] }))).toBe(true);
  });
});

describe('the checklist', () => {
  it('stands in the order of the pack, whatever the ids of its rows; an item without a code is known by its words', () => {
    const item = (code: string, words: string): (typeof HOME_HEALTH_PACK)['checklist'][number] => ({ code, words, proposal: true, source: '', checked: false, who: '', due: null });
    const record = made({
      'checklist/a/item': 'Added here', 'checklist/b/item': 'Third', 'checklist/c/item': 'Second', 'checklist/d/code': 'one', 'checklist/d/item': 'First',
    });
    expect(checklistRows(record, [item('one', 'First'), item('', 'Second'), item('', 'Third')])).toEqual(['d', 'c', 'b', 'a']);
  });

  it('counts what nobody disputes: done, or not needed with its reason', () => {
    const record = made({
      'checklist/a/status': 'done',
      'checklist/b/status': 'not-needed',
      'checklist/c/status': 'not-needed',
      'checklist/c/reason': 'No test is pending',
      'checklist/d/status': ['done', 'not-needed'],
      'checklist/e/item': 'Ride',
      'checklist/f/status': 'done',
      'checklist/f/alive': false,
    });
    expect(checklistCount(record)).toEqual({ done: 2, of: 5 });
  });

  it('and what is asked before accepting are of the settings of care; the agency\'s own stand where home health\'s would', () => {
    expect(checklistOf(made({ transitionChecklist: { value: 'no list' } }, {}, 'agency'), combine([HOME_HEALTH_PACK]))).toEqual(HOME_HEALTH_PACK.checklist);
    const own = made({ acceptancePolicy: { name: 'Ours', points: [{ code: 'beds', text: 'Is there a bed?' }, { code: 'no words' }] } }, {}, 'agency');
    const clinic = { ...HOME_HEALTH_PACK, code: 'clinic', acceptance: [{ code: 'room', words: 'Is there room?', proposal: true, source: '', checked: false }] };
    expect(policyName(own)).toBe('Ours');
    expect(policyPoints(own, combine([HOME_HEALTH_PACK]))).toEqual([{ code: 'beds', text: 'Is there a bed?' }]);
    expect(policyPoints(own, combine([clinic]))).toEqual([{ code: 'room', text: 'Is there room?' }]);
    expect(policyPoints(own, combine([clinic, { ...clinic, code: 'silent', acceptance: [] }]))).toHaveLength(2);
    expect(policyPoints(undefined, combine([HOME_HEALTH_PACK])).map(({ code }) => code)).toEqual(['needs', 'case-load', 'staffing', 'skills']);
  });

  it('says the hours of a first contact as the settings have them', () => {
    expect(pointWords('48-72-h', limitsOf({}))).toBe('48 to 72 hours');
    expect(pointWords('48-72-h', limitsOf({ contactFromHours: 0, contactUntilHours: 24 }))).toBe('Within 24 hours');
    expect(pointWords('7-d', limitsOf({}))).toBe('7 days');
  });
});

describe('medicines', () => {
  const chart = [{ ...made({ medicine: { display: 'Furosemide' }, dose: '40 mg' }, {}, 'medication'), id: 'furosemide' }];

  it('counts one as decided only when nobody disagrees, and a changed one with what it is from now on', () => {
    expect(medicineCount(made({}), chart)).toEqual({ done: 0, of: 1 });
    expect(medicineCount(made({ 'medicines/furosemide/decision': 'continue' }), chart)).toEqual({ done: 1, of: 1 });
    expect(medicineCount(made({ 'medicines/furosemide/decision': ['continue', 'stop'] }), chart)).toEqual({ done: 0, of: 1 });
    expect(medicineCount(made({ 'medicines/furosemide/decision': 'changed' }), chart)).toEqual({ done: 0, of: 1 });
    expect(medicineCount(made({ 'medicines/furosemide/decision': 'changed', 'medicines/furosemide/after': '20 mg' }), chart)).toEqual({ done: 1, of: 1 });
    expect(medicineCount(made({ 'medicines/new/decision': 'new', 'medicines/new/after': '5 mg' }), chart)).toEqual({ done: 1, of: 2 });
  });
});

describe('contacts', () => {
  const calendar = calendarOf('America/New_York');
  const contact = (point: string, at: string, result: string): object => ({ point, at, result });

  it('are met by whoever was reached, not by an attempt', () => {
    const record = made({ arrivedAt: '2026-11-10T15:00:00.000Z' }, { contacts: [contact('48-72-h', '2026-11-12T16:00:00.000Z', 'not-reached'), contact('7-d', '2026-11-16T16:00:00.000Z', 'help')] });
    expect(contactsDue(record, calendar, limitsOf({})).map(({ point, met }) => [point, met])).toEqual([
      ['48-72-h', null], ['7-d', '2026-11-16T16:00:00.000Z'], ['14-d', null], ['30-d', null],
    ]);
  });

  it('stop with a death, whether the chart or a contact says so', () => {
    expect(hasDied(made({ deceased: '2026-11-15' }, {}, 'patient'), made({}))).toBe(true);
    expect(hasDied(made({}, {}, 'patient'), made({}, { contacts: [contact('7-d', AT, 'died')] }))).toBe(true);
    expect(hasDied(undefined, made({}))).toBe(false);
  });
});

describe('words', () => {
  it('never take one of two answers for where somebody goes', () => {
    expect(placeWords(made({ toProvider: ['Green Hill', 'Oak Court'], toSetting: 'snf' }), 'to')).toBe('Different answers');
    expect(wayWords(made({ fromFacility: 'St. Mary', fromSetting: 'hospital' }))).toBe('St. Mary, Acute care hospital to not decided yet');
    expect(wayWords(made({}))).toBe('');
  });
});

describe('dates that cannot be', () => {
  it('are said in words where they are typed', () => {
    const record = made({ leftAt: '2026-11-16T15:00:00.000Z', admitted: '2026-11-10' });
    const now = '2026-11-18T00:00:00.000Z';
    expect(momentObjection(record, 'arrivedAt', '2026-11-16T14:00:00.000Z', '2026-11-16', now)).toMatch(/before the patient left/);
    expect(momentObjection(record, 'leftAt', '2026-11-19T14:00:00.000Z', '2026-11-19', now)).toMatch(/still to come/);
    expect(momentObjection(record, 'leftAt', '2026-11-09T14:00:00.000Z', '2026-11-09', now)).toMatch(/before the admission/);
    expect(momentObjection(made({}), 'leftAt', '2019-11-09T14:00:00.000Z', '2019-11-09', now)).toMatch(/Check the year/);
    expect(momentObjection(record, 'arrivedAt', '2026-11-16T15:00:00.000Z', '2026-11-16', now)).toBe('');
    const arrived = made({ arrivedAt: '2026-11-16T15:00:00.000Z' });
    expect(momentObjection(arrived, 'contacts', '2024-11-16T15:00:00.000Z', '2024-11-16', now)).toMatch(/before the patient arrived/);
    expect(momentObjection(arrived, 'contacts', '2026-11-16T15:00:00.000Z', '2026-11-16', now)).toBe('');
    expect(dayObjection(record, 'nextDue', '2026-11-17', '2026-11-18')).toMatch(/past/);
    expect(dayObjection(record, 'expectedDischarge', '2026-11-09', '2026-11-18')).toMatch(/before the admission/);
    expect(dayObjection(record, 'expectedDischarge', '2046-11-29', '2026-11-18')).toMatch(/Check the year/);
    expect(dayObjection(made({ expectedDischarge: '2026-11-10' }), 'admitted', '2026-11-12', '2026-11-18')).toMatch(/after the expected discharge/);
    expect(dayObjection(record, 'admitted', '2029-11-20', '2026-11-18')).toMatch(/still to come/);
    expect(dayObjection(record, 'nextDue', '2026-11-18', '2026-11-18')).toBe('');
  });

  it('are said of what was arranged, too', () => {
    const days = { opened: '2026-11-10', today: '2026-11-18' };
    const objects = (values: Record<string, string>, field: string, part: string, day: string): string =>
      arrangedObjection(made(Object.fromEntries(Object.entries(values).map(([name, value]) => [`${field}/r/${name}`, value]))), { field, row: 'r', part }, day, days);
    expect(objects({}, 'followUps', 'when', '2019-12-02')).toMatch(/before the transition was opened/);
    expect(objects({}, 'services', 'firstVisit', '2029-12-02')).toMatch(/Check the year/);
    expect(objects({ ordered: '2026-11-15' }, 'equipment', 'delivered', '2026-11-12')).toMatch(/before it was ordered/);
    expect(objects({ delivered: '2026-11-12' }, 'equipment', 'ordered', '2026-11-15')).toMatch(/after it was delivered/);
    expect(objects({}, 'equipment', 'delivered', '2026-11-20')).toMatch(/still to come/);
    expect(objects({}, 'pendingTests', 'expected', '2026-11-05')).toBe('');
    expect(objects({}, 'followUps', 'when', '2026-11-24')).toBe('');
  });
});
