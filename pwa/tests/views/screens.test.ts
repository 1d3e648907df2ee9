import { describe, expect, it } from 'vitest';
import type { Json, PersonId, Stamp } from '../../src/app/contract';
import { activeAllergies, allergiesUnsettled, changesSince, dueVisit, hasNameAlert, lastHere, phonesOf, visitsOf } from '../../src/views/chart/facts';
import { opensWhatIsSigned, reasonsFor, seenBy, sidesOf } from '../../src/views/different/answers';
import { mustInstallFirst, readCode } from '../../src/views/enrol/platform';
import { staleness } from '../../src/views/frame/stale';
import { agencyTime, ageWords } from '../../src/views/parts/agency-time';
import { personInside, personName } from '../../src/views/parts/persons';
import { valueWords } from '../../src/views/parts/value-words';
import { dayOf } from '../../src/views/today/day';
import { missingWords, readinessOf, readinessWords } from '../../src/views/today/readiness';
import { clockWords, goesToTheOffice, networkWords } from '../../src/views/trust/trust-facts';
import { unlockWords } from '../../src/views/unlock/door-words';
import { ANA, head, LUZ, MEI, past, reader, record } from './records';

const NOW = new Date('2026-11-18T15:00:00Z');
const time = agencyTime('America/New_York', () => NOW);
const planned = (start: string): Record<string, Json> => ({ state: 'planned', coordinator: ANA, scheduledFor: { start }, type: { code: 'follow-up', display: 'Follow-up' } });

describe("the agency's clock", () => {
  it('says times in the zone of the agency', () => {
    expect(time.when('2026-11-18T14:30:00Z')).toBe('09:30');
    expect(time.when('2026-11-17T22:20:00Z')).toBe('yesterday 17:20');
    expect(time.when('2026-11-02T14:30:00Z')).toBe('Nov 2 09:30');
    expect(time.weekday('2026-11-18T14:30:00Z')).toBe('Wed Nov 18');
    expect(time.day('2025-11-02T14:30:00Z')).toBe('Nov 2, 2025');
  });

  it('takes the tablet\'s own zone where the agency\'s is unknown', () => {
    expect(agencyTime('No/Where', () => NOW).time('2026-11-18T14:30:00Z')).toMatch(/^\d{2}:\d{2}$/u);
  });

  it('says ages in minutes, hours and days', () => {
    expect(['2026-11-18T14:48:00Z', '2026-11-18T13:00:00Z', '2026-11-14T15:00:00Z'].map((at) => ageWords(at, NOW))).toEqual(['12 min', '2 h', '4 days']);
  });
});

const PHQ_9 = 'https://doorstep.invalid/fhir/Questionnaire/phq-9';

