import { describe, expect, it } from 'vitest';
import { answersHere, answersTheAsk, chosenFrom, nextToCall, officesOf, type Around } from '../../src/domain/coverage-asks';
import type { InsuranceCall } from '../../src/domain/generated/values';
import type { RecordLike } from '../../src/domain/reading';

const PLAN = { payer: 'Bay Health', plan: 'Gold HMO', product: 'hmo' };
const ME = 'me';
const head = (value: unknown): RecordLike['fields'][string] => ({ heads: [{ value, by: ME, at: '2026-11-20T12:00:00.000Z' }] });

interface Made {
  call: Partial<InsuranceCall> & { office: string; at: string; outcome: InsuranceCall['outcome'] };
  pending?: boolean;
}

const ask = (offices: Record<string, { name: string; phone: string }>, calls: Made[] = [], more: RecordLike['fields'] = {}): RecordLike => ({
  id: 'ask',
  kind: 'coverage-check',
  fields: {
    plan: head(PLAN),
    specialty: head('cardiology'),
    ...Object.fromEntries(Object.entries(offices).map(([row, provider]) => [`offices/${row}/provider`, head(provider)])),
    ...more,
  },
  entries: {
    calls: calls.map(({ call, pending = false }, place) => ({
      id: `call-${place}`, by: ME, at: call.at, wall: call.at, pending,
      value: { plan: PLAN, specialty: 'cardiology', attempt: 1, nameGiven: false, provider: offices[call.office] ?? { name: 'Gone' }, ...call },
    })),
  },
});

const known = (name: string, phone: string, answers: object[], plan: object = PLAN): RecordLike => ({
  id: `known-${name}`,
  kind: 'coverage-answer',
  fields: { office: head({ name, phone }), plan: head(plan), answers: head(answers), attempts: head([]), decisions: head([]) },
  entries: {},
});

const answer = (accepts: string, more: object = {}): object => ({
  id: `${accepts}-1`, specialty: 'cardiology', accepts, askedAt: '2026-11-14T15:00:00.000Z', askedOn: '2026-11-14', askedBy: 'R. Ortiz', by: 'ortiz',
  goodUntil: '2027-02-06', reference: '4471', ...more,
});

const around = (asks: RecordLike[], library: RecordLike[] = [], miles: Around['day']['miles'] = () => null): Around => ({
  asks, library, days: 90, nameOf: () => 'Ana Ruiz', dayOf: (at) => at.slice(0, 10),
  day: { today: '2026-11-26', now: '2026-11-26T15:00:00.000Z', miles },
});

const A = { name: 'Harbor', phone: '617 555 0101' };
const B = { name: 'Bay Heart', phone: '617 555 0102' };
const C = { name: 'Cape', phone: '617 555 0103' };
const names = (one: RecordLike, given: Around): string[] => officesOf(one, given).map(({ provider, stands }) => `${provider.name}: ${stands}`);

