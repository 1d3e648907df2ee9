/** One rule from its dates, as `sync/deadlines/windows.py` has it; `tests/vectors/deadlines.json` holds both to it. */
import type { DeadlineRule } from './generated/deadlines';
import { type Calendar, daysAfter, daysBetween, hoursAfter, OutOfCalendar } from './deadline-calendar';
import { isObject } from './reading';

export interface Limits {
  visitSignedHours: number;
  returnedVisitHours: number;
  urgentNeedHours: number;
  silentTabletHours: number;
  transitionStepHours: number;
  coverageCheckDays: number;
  contactDays: number;
  /** The first contact after a move: from so long after the arrival, until so long after it. */
  contactFromHours: number;
  contactUntilHours: number;
}

/** What holds where neither the agency nor a setting says otherwise. */
export const BY_DEFAULT: Limits = {
  visitSignedHours: 24,
  returnedVisitHours: 24,
  urgentNeedHours: 1,
  silentTabletHours: 24,
  transitionStepHours: 24,
  coverageCheckDays: 90,
  contactDays: 14,
  contactFromHours: 48,
  contactUntilHours: 72,
};
const LONGEST = 10_000;

/** The agency's `deadlineLimits`; what is not set there, or makes no sense, is as by default. */
export const limitsOf = (given: unknown): Limits => {
  const limits = { ...BY_DEFAULT };
  for (const name of Object.keys(BY_DEFAULT) as (keyof Limits)[]) {
    const value = isObject(given) ? given[name] : undefined;
    if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LONGEST) limits[name] = Number(value);
  }
  return limits;
};

/** One occurrence of a rule. `anchor` names the occurrence and stays when a date is corrected. */
export interface Window {
  anchor: string;
  /** The name of the fact that its time is counted from. */
  fact: string;
  /** That fact: a moment or a day. */
  from: string;
  opens: string | null;
  due: string;
}

export type Facts = Readonly<Record<string, string | number | null | undefined>>;
type Compute = (facts: Facts, calendar: Calendar, limits: Limits) => Window[];

const VISIT_HOURS = 48;
const STAY_HOURS = 24;
const ASSESSMENT_DAYS = 5;
const PERIOD_DAYS = 60;
const WINDOW_DAYS = 5;
const REVIEW_DAYS = 60;
const DISCHARGE_BUSINESS_DAYS = 5;
const TRANSFER_BUSINESS_DAYS = 2;
const LONGEST_INTERVAL = 366;
const CONTACT_DAYS = [7, 14, 30];
/** The code of the first contact after a move, named after its usual hours whatever a setting's are. */
export const FIRST_CONTACT = '48-72-h';
const REFERRAL_HOURS: Readonly<Record<string, number>> = {
  'urgent requested': 4,
  'urgent accepted': 24,
  'routine requested': 48,
  'routine accepted': 120,
  'routine in-progress': 336,
  'routine on-hold': 336,
};

const text = (facts: Facts, name: string): string => {
  const value = facts[name];
  return typeof value === 'string' ? value : '';
};

const within = (anchor: string, fact: string, from: string, hours: number): Window[] =>
  from === '' ? [] : [{ anchor, fact, from, opens: null, due: hoursAfter(from, hours) }];

const business = (fact: string, days: number): Compute => (facts, calendar) => {
  const from = text(facts, fact);
  return from === '' ? [] : [{ anchor: '', fact, from, opens: null, due: calendar.ends(calendar.businessDay(from, days)) }];
};

const initialVisit: Compute = (facts, calendar) => {
  const ordered = text(facts, 'orderedStart');
  if (ordered !== '') {
    return [{ anchor: '', fact: 'orderedStart', from: ordered, opens: calendar.begins(ordered), due: calendar.ends(ordered) }];
  }
  const [referral, home] = [text(facts, 'referralReceived'), text(facts, 'returnedHome')];
  const fact = referral !== '' && (home === '' || referral <= home) ? 'referralReceived' : 'returnedHome';
  return within('', fact, text(facts, fact), VISIT_HOURS);
};

const comprehensiveAssessment: Compute = (facts, calendar) => {
  const from = text(facts, 'startOfCare');
  if (from === '') return [];
  return [{ anchor: '', fact: 'startOfCare', from, opens: calendar.begins(from), due: calendar.ends(daysAfter(from, ASSESSMENT_DAYS)) }];
};

const recertification: Compute = (facts, calendar) => {
  const [from, first, last] = [text(facts, 'startOfCare'), text(facts, 'from'), text(facts, 'until')];
  if (from === '' || first === '' || last === '') return [];
  const begin = Math.max(0, Math.floor(daysBetween(from, first) / PERIOD_DAYS));
  const end = Math.floor(daysBetween(from, last) / PERIOD_DAYS);
  const found: Window[] = [];
  for (let number = begin; number <= end; number += 1) {
    const day = daysAfter(from, PERIOD_DAYS * (number + 1) - 1);
    found.push({
      anchor: `period-${number + 1}`,
      fact: 'startOfCare',
      from,
      opens: calendar.begins(daysAfter(day, 1 - WINDOW_DAYS)),
      due: calendar.ends(day),
    });
  }
  return found;
};

const resumptionVisit: Compute = (facts) => {
  const [back, admitted] = [text(facts, 'returnedHome'), text(facts, 'admitted')];
  if (back === '' || (admitted !== '' && hoursAfter(admitted, STAY_HOURS) > back)) return [];
  return within(text(facts, 'stay'), 'returnedHome', back, VISIT_HOURS);
};