describe('readiness', () => {
  const questionnaire = { resourceType: 'Questionnaire', url: PHQ_9, version: '1', title: 'F', item: [{ linkId: '1', text: 'Q', type: 'string' }] };
  const form = record('form', { url: PHQ_9, version: '1', visitTypes: ['follow-up'], questionnaire }, { patient: 'library' });
  const agency = record('agency', { name: 'A' }, { patient: 'library' });
  const patient = record('patient', {}, { id: LUZ });
  const visit = record('visit', planned('2026-11-18T14:00:00Z'));

  it('is claimed only when chart, forms and numbers are on the tablet', () => {
    const ready = readinessOf(reader([patient, form, agency, visit]), [visit]);
    expect(ready).toMatchObject({ of: 1, ready: 1, notReady: [] });
    expect(readinessWords(ready, '07:42')).toBe('1 visit ready, as of 07:42.');
  });

  it.each([
    ['chart', [form, agency]],
    ['forms', [patient, agency]],
    ["office's numbers", [patient, form]],
  ])('names what is missing: %s', (missing, there) => {
    expect(readinessOf(reader([...there, visit]), [visit]).notReady[0]?.missing).toEqual([missing]);
  });

  it('is not claimed before each screen opens without a network', () => {
    expect(readinessOf(reader([patient, form, agency, visit]), [visit], false).notReady[0]?.missing).toEqual(["Doorstep's own screens"]);
  });

  it('waits for charts that are still arriving', () => {
    const store = reader([patient, form, agency, visit], { arrival: { patients: 24, done: 9, complete: false } });
    const ready = readinessOf(store, [visit]);
    expect(ready.notReady[0]?.missing).toEqual(['history']);
    expect(readinessWords(ready, null)).toBe('0 of 1 visit ready.');
  });

  it('says once what several lack, and offers the visits all the same without a network', () => {
    const lacks = (missing: string[]) => ({ visit: record('visit', {}), patient: undefined, missing });
    const notReady = [lacks(['forms']), lacks(['forms']), lacks(['forms', 'medicines'])];
    const names = ['Okafor', 'Hall', 'Delgado'];
    const words = (online: boolean): string[] => {
      const left = [...names];
      return missingWords({ of: 4, ready: 1, notReady }, () => left.shift() ?? '', online);
    };
    expect(words(true)).toEqual(['Okafor and Hall: forms missing', 'Delgado: forms, medicines missing']);
    expect(words(false)).toEqual([
      'Okafor and Hall are not complete on this tablet: forms. You can still do these visits.',
      'Delgado is not complete on this tablet: forms, medicines. You can still do the visit.',
    ]);
  });

  it('is not claimed for a form that does not open', () => {
    const broken = record('form', { url: PHQ_9, version: '1', visitTypes: [], questionnaire: { resourceType: 'Questionnaire' } }, { patient: 'library' });
    expect(readinessOf(reader([patient, broken, agency, visit]), [visit]).ready).toBe(0);
  });
});

describe('the day', () => {
  it('holds planned visits of today, and open and unsigned ones of any day', () => {
    const visits = [
      record('visit', planned('2026-11-18T18:00:00Z')),
      record('visit', planned('2026-11-19T14:00:00Z')),
      record('visit', { ...planned('2026-11-17T14:00:00Z'), state: 'ended' }),
      record('visit', { ...planned('2026-11-18T13:00:00Z'), state: 'signed' }),
      record('visit', { ...planned('2026-11-18T13:00:00Z'), coordinator: MEI }),
    ];
    const day = dayOf(reader(visits), '2026-11-18', '2026-11-19', time.date);
    expect(day.todo.map(({ id }) => id)).toEqual([visits[2]?.id, visits[0]?.id]);
    expect(day.done.map(({ id }) => id)).toEqual([visits[3]?.id]);
    expect(day.tomorrow).toHaveLength(1);
  });
});

describe('a chart', () => {
  it('counts allergies of both sides while they differ', () => {
    const refuted = record('allergy', { clinicalStatus: 'refuted' });
    const differing = record('allergy', { clinicalStatus: [head('active'), head('resolved')] });
    const store = reader([refuted, differing]);
    expect(activeAllergies(store, LUZ)).toEqual([differing]);
    expect(allergiesUnsettled([differing])).toBe(true);
  });

  it('gives the numbers in the order in which they are to be tried, whatever the ids of their rows', () => {
    const rows = { 'phones/a/value': '740-555-0102', 'phones/b/value': '740-555-0101', 'phones/b/rank': 2, 'phones/c/value': '740-555-0100', 'phones/c/rank': 1 };
    expect(phonesOf(record('patient', rows, { id: LUZ })).map((phone) => (phone as { value: string }).value)).toEqual(['740-555-0100', '740-555-0101', '740-555-0102']);
  });

  it('warns where two of your patients share a last name or a birth date', () => {
    const luz = record('patient', { name: { family: 'Delgado' }, birthDate: '1938-06-09' });
    const ana = record('patient', { name: { family: 'DELGADO' }, birthDate: '1950-01-01' });
    const theo = record('patient', { name: { family: 'Hall' }, birthDate: '1938-06-09' });
    const ruth = record('patient', { name: { family: 'Okafor' }, birthDate: '1941-02-03' });
    const all = [luz, ana, theo, ruth];
    expect(all.map((one) => hasNameAlert(all, one))).toEqual([true, true, true, false]);
  });

  it('lists what others changed since your last visit, and not what you changed', () => {
    const before = record('visit', { state: 'approved', coordinator: ANA, startedAt: '2026-11-02T10:00:00Z', endedAt: '2026-11-02T11:00:00Z' });
    const since = lastHere(visitsOf(reader([before]), LUZ), ANA, NOW.toISOString());
    expect(since).toBe('2026-11-02T11:00:00Z');
    const medicine = record('medication', { dose: [head('40 mg', { at: '2026-11-05T10:00:00Z' })], status: 'active' });
    const mine = record('goal', { target: [head('daily', { at: '2026-11-05T10:00:00Z', by: ANA })] });
    expect(changesSince([medicine, mine], since ?? '', ANA).map(({ field, after }) => [field, after.value])).toEqual([['dose', '40 mg']]);
  });

  it('starts the visit that is due, not one of another day', () => {
    const later = record('visit', planned('2026-11-20T14:00:00Z'));
    const due = record('visit', planned('2026-11-18T14:00:00Z'));
    expect(dueVisit([later, due], ANA, '2026-11-18', time.date)).toBe(due);
    expect(dueVisit([later], ANA, '2026-11-18', time.date)).toBeUndefined();
  });
});

