/**
 * The deadlines of one patient from the records of her chart, as `sync/deadlines/chart.py` finds them: the
 * tablet knows what is due without a network. Where people gave different answers the earlier date counts.
 * Rule, subject and anchor say which deadline it is: the server makes the id of its record of these three.
 */
import { calendarOf, type Calendar } from './deadline-calendar';
import { saidOf, wordsOf } from './deadline-closing';
import { movesOf, reachedAt, summariesSent } from './deadline-moves';
import { keptAnswer, promises } from './deadline-insurance';
import { limitsOf, windows, type Facts, type Limits, type Window } from './deadline-rules';
import type { DeadlineRule } from './generated/deadlines';
import type { Setting } from './settings';
import { anyValue, headsOf, isDeleted, isObject, listOf, rowIds, type RecordLike } from './reading';
import { unagreed } from './sharing';

export interface ChartRecord extends RecordLike {
  created: { at: string; by?: string; visit: string | null };
}

export interface Deadline extends Window {
  rule: DeadlineRule;
  subject: string;
  /** The record that the fact stands in. */
  evidence: string;
  /** When it was done, be it late. */
  met: string | null;
  /** Whose it is until somebody assigns it. */
  owner: string | null;
  /** Since when it is the owner's because it was handed over: whose it was before is over. */
  given?: string;
}

export interface AgencyDays {
  calendar: Calendar;
  limits: Limits;
  today: string;
  /** Rules that do not hold in the patient's settings of care. */
  off?: ReadonlySet<string>;
}

/** Calendar and limits of the agency's record. What a setting says of limits gives way to what the agency says itself. */
export const agencyDays = (agency: RecordLike | undefined, now: Date, setting?: Pick<Setting, 'off' | 'limits'>): AgencyDays => {
  const zone = anyValue(agency, 'timezone');
  const holidays = listOf(anyValue(agency, 'holidays')).filter((day) => typeof day === 'string');
  const calendar = calendarOf(typeof zone === 'string' ? zone : '', holidays);
  const own = anyValue(agency, 'deadlineLimits');
  const limits = limitsOf({ ...setting?.limits, ...(isObject(own) ? own : {}) });
  return { calendar, limits, today: calendar.dayOf(now.toISOString()), ...(setting ? { off: setting.off } : {}) };
};

const START_OF_CARE = 'start-of-care';
const RECERTIFICATION = 'recertification';
const NOT_MADE = ['not-home', 'cancelled'];
const AHEAD = ['planned', 'open', 'ended'];
const UNSIGNED = ['open', 'ended'];
const DECIDED = ['returned', 'approved'];
const REACHED = ['reached'];
/** With whom a contact says how the patient is. */
const CLOSE = ['patient', 'caregiver'];
/** They have an owner of their own once somebody handed them over. */
const HANDED = ['referral', 'need'];
const handedTo = (subject: RecordLike): { owner: string; given: string } | null => {
  if (!HANDED.includes(subject.kind)) return null;
  const found = headsOf(subject, 'owner').flatMap(({ value, at }) => (typeof value === 'string' && value !== '' ? [{ owner: value, given: at }] : []));
  return found.sort((a, b) => (`${a.owner} ${a.given}` < `${b.owner} ${b.given}` ? -1 : 1))[0] ?? null;
};
const RAISED = ['confirmed', 'closed'];

const least = (found: (string | null | undefined)[]): string | null =>
  found.reduce<string | null>((first, one) => (one && (first === null || one < first) ? one : first), null);
const texts = (record: RecordLike, field: string): string[] =>
  headsOf(record, field).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
const first = (record: RecordLike, field: string): string | null => least(texts(record, field));
const last = (record: RecordLike, field: string): string | null => texts(record, field).sort().at(-1) ?? null;
const partsOf = (record: RecordLike, field: string, part: string): string[] =>
  headsOf(record, field).flatMap(({ value }) => (isObject(value) && typeof value[part] === 'string' ? [value[part]] : []));
/** Since when a record stands in none of these states; null while some head says that it does. */
const left = (record: RecordLike, states: readonly string[]): string | null => {
  const heads = headsOf(record, 'state');
  return heads.some(({ value }) => states.includes(String(value))) ? null : least(heads.map(({ at }) => at));
};
const entered = (record: RecordLike, states: readonly string[]): string | null =>
  least(headsOf(record, 'state').filter(({ value }) => states.includes(String(value))).map(({ at }) => at));
