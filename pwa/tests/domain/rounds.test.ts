import { describe, expect, it } from 'vitest';
import { editorOf } from '../../src/domain/editable';
import { nextRound, readRemark, remarksOf, saidWords, wayOf } from '../../src/domain/rounds';
import { ANA, head, MEI, past, record } from '../views/records';

const AT = (minute: number): string => `2026-11-18T16:${String(minute).padStart(2, '0')}:00.000Z`;
const entry = (value: Record<string, string | number | string[]>, at: string, by = MEI) => ({ id: at, value, by, at, wall: at, visit: null, pending: false });

const visitIn = (states: [string, string][]) => {
  const [[now, since] = ['', ''], ...before] = states;
  const visit = record('visit', { state: [head(now, { at: since })] });
  visit.fields.state = { heads: visit.fields.state?.heads ?? [], past: before.map(([value, at]) => past(value, 's' as never, { at })) };
  visit.entries.returns = [entry({ round: 1, at: AT(20), remarks: ['r1'] }, AT(20))];
  return visit;
};

describe('the way of a returned visit', () => {
  it('is with the coordinator until she has opened it', () => {
    const visit = visitIn([['returned', AT(20)], ['received', AT(0)], ['signed', AT(0)]]);
    expect(wayOf(visit)).toMatchObject({ seenAt: null, answeredAt: null, backAt: null, taken: null, last: { round: 1, by: MEI } });
    visit.entries.seenReturns = [entry({ round: 1, at: AT(40) }, AT(40), ANA)];
    expect(wayOf(visit)?.seenAt).toBe(AT(40));
    expect(nextRound(visit)).toBe(2);
  });

  it('is answered, then back, each only after its own event', () => {
    expect(wayOf(visitIn([['signed', AT(41)], ['returned', AT(20)], ['received', AT(0)]]))).toMatchObject({ answeredAt: AT(41), backAt: null });
    const back = visitIn([['received', AT(42)], ['signed', AT(41)], ['returned', AT(20)], ['received', AT(0)]]);
    expect(wayOf(back)).toMatchObject({ answeredAt: AT(41), backAt: AT(42), taken: null });
  });

  it('is taken back where no signature lies between', () => {
    expect(wayOf(visitIn([['received', AT(25)], ['returned', AT(20)], ['received', AT(0)]]))).toMatchObject({ taken: { at: AT(25) }, backAt: null });
  });

  it('can be taken back only where all had arrived when it was returned', () => {
    expect(wayOf(visitIn([['returned', AT(20)], ['received', AT(0)], ['signed', AT(0)]]))?.wasWhole).toBe(true);
    expect(wayOf(visitIn([['returned', AT(20)], ['signed', AT(0)]]))?.wasWhole).toBe(false);
  });

  it('is both where the office took it back and the tablet had signed unseen', () => {
    const visit = visitIn([['received', AT(25)], ['returned', AT(20)]]);
    visit.fields.state?.heads.push(head('signed', { at: AT(30), by: ANA }));
    expect(wayOf(visit)).toMatchObject({ taken: { at: AT(25) }, answeredAt: AT(30), backAt: null });
  });

  it('does not exist for a visit that was never returned', () => {
    expect(wayOf(record('visit', { state: 'received' }))).toBeNull();
  });
});

describe('remarks', () => {
  const made = (severity: string, more: Record<string, never> = {}) => record('remark', { visit: 'v', severity, words: severity, state: 'open', ...more });

  it('stand with what must be fixed first', () => {
    const all = [made('info'), made('must-fix'), made('check'), record('remark', { visit: 'other', severity: 'must-fix' })];
    expect(remarksOf(all, 'v').map(({ severity }) => severity)).toEqual(['must-fix', 'check', 'info']);
  });

  it('say why they were declined: the chip, or the own words', () => {
    const declined = (code: string, text: string) => saidWords(readRemark(record('remark', { state: [head('declined', { why: { code, text } })] })));
    expect([declined('patient-said-so', ''), declined('other', 'It is her sister')]).toEqual(['Patient said so', 'It is her sister']);
  });

  it('propose nothing where the record has no proposal', () => {
    expect(readRemark(made('check')).proposal).toBeUndefined();
    expect(readRemark(record('remark', { proposal: false })).proposal).toBe(false);
  });
});

describe('a value at a remark', () => {
  it('is never one of times and signatures, of what was asked in private, or of a state', () => {
    expect(['startedAt', 'endedAt', 'signature', 'patientSignature', 'state'].map((field) => editorOf('visit', field, null))).toEqual([null, null, null, null, null]);
    expect(editorOf('assessment', 'answers/hits', { private: true })).toBeNull();
  });

  it('is of the field\'s own type', () => {
    expect([editorOf('assessment', 'answers/1', { private: false }), editorOf('goal', 'target', null), editorOf('visit', 'nextContact', null), editorOf('note', 'text', null)]).toEqual(['answer', 'text', 'date', 'prose']);
  });
});