describe('different answers', () => {
  it('say what each author had seen', () => {
    const mine = head('2 a week', { by: ANA });
    const old = past('1 a week', 'next' as Stamp, { at: '2026-11-02T10:00:00Z' });
    mine.saw = old.stamps;
    const theirs = head('daily', { saw: old.stamps });
    const goal = record('goal', { target: [mine, theirs] });
    goal.fields.target?.past.push(old);
    expect([mine, theirs].map((each) => seenBy(goal, 'target', each)?.value)).toEqual(['1 a week', '1 a week']);
  });

  it('of one form are two whole sides, so that no third score can come of them', () => {
    const assessment = record('assessment', {
      'answers/a': [head('x', { by: ANA, device: 't' }), head('y', { by: MEI })],
      'answers/b': 'same',
    });
    const sides = sidesOf(assessment);
    expect(sides.map(({ by, values }) => [by, values.map(({ value }) => value)])).toEqual([[ANA, ['x', 'same']], [MEI, ['y', 'same']]]);
  });

  it.each([
    [['received', 'ended'], 'ended', 'coordinator', true],
    [['received', 'ended'], 'received', 'coordinator', false],
    [['received', 'ended'], 'ended', 'reviewer', false],
    [['ended', 'not-home'], 'ended', 'coordinator', false],
  ] as const)('between the states %j of a visit: %s is %s’s to keep', (states, kept, role, refused) => {
    const visit = record('visit', { state: states.map((state) => head(state)) });
    expect(opensWhatIsSigned(visit, 'state', kept, role)).toBe(refused);
  });

  it('about code status and allergies are decided with a source', () => {
    expect(reasonsFor('patient', 'codeStatus').map(({ code }) => code)).toContain('document-seen');
    expect(reasonsFor('goal', 'target').map(({ code }) => code)).toEqual(['patient-said', 'order', 'error']);
  });
});

describe('words of values', () => {
  it.each([
    ['goal', 'due', '2026-12-03', 'Dec 3, 2026'],
    ['patient', 'birthDate', '1941-02-03', 'Feb 3, 1941'],
    ['patient', 'codeStatus', { code: 'dnr' }, 'DNR'],
    ['patient', 'phones', [{ value: '555', use: 'home' }], '555, home'],
    ['need', 'wants', 'now', 'Wants help now'],
    ['assessment', 'answers/44250-9', { answer: [{ valueCoding: { code: 'a', display: 'Several days' } }] }, 'Several days'],
    ['goal', 'state', 'on-hold', 'On hold'],
    ['coverage', 'status', 'active', 'Active'],
    ['condition', 'clinicalStatus', 'entered-in-error', 'Entered in error'],
    ['goal', 'expressedBy', 'patient', 'Patient'],
    ['goal', 'target', null, ''],
    [
      'referral', 'target',
      { address: '785 Main St, Elm, OH 43902', directory: '1333e12b-efcc-522a-8b9c-ec067df65eae', name: 'Elm Kitchen', phone: '614-555-0125', postalCode: '43902' },
      'Elm Kitchen, 614-555-0125, 785 Main St, Elm, OH 43902',
    ],
    ['coverage-check', 'plan', { payer: 'Medicare', plan: 'Medicare Part A and B' }, 'Medicare Part A and B'],
    ['coverage-check', 'plan', { payer: 'Bay Health', plan: 'Gold HMO' }, 'Bay Health, Gold HMO'],
    ['facility_options', 'placement', { facility: '1333e12b-efcc-522a-8b9c-ec067df65eae', name: 'Oak Terrace' }, 'Oak Terrace'],
  ])('%s %s', (kind, field, value, words) => {
    expect(valueWords(kind, field, value)).toBe(words);
  });
});