const planReview: Compute = (facts, calendar) => {
  const from = text(facts, 'reviewed');
  return from === '' ? [] : [{ anchor: '', fact: 'reviewed', from, opens: null, due: calendar.ends(daysAfter(from, REVIEW_DAYS)) }];
};

const referralAnswer: Compute = (facts) => {
  const state = text(facts, 'state');
  const hours = REFERRAL_HOURS[`${text(facts, 'priority') || 'routine'} ${state}`];
  return hours === undefined ? [] : within(state, 'since', text(facts, 'since'), hours);
};

const coverageCheck: Compute = (facts, calendar, limits) => {
  const [until, checked] = [text(facts, 'goodUntil'), text(facts, 'checked')];
  if (until !== '') return [{ anchor: '', fact: 'goodUntil', from: until, opens: null, due: calendar.ends(until) }];
  if (checked === '') return [];
  const due = calendar.ends(daysAfter(checked, limits.coverageCheckDays));
  return [{ anchor: '', fact: 'checked', from: checked, opens: null, due }];
};

const callBack: Compute = (facts) => {
  const from = text(facts, 'promisedAt');
  return from === '' ? [] : [{ anchor: `call-${text(facts, 'call')}`, fact: 'promisedAt', from, opens: null, due: from }];
};

const unagreedSharing: Compute = (facts) => {
  const from = text(facts, 'sentAt');
  return from === '' ? [] : [{ anchor: '', fact: 'sentAt', from, opens: null, due: from }];
};

const returnedVisit: Compute = (facts, _calendar, limits) => {
  const [from, asked] = [text(facts, 'returnedAt'), text(facts, 'answerBy')];
  if (from === '') return [];
  return [{ anchor: `round-${facts['round'] ?? 1}`, fact: 'returnedAt', from, opens: null, due: asked || hoursAfter(from, limits.returnedVisitHours) }];
};

const contactDue: Compute = (facts, calendar, limits) => {
  const [last, start] = [text(facts, 'lastContact'), text(facts, 'startOfCare')];
  if (last === '' && start === '') return [];
  const every = Number(facts['every'] ?? 0);
  const days = Number.isInteger(every) && every >= 1 && every <= LONGEST_INTERVAL ? every : limits.contactDays;
  const day = last === '' ? start : calendar.dayOf(last);
  return [{ anchor: '', fact: last === '' ? 'startOfCare' : 'lastContact', from: last || start, opens: null, due: calendar.ends(daysAfter(day, days)) }];
};

const transitionContact: Compute = (facts, calendar, limits) => {
  const from = text(facts, 'arrivedAt');
  if (from === '') return [];
  const [day, fact] = [calendar.dayOf(from), 'arrivedAt'];
  const later = CONTACT_DAYS.map((days): Window => ({
    anchor: `${days}-d`, fact, from, opens: calendar.begins(daysAfter(day, days - 1)), due: calendar.ends(daysAfter(day, days)),
  }));
  // Set by hand, the two may be the wrong way round: it is open by the time that it is due.
  const opens = hoursAfter(from, Math.min(limits.contactFromHours, limits.contactUntilHours));
  return [{ anchor: FIRST_CONTACT, fact, from, opens, due: hoursAfter(from, limits.contactUntilHours) }, ...later];
};

const transitionNext: Compute = (facts, calendar) => {
  const from = text(facts, 'nextDue');
  return from === '' ? [] : [{ anchor: from, fact: 'nextDue', from, opens: null, due: calendar.ends(from) }];
};

const COMPUTE: Readonly<Record<DeadlineRule, Compute>> = {
  'initial-visit': initialVisit,
  'comprehensive-assessment': comprehensiveAssessment,
  recertification,
  'resumption-visit': resumptionVisit,
  'discharge-summary': business('discharged', DISCHARGE_BUSINESS_DAYS),
  'transfer-summary': (facts, calendar, limits) =>
    business(text(facts, 'learned') === '' ? 'transferred' : 'learned', TRANSFER_BUSINESS_DAYS)(facts, calendar, limits),
  'plan-review': planReview,
  'referral-answer': referralAnswer,
  'coverage-check': coverageCheck,
  'unagreed-sharing': unagreedSharing,
  'call-back': callBack,
  'visit-signed': (facts, _calendar, limits) => within('', 'endedAt', text(facts, 'endedAt'), limits.visitSignedHours),
  'returned-visit': returnedVisit,
  'urgent-need': (facts, _calendar, limits) => within('', 'raisedAt', text(facts, 'raisedAt'), limits.urgentNeedHours),
  'contact-due': contactDue,
  'transition-step': (facts, _calendar, limits) => within('', 'asked', text(facts, 'asked'), limits.transitionStepHours),
  'transition-next': transitionNext,
  'transition-contact': transitionContact,
  'silent-tablet': (facts, _calendar, limits) => (facts['unsent'] ? within('', 'lastContact', text(facts, 'lastContact'), limits.silentTabletHours) : []),
};

/** Compute one rule. A date at the end of the calendar, which somebody mistyped, is due never. */
export const windows = (rule: DeadlineRule, facts: Facts, calendar: Calendar, limits: Limits): Window[] => {
  try {
    return COMPUTE[rule](facts, calendar, limits);
  } catch (problem) {
    if (problem instanceof OutOfCalendar) return [];
    throw problem;
  }
};