describe('the offices of an ask', () => {
  it('puts a fresh answer first, then what is to call, then what was tried, then what said no', () => {
    const one = ask({ a: A, b: B, c: C }, [{ call: { office: 'b', at: '2026-11-25T15:00:00.000Z', outcome: 'voicemail' } }]);
    const library = [known('Cape', C.phone, [answer('no')]), known('Delta', '6175550104', [answer('in-network')])];
    expect(names(one, around([one], library))).toEqual(['Delta: fresh', 'Harbor: to-call', 'Bay Heart: tried', 'Cape: no']);
  });

  it('calls first whoever promised to call back and did not', () => {
    const promise = (back: string): RecordLike => ask({ a: A, b: B }, [{ call: { office: 'b', at: '2026-11-25T15:00:00.000Z', outcome: 'call-back', callBackAt: back } }]);
    const due = promise('2026-11-26T14:00:00.000Z');
    expect(nextToCall(officesOf(due, around([due])))?.provider.name).toBe('Bay Heart');
    const later = promise('2026-11-26T16:00:00.000Z');
    expect(nextToCall(officesOf(later, around([later])))?.provider.name).toBe('Harbor');
    expect(names(later, around([later]))).toEqual(['Harbor: to-call', 'Bay Heart: later']);
  });

  it('asks again what is too old, and never calls it the answer', () => {
    const one = ask({ a: A });
    const [office] = officesOf(one, around([one], [known('Harbor', A.phone, [answer('in-network', { goodUntil: '2026-11-25' })])]));
    expect(office).toMatchObject({ stands: 'expired', expired: true });
  });

  it('shows different answers as such; one of them can be kept once the agency has both', () => {
    const one = ask({ a: A });
    const both = [answer('in-network'), answer('no', { id: 'no-1', by: 'ruiz', askedBy: 'A. Ruiz' })];
    const [office] = officesOf(one, around([one], [known('Harbor', A.phone, both)]));
    expect(office).toMatchObject({ stands: 'differ', differs: true, decidable: true });
    const mine = ask({ a: A }, [{ call: { office: 'a', at: '2026-11-26T14:00:00.000Z', outcome: 'answered', accepts: 'no' }, pending: true }]);
    const today = answer('in-network', { askedOn: '2026-11-26', askedAt: '2026-11-26T13:00:00.000Z' });
    const [open] = officesOf(mine, around([mine], [known('Harbor', A.phone, [today])]));
    expect(open).toMatchObject({ differs: true, decidable: false });
  });

  it('knows of its own calls that nobody else has heard of', () => {
    const first = ask({ a: A }, [{ call: { office: 'a', at: '2026-11-26T14:00:00.000Z', outcome: 'answered', accepts: 'in-network', reference: '7' }, pending: true }]);
    const second = { ...ask({}), id: 'second' };
    const [office] = officesOf(second, around([first, second]));
    expect(office?.provider.name).toBe('Harbor');
    expect(office?.todays).toMatchObject([{ askedBy: 'Ana Ruiz', outcome: 'answered' }]);
    expect(office?.answers[0]).toMatchObject({ reference: '7', goodUntil: '2027-02-24' });
  });

  it('keeps the answer of another plan out of it, but knows the office', () => {
    const one = ask({});
    const [office] = officesOf(one, around([one], [known('Harbor', A.phone, [answer('in-network')], { ...PLAN, plan: 'Silver' })]));
    expect(office).toMatchObject({ stands: 'to-call', answers: [], record: null });
  });

  it('takes one office that two people added for one, and an office off the list stays off', () => {
    const twice = ask({ a: A, z: { ...A, name: 'Harbor Cardiology' } });
    expect(officesOf(twice, around([twice]))).toHaveLength(1);
    const off = ask({ a: A }, [], { 'offices/a/alive': head(false) });
    expect(officesOf(off, around([off], [known('Harbor', A.phone, [answer('in-network')])]))).toEqual([]);
  });

  it('puts the nearer of two first where their answers say nothing yet', () => {
    const one = ask({ a: { ...A, zip: '02199' } as typeof A, b: { ...B, zip: '02101' } as typeof B });
    expect(names(one, around([one], [], (zip) => (zip === '02101' ? 1 : zip === '02199' ? 9 : null)))).toEqual(['Bay Heart: to-call', 'Harbor: to-call']);
  });
});

describe('the answer that counts', () => {
  it('is taken over with who asked, when, and how long it is good', () => {
    const one = ask({ a: A });
    const [office] = officesOf(one, around([one], [known('Harbor', A.phone, [answer('in-network', { newPatients: 'waitlist' })])]));
    const [found] = office?.answers ?? [];
    expect(office && found && chosenFrom(office, found, { payer: 'Bay Health', plan: 'Gold HMO' })).toMatchObject({
      accepts: 'in-network', newPatients: 'waitlist', reference: '4471', askedOn: '2026-11-14', askedBy: 'R. Ortiz', goodUntil: '2027-02-06', known: 'known-Harbor',
    });
  });

  it('comes of a call only where they take the plan and the next step is taken with them', () => {
    const call = { outcome: 'answered', accepts: 'in-network' } as const;
    expect(answersTheAsk({ ...call, next: { action: 'book' } })).toBe(true);
    expect(answersTheAsk({ ...call, next: { action: 'try-next' } })).toBe(false);
    expect(answersTheAsk({ ...call, accepts: 'no', next: { action: 'book' } })).toBe(false);
    expect(answersTheAsk({ outcome: 'voicemail', next: { action: 'book' } })).toBe(false);
  });
});

describe('what is known on this tablet', () => {
  const heard = { office: 'a', at: '2026-11-26T14:00:00.000Z', outcome: 'answered', accepts: 'in-network' } as const;
  const said = (asks: RecordLike[], library: RecordLike[] = []): string[] =>
    answersHere(around(asks, library)).flatMap(({ office, known: { answers }, own }) => answers.map(({ id, accepts, askedBy }) => `${office.name ?? ''}: ${accepts} by ${askedBy}${own.has(id) ? ', to send' : ''}`));

  it('knows an answer that nobody else has been told yet, and says so', () => {
    expect(said([ask({ a: A }, [{ call: heard, pending: true }])])).toEqual(['Harbor: in-network by Ana Ruiz, to send']);
  });

  it('leaves to the agency what was sent, and knows nothing of a call that nobody answered', () => {
    expect(said([ask({ a: A }, [{ call: heard }])])).toEqual([]);
    expect(said([ask({ a: A }, [{ call: { office: 'a', at: heard.at, outcome: 'voicemail' }, pending: true }])])).toEqual([]);
  });

  it('lays it over what the agency knows of the same office and plan, an older answer going', () => {
    const library = [known('Harbor', A.phone, [answer('no')]), known('Cape', C.phone, [answer('no')])];
    expect(said([ask({ a: A }, [{ call: heard, pending: true }])], library)).toEqual(['Harbor: in-network by Ana Ruiz, to send', 'Cape: no by R. Ortiz']);
  });
});