const planned = (visit: RecordLike): string => least(partsOf(visit, 'scheduledFor', 'start')) ?? '';
/** Each state that a record stood in, last since when, and until when; null while some head says that it does. */
const stoodIn = (record: RecordLike): [string, { since: string; until: string | null }][] => {
  const field = record.fields['state'];
  const found = new Map<string, { since: string; until: string | null }>();
  const older = (a: { at: string }, b: { at: string }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
  for (const { value, at, until } of [...(field?.past ?? [])].sort(older)) found.set(String(value), { since: at, until: until ?? null });
  for (const { value, at } of [...(field?.heads ?? [])].sort(older).reverse()) found.set(String(value), { since: at, until: null });
  return [...found];
};
const allIn = (record: RecordLike, field: string, wanted: readonly string[]): boolean => {
  const found = texts(record, field);
  return found.length > 0 && found.every((one) => wanted.includes(one));
};

/** Every deadline of a chart, met ones included, the next one first. */
export const deadlinesOf = (records: readonly ChartRecord[], { calendar, limits, today, off }: AgencyDays): Deadline[] => {
  const of = (kind: string): ChartRecord[] => records.filter((record) => record.kind === kind && !isDeleted(record));
  const visits = of('visit');
  const isMade = (visit: RecordLike): boolean => {
    const states = texts(visit, 'state');
    return states.length > 0 && states.some((state) => !NOT_MADE.includes(state));
  };
  const started = visits
    .filter(isMade)
    .flatMap((visit) => {
      const at = first(visit, 'startedAt');
      return at === null ? [] : [{ at, visit }];
    })
    .sort((a, b) => (a.at < b.at || (a.at === b.at && a.visit.id < b.visit.id) ? -1 : 1));
  const isOf = (visit: RecordLike, type: string): boolean => partsOf(visit, 'type', 'code').includes(type);
  const firstVisit = (since: string): string | null => started.find(({ at }) => at >= since)?.at ?? null;

  /** The coordinator of the visit that it is about, else of the patient's next one, else of her last. */
  const ownerOf = (subject: ChartRecord): string | null => {
    const named = [first(subject, 'visit'), subject.created.visit];
    let about = subject.kind === 'visit' ? [subject] : named.flatMap((one) => visits.filter(({ id }) => id === one));
    if (about.length === 0) {
      const order = [...visits].sort((a, b) => (planned(a) < planned(b) || (planned(a) === planned(b) && a.id < b.id) ? -1 : 1));
      about = [...order.filter((visit) => texts(visit, 'state').some((state) => AHEAD.includes(state))), ...order.reverse()];
    }
    return about.map((visit) => first(visit, 'coordinator')).find((owner) => owner !== null) ?? null;
  };

  const make = (rule: DeadlineRule, subject: ChartRecord, facts: Facts): Deadline[] =>
    (off?.has(rule) ? [] : windows(rule, facts, calendar, limits)).map((window) => ({
      ...window, rule, subject: subject.id, evidence: subject.id, met: null, owner: ownerOf(subject), ...handedTo(subject),
    }));

  const startOfCare = (patient: ChartRecord): { day: string | null; evidence: string } => {
    const day = first(patient, 'startOfCare');
    const begun = started.find(({ visit }) => isOf(visit, START_OF_CARE));
    if (day !== null || !begun) return { day, evidence: patient.id };
    return { day: calendar.dayOf(begun.at), evidence: begun.visit.id };
  };

  const initial = (patient: ChartRecord): Deadline[] => {
    const [referralReceived, returnedHome, orderedStart] = ['referralReceived', 'returnedHome', 'orderedStart'].map((name) => first(patient, name));
    const known = [referralReceived, returnedHome, orderedStart ? calendar.begins(orderedStart) : null];
    return make('initial-visit', patient, { referralReceived, returnedHome, orderedStart }).map((one) => ({ ...one, met: firstVisit(least(known) ?? '') }));
  };

  const stays = (patient: ChartRecord): Deadline[] =>
    rowIds(patient, 'stays').flatMap((stay) => {
      const [admitted, returnedHome] = ['admitted', 'returnedHome'].map((part) => first(patient, `stays/${stay}/${part}`));
      return make('resumption-visit', patient, { stay, admitted, returnedHome }).map((one) => ({ ...one, met: firstVisit(one.from) }));
    });

  /** A summary can be written once the care is over: what was sent on the day itself counts. */
  const discharge = (patient: ChartRecord): Deadline[] => {
    const sent = summariesSent(of('transition'), 'discharge-summary');
    return make('discharge-summary', patient, { discharged: first(patient, 'discharged') })
      .filter(({ due }) => due >= patient.created.at)
      .map((one) => ({ ...one, met: sent.find((at) => at >= calendar.begins(one.from)) ?? null }));
  };

  const moves = (died: boolean): Deadline[] =>
    movesOf(of('transition'), calendar, died).flatMap(({ rule, subject, facts, met, owner }) =>
      make(rule, subject, facts).map((one) => ({ ...one, met: met[one.anchor] ?? null, owner: owner ?? one.owner })));

  const care = (patient: ChartRecord): Deadline[] => {
    const { day, evidence } = startOfCare(patient);
    const signed = visits.filter((visit) => isOf(visit, START_OF_CARE)).flatMap((visit) => partsOf(visit, 'signature', 'at'));
    const assessed = make('comprehensive-assessment', patient, { startOfCare: day })
      .filter(({ due }) => due >= patient.created.at)
      .map((one) => ({ ...one, met: least(signed), evidence }));
    const periods = make('recertification', patient, { startOfCare: day, from: calendar.dayOf(patient.created.at), until: today });
    const certified = periods.map((one, place) => {
      const until = periods[place + 1]?.opens ?? null;
      const fitting = started.find(({ at, visit }) => isOf(visit, RECERTIFICATION) && at >= (one.opens ?? ''));
      return { ...one, evidence, met: fitting && (until === null || fitting.at < until) ? fitting.at : null };
    });
    return [...assessed, ...certified];
  };

  const reviews = (): Deadline[] =>
    of('plan').flatMap((plan) => {
      const agreed = entered(plan, ['active']);
      return agreed === null ? [] : make('plan-review', plan, { reviewed: last(plan, 'reviewed') ?? calendar.dayOf(agreed) });
    });

  const insurance = (): Deadline[] =>
    of('coverage-check').flatMap((check) => {
      const kept = keptAnswer(check);
      const promised = promises(check).flatMap(({ facts, met }) => make('call-back', check, facts).map((one) => ({ ...one, met })));
      return [...(kept === null ? [] : make('coverage-check', check, kept)), ...promised];
    });

  /** In touch again: what one says reached her and another does not counts for nothing, nor does what lies ahead. */
  const contacts = (patient: ChartRecord): Deadline[] => {
    const reached = of('contact_log').flatMap((call) => {
      const at = first(call, 'at');
      return at !== null && allIn(call, 'outcome', REACHED) && allIn(call, 'with', CLOSE) ? [{ at, id: call.id }] : [];
    });
    const seen = started.map(({ at, visit }) => ({ at, id: visit.id }));
    const after = of('transition').flatMap((move) => reachedAt(move).map((at) => ({ at, id: move.id })));
    const past = [...reached, ...seen, ...after].filter(({ at }) => calendar.dayOf(at) <= today).sort((a, b) => (a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1));
    const latest = past.at(-1);
    const { day, evidence } = startOfCare(patient);
    // Care that began elsewhere is counted from the day on which the chart came here.
    const came = calendar.dayOf(patient.created.at);
    const start = day === null || day > came ? day : came;
    const days = headsOf(patient, 'contactEvery').flatMap(({ value }) => (Number.isInteger(value) ? [Number(value)] : []));
    const every = days.length > 0 ? Math.min(...days) : null;
    return make('contact-due', patient, { lastContact: latest?.at, startOfCare: start, every }).map((one) => ({ ...one, evidence: latest?.id ?? evidence }));
  };

  /** Visits that were ended to be signed later; one that is signed as it ends owes nothing. */
  const signing = (): Deadline[] =>
    visits.filter(isMade).flatMap((visit) => {
      const ended = new Map(stoodIn(visit)).get('ended');
      if (!ended) return [];
      const met = least(partsOf(visit, 'signature', 'at')) ?? left(visit, UNSIGNED);
      return make('visit-signed', visit, { endedAt: first(visit, 'endedAt') ?? ended.since })
        .filter(({ due }) => due >= visit.created.at)
        .map((one) => ({ ...one, met }));
    });

  const returns = (): Deadline[] =>
    visits.flatMap((visit) => {
      const rounds = new Map<number, { at: string; due: string | null }>();
      for (const { value } of visit.entries['returns'] ?? []) {
        if (!isObject(value) || typeof value['round'] !== 'number' || typeof value['at'] !== 'string') continue;
        const known = rounds.get(value['round']);
        if (known && known.at <= value['at']) continue;
        rounds.set(value['round'], { at: value['at'], due: typeof value['due'] === 'string' ? value['due'] : null });
      }
      return [...rounds].sort(([a], [b]) => a - b).flatMap(([round, { at, due }]) => {
        const after = [...rounds].filter(([later]) => later > round).map(([, later]) => later.at);
        const met = least(after) ?? left(visit, ['returned']);
        return make('returned-visit', visit, { round, returnedAt: at, answerBy: due }).map((one) => ({ ...one, met }));
      });
    });

  const safety = (): Deadline[] =>
    of('safety').flatMap((event) => make('urgent-need', event, { raisedAt: event.created.at }).map((one) => ({ ...one, met: left(event, ['open']) })));

  const needs = (): Deadline[] =>
    of('need').flatMap((need) => {
      const urgent = headsOf(need, 'urgent').some(({ value }) => value === true);
      if (!urgent || !texts(need, 'state').some((state) => RAISED.includes(state))) return [];
      const visit = visits.find(({ id }) => id === need.created.visit);
      const met = least([left(need, ['confirmed']), visit ? entered(visit, DECIDED) : null]);
      return make('urgent-need', need, { raisedAt: need.created.at }).map((one) => ({ ...one, met }));
    });

  const messages = (): Deadline[] =>
    of('message').flatMap((message) => {
      if (!headsOf(message, 'urgent').some(({ value }) => value === true)) return [];
      // What she wrote herself she has seen: that tells nobody.
      const seen = (message.entries['seen'] ?? []).filter(({ by }) => by !== message.created.by).map(({ at }) => at);
      return make('urgent-need', message, { raisedAt: message.created.at }).map((one) => ({ ...one, met: least(seen) }));
    });

  const referrals = (): Deadline[] =>
    of('referral').flatMap((referral) => {
      if (texts(referral, 'state').every((state) => state === 'entered-in-error')) return [];
      const priority = texts(referral, 'priority').includes('urgent') ? 'urgent' : 'routine';
      return stoodIn(referral).flatMap(([state, { since, until }]) =>
        make('referral-answer', referral, { state, since, priority }).map((one) => ({ ...one, met: until })));
    });

  /** What left without an agreement is answered for, whatever became of the patient or the referral. */
  const sharing = (): Deadline[] =>
    of('referral').flatMap((referral) => {
      const found = unagreed(referral, of('consent'), (at) => calendar.dayOf(at));
      return make('unagreed-sharing', referral, { sentAt: found?.at }).map((one) => ({ ...one, met: found?.met ?? null, owner: found?.by ?? one.owner }));
    });

  const ofPatients = of('patient').flatMap((patient) => {
    const died = texts(patient, 'deceased').length > 0;
    const over = died || texts(patient, 'discharged').length > 0;
    const always = [...initial(patient), ...stays(patient), ...discharge(patient), ...moves(died)];
    // Nobody waits for an answer about somebody who has died.
    return [...always, ...(over ? [] : [...care(patient), ...reviews(), ...insurance(), ...contacts(patient)]), ...(died ? [] : referrals()), ...sharing()];
  });
  const words = wordsOf(of('episode'));
  const found = [...ofPatients, ...signing(), ...returns(), ...safety(), ...needs(), ...messages()].flatMap((one): Deadline[] => {
    const said = saidOf(words, one);
    if (said.over) return [];
    return [{ ...one, met: one.met ?? said.met, ...(said.owner && said.given ? { owner: said.owner, given: said.given } : {}) }];
  });
  const key = (one: Deadline): string => `${one.due} ${one.rule} ${one.subject} ${one.anchor}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
};