describe('a person beside her work', () => {
  const me = { id: 'ana' as PersonId, name: 'Ana Ruiz', role: 'coordinator' as const };
  const store = { me, person: (id: PersonId) => (id === 'rina' ? { ...me, id, name: 'Rina Patel' } : undefined) };

  it.each([
    ['ana', 'You', 'you'],
    ['rina', 'Rina Patel', 'Rina Patel'],
    ['gone', 'Someone at the agency', 'Someone at the agency'],
  ])('%s is named alone and within a sentence', (id, alone, inside) => {
    expect([personName(store, id), personInside(store, id)]).toEqual([alone, inside]);
  });
});

describe('at the door', () => {
  it('says how many tries are left, and how long to wait', () => {
    expect(unlockWords(new Error('no', { cause: { triesLeft: 4, waitSeconds: 0 } }))).toBe("That didn't unlock. 4 tries left before a 30-second wait.");
    expect(unlockWords(new Error('no', { cause: { triesLeft: 0, waitSeconds: 30 } }))).toBe("That didn't unlock. Wait 30 s, then try again.");
    expect(unlockWords(new Error('closed'))).toBe("That didn't unlock.");
  });

  it('asks to install first on an iPad, also where it calls itself a Mac', () => {
    const ipad = { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)', maxTouchPoints: 5, standalone: false };
    expect(mustInstallFirst(ipad)).toBe(true);
    expect(mustInstallFirst({ ...ipad, standalone: true })).toBe(false);
    expect(mustInstallFirst({ ...ipad, maxTouchPoints: 0 })).toBe(false);
  });

  it('reads a code with the spaces of handwriting', () => {
    expect(readCode(' ABCD 1234 ')).toBe('ABCD1234');
  });
});

describe('what this tablet knows', () => {
  it.each([['2026-11-18T10:00:00Z', 'fresh'], ['2026-11-17T10:00:00Z', 'line'], ['2026-11-15T10:00:00Z', 'banner'], [null, 'fresh']] as const)(
    'from %s is %s', (at, expected) => {
      expect(staleness(at, NOW)).toBe(expected);
    },
  );

  it('says how wrong its clock is only when it matters', () => {
    expect(clockWords(20_000)).toBe('clock right');
    expect(clockWords(11_400_000)).toContain('3 h 10 min fast');
    expect(clockWords(null)).toBe('clock not compared yet');
  });

  it.each([['open', true], ['signed', true], ['not-home', false], ['cancelled', false]])('waits for "Visit received" only where there is a visit to receive: %s', (state, waits) => {
    expect(goesToTheOffice(record('visit', { state }))).toBe(waits);
  });

  it('says why nothing is sent', () => {
    const panel = {
      online: false, since: '2026-11-18T13:12:00Z', waiting: 1, oldestWaiting: null, visits: [], lastPull: null, held: [], setAside: [], repairs: [],
      storageProtected: null, freeBytes: null, clockSkewMs: null, hindrance: null, retryAt: null, app: '',
    };
    expect(networkWords(panel, time.when, NOW)).toBe('Offline since 08:12. Sending starts by itself when there is a network.');
    expect(networkWords({ ...panel, hindrance: 'The server did not answer.', retryAt: '2026-11-18T15:00:40Z' }, time.when, NOW))
      .toBe('The server did not answer. Trying again in 40 s.');
  });
});
