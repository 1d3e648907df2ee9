/**
 * Whom to call for an ask, in which order, and how each office stands. It follows from the calls of this ask
 * and from what the agency knows; nothing of it is stored, so that two people's lists never disagree.
 */
import { differ, learn, NOTHING_KNOWN, officeKey, planKey, standing, type Known } from './coverage-answers';
import { daysBetween } from './deadline-calendar';
import { remembering } from './directory-parts';
import type { ChosenAnswer, InsuranceCall, InsurancePlan, KnownAnswer, KnownOffice, LastCall, NextStep, Provider } from './generated/values';
import { anyValue, headsOf, isDeleted, isObject, isUnsettled, listOf, rowIds, textField, textOf, type RecordLike } from './reading';

export interface CallMade {
  id: string;
  by: string;
  pending: boolean;
  call: InsuranceCall;
}

export interface AnswerRecord {
  id: string;
  /** `officeKey` and `planKey`, worked out once. */
  at: string;
  of: string;
  office: KnownOffice;
  plan: InsurancePlan;
  known: Known;
}

export type Stands = 'due' | 'fresh' | 'differ' | 'to-call' | 'expired' | 'tried' | 'later' | 'no';

export interface Office {
  /** NPI or number; the row's id where it has neither. */
  key: string;
  provider: Provider;
  /** Rows of the ask that are this office: two people may have added it. */
  rows: string[];
  /** The library's record of this office and plan. */
  record: string | null;
  answers: KnownAnswer[];
  /** Last answers of this office that nobody decided against say different things. */
  differs: boolean;
  expired: boolean;
  decisions: string[];
  /** Whether one of different answers can be kept: the agency has all of them. */
  decidable: boolean;
  calls: CallMade[];
  callBackAt: string | null;
  /** Calls of today by anybody, the last one last. */
  todays: LastCall[];
  stands: Stands;
}

export interface Day {
  today: string;
  now: string;
  /** Miles from the patient to a ZIP code, where that is known. */
  miles: (zip: string) => number | null;
}

const isCall = (value: unknown): value is InsuranceCall =>
  isObject(value) && typeof value['at'] === 'string' && typeof value['outcome'] === 'string' && isObject(value['provider']);

/** Oldest first. */
export const callsOf = (ask: RecordLike): CallMade[] =>
  (ask.entries['calls'] ?? [])
    .flatMap((entry): CallMade[] =>
      isCall(entry.value) ? [{ id: entry.id, by: entry.by, pending: (entry as { pending?: boolean }).pending === true, call: entry.value }] : [],
    )
    .sort((a, b) => (a.call.at < b.call.at ? -1 : 1));

const isPlan = (value: unknown): value is InsurancePlan => isObject(value) && typeof value['payer'] === 'string' && typeof value['plan'] === 'string';

/** The plan that an ask is about; null while it names none, or while two people say different ones. */
export const planOf = (ask: RecordLike): InsurancePlan | null => {
  const value = anyValue(ask, 'plan');
  return isPlan(value) && !isUnsettled(ask, 'plan') ? value : null;
};

export const specialtyOf = (ask: RecordLike): InsuranceCall['specialty'] | '' =>
  isUnsettled(ask, 'specialty') ? '' : (textField(ask, 'specialty') as InsuranceCall['specialty'] | '');

/** The last day of an insurance that is over before this day, as far as it is known; empty where it holds. */
export const endedBefore = (coverage: RecordLike | undefined, day: string): string => {
  const period = anyValue(coverage, 'period');
  const until = isObject(period) ? textOf(period.end) : '';
  return until !== '' && until < day.slice(0, until.length) ? until : '';
};

const first = (record: RecordLike, field: string): unknown => headsOf(record, field)[0]?.value;

/** What a record of the library says; read once, and again only when it has changed. */
export const readAnswer = remembering((record: RecordLike): AnswerRecord | null => {
  const [office, plan] = [first(record, 'office'), first(record, 'plan')];
  if (!isPlan(plan)) return null;
  const said: KnownOffice = isObject(office) ? office : {};
  return {
    id: record.id,
    at: officeKey(said),
    of: planKey(plan),
    office: said,
    plan,
    known: {
      answers: listOf(first(record, 'answers')) as KnownAnswer[],
      attempts: listOf(first(record, 'attempts')) as LastCall[],
      decisions: listOf(first(record, 'decisions')) as Known['decisions'],
    },
  };
});

/** What this tablet's calls that the server has not told everybody yet say of an office and a plan. */
const ownNews = (asks: readonly RecordLike[], office: string, plan: string, dayOf: (at: string) => string, nameOf: (by: string) => string, days: number): Known =>
  asks.flatMap(callsOf).reduce((known, { id, by, pending, call }) => {
    if (!pending || officeKey(call.provider) !== office || planKey(call.plan) !== plan) return known;
    const [on, askedBy] = [dayOf(call.at), nameOf(by)];
    const attempts = [{ id, at: call.at, on, askedBy, by, outcome: call.outcome }];
    const { accepts } = call;
    const settles = call.outcome === 'answered' && (accepts === 'in-network' || accepts === 'out-of-network' || accepts === 'no');
    const answers: KnownAnswer[] = settles
      ? [{ ...call, id, accepts, specialty: call.specialty, askedAt: call.at, askedOn: on, askedBy, by, goodUntil: call.goodUntil ?? goodUntil(on, days) }]
      : [];
    return learn(known, { answers, attempts, decisions: [] });
  }, NOTHING_KNOWN);

/** What this tablet decided between different answers, and the server has not told everybody yet. */
const ownDecisions = (asks: readonly RecordLike[], record: string): Known => ({
  ...NOTHING_KNOWN,
  decisions: asks.flatMap((ask) => ask.entries['settled'] ?? []).flatMap(({ id, value, ...entry }) =>
    isObject(value) && value['known'] === record && (entry as { pending?: boolean }).pending === true
      ? [{ id, keep: textOf(value['keep']), over: listOf(value['over']).map(textOf) }]
      : [],
  ),
});

export const goodUntil = (day: string, days: number): string => {
  const found = new Date(`${day}T00:00:00Z`);
  found.setUTCDate(found.getUTCDate() + days);
  return found.toISOString().slice(0, 10);
};

export interface Around {
  /** Every ask on this tablet. */
  asks: readonly RecordLike[];
  /** Every answer of the library. */
  library: readonly RecordLike[];
  day: Day;
  dayOf: (at: string) => string;
  nameOf: (person: string) => string;
  /** For how many days an answer is good by default. */
  days: number;
}

/** What is known of an office and a plan on this tablet; `own` are the answers that nobody else has been told yet. */
export interface AnswerHere extends AnswerRecord {
  own: ReadonlySet<string>;
}

/** All that the agency knows, with this tablet's own calls laid over it: asked a minute ago without a network, it is known here. */
export const answersHere = ({ asks, library, dayOf, nameOf, days }: Omit<Around, 'day'>): AnswerHere[] => {
  const told = library.map(readAnswer).filter((one) => one !== null);
  const place = (at: string, of: string): string => `${at} ${of}`;
  const here = new Map(told.map((one) => [place(one.at, one.of), one]));
  const news = new Set<string>();
  for (const { id, pending, call } of asks.flatMap(callsOf)) {
    const [at, of] = [officeKey(call.provider), planKey(call.plan)];
    if (!pending || at === '' || of === '') continue;
    news.add(place(at, of));
    if (!here.has(place(at, of))) here.set(place(at, of), { id, at, of, office: call.provider, plan: call.plan, known: NOTHING_KNOWN });
  }
  return [...here].map(([key, one]) => {
    const answered = news.has(key) ? learn(one.known, ownNews(asks, one.at, one.of, dayOf, nameOf, days)) : one.known;
    const before = new Set(one.known.answers.map(({ id }) => id));
    return { ...one, known: learn(answered, ownDecisions(asks, one.id)), own: new Set(answered.answers.map(({ id }) => id).filter((id) => !before.has(id))) };
  });
};

interface Draft {
  provider: Provider;
  rows: string[];
}

const ORDER: readonly Stands[] = ['due', 'fresh', 'differ', 'to-call', 'expired', 'tried', 'later', 'no'];
const asProvider = (office: KnownOffice): Provider => ({ ...office, name: textOf(office.name) || textOf(office.phone) || textOf(office.npi) });

/** Every office that can be called for an ask, the best to begin with first. */
export const officesOf = (ask: RecordLike, { asks, library, day, dayOf, nameOf, days }: Around): Office[] => {
  const [plan, specialty] = [planOf(ask), specialtyOf(ask)];
  const wanted = plan === null ? '' : planKey(plan);
  const answers = library.map(readAnswer).filter((one) => one !== null);
  const ofPlan = new Map(answers.filter((one) => wanted !== '' && one.of === wanted).map((one) => [one.at, one]));
  const found = new Map<string, Draft>();
  const add = (provider: Provider, row: string | null): void => {
    const key = officeKey(provider) || row || '';
    const there = found.get(key);
    if (there === undefined) found.set(key, { provider, rows: row === null ? [] : [row] });
    else if (row !== null) there.rows.push(row);
  };
  for (const row of rowIds(ask, 'offices')) {
    const provider = first(ask, `offices/${row}/provider`);
    if (isObject(provider) && typeof provider['name'] === 'string') add(provider as unknown as Provider, row);
  }
  const rows = new Set(rowIds(ask, 'offices'));
  // Of an office whose number was mended the old one is not called again.
  for (const { call } of callsOf(ask)) if (!rows.has(call.office)) add(call.provider, null);
  // Offices that take this specialty, from whatever plan somebody once asked them about.
  for (const { office, known } of answers) {
    if (specialty !== '' && known.answers.some((one) => one.specialty === specialty)) add(asProvider(office), null);
  }
  for (const { call, pending } of asks.flatMap(callsOf)) if (pending && call.specialty === specialty && call.outcome === 'answered') add(call.provider, null);
  const taken = new Set(rowsTakenOff(ask));
  return [...found]
    .filter(([key, office]) => office.rows.length > 0 || !taken.has(key))
    .map(([key, office]) => {
      const record = ofPlan.get(key);
      const news = ownNews(asks, key, wanted, dayOf, nameOf, days);
      const known = learn(learn(record?.known ?? NOTHING_KNOWN, news), ownDecisions(asks, record?.id ?? ''));
      const told = new Set(record?.known.answers.map(({ id }) => id));
      return standingOf({ key, ...office, record: record?.id ?? null }, known, told, specialty, callsOf(ask), day);
    })
    .sort((a, b) => inOrder(a, b, day));
};

/** Offices that were known, and that somebody took off the list of this ask. */
const rowsTakenOff = (ask: RecordLike): string[] =>
  Object.keys(ask.fields).flatMap((address) => {
    const [field, row, part] = address.split('/');
    if (field !== 'offices' || part !== 'provider' || !isDeleted(ask, `offices/${row ?? ''}/alive`)) return [];
    const provider = first(ask, address);
    return isObject(provider) ? [officeKey(provider)] : [];
  });

const standingOf = (
  office: Pick<Office, 'key' | 'provider' | 'rows' | 'record'>,
  known: Known,
  told: ReadonlySet<string>,
  specialty: string,
  calls: CallMade[],
  day: Day,
): Office => {
  const answers = standing(known, specialty);
  const mine = calls.filter(({ call }) => (officeKey(call.provider) || call.office) === office.key || office.rows.includes(call.office));
  const last = mine.at(-1)?.call;
  const callBackAt = last?.callBackAt && (last.outcome === 'call-back' || last.accepts === 'not-sure') ? last.callBackAt : null;
  const todays = known.attempts.filter(({ on }) => on === day.today);
  const expired = answers.length > 0 && answers.every((one) => one.goodUntil < day.today);
  const differs = differ(answers);
  const decisions = known.decisions.map(({ id }) => id);
  const decidable = differs && answers.every(({ id }) => told.has(id));
  const made = { ...office, answers, differs, expired, decisions, decidable, calls: mine, callBackAt, todays };
  return { ...made, stands: stands(made, last, day) };
};

const stands = ({ answers, differs, expired, callBackAt, todays }: Omit<Office, 'stands'>, last: InsuranceCall | undefined, day: Day): Stands => {
  if (callBackAt !== null) return callBackAt <= day.now ? 'due' : 'later';
  if (differs) return 'differ';
  const [answer] = answers.slice(-1);
  if (answer !== undefined && !expired) return answer.accepts === 'no' || answer.newPatients === 'no' ? 'no' : 'fresh';
  if (last?.outcome === 'wrong-number') return 'no';
  if (last !== undefined || todays.length > 0) return 'tried';
  return expired ? 'expired' : 'to-call';
};

const freshest = ({ answers }: Office): string => answers.reduce((last, { askedOn }) => (askedOn > last ? askedOn : last), '');

/** By how it stands; then in network before out; then the freshest, the nearest, the name. */
const inOrder = (a: Office, b: Office, day: Day): number => {
  const out = ({ answers }: Office): number => (answers.some(({ accepts }) => accepts === 'in-network') ? 0 : 1);
  const far = ({ provider }: Office): number => day.miles(provider.zip ?? '') ?? Number.MAX_SAFE_INTEGER;
  const listed = ({ rows }: Office): number => (rows.length > 0 ? 0 : 1);
  return (
    ORDER.indexOf(a.stands) - ORDER.indexOf(b.stands) ||
    out(a) - out(b) ||
    (freshest(a) === freshest(b) ? 0 : freshest(a) > freshest(b) ? -1 : 1) ||
    listed(a) - listed(b) ||
    far(a) - far(b) ||
    a.provider.name.localeCompare(b.provider.name)
  );
};

/** The office to call now: whoever promised to call back and did not, then down the list. */
export const nextToCall = (offices: readonly Office[]): Office | undefined =>
  offices.find(({ stands: how }) => how === 'due') ?? offices.find(({ stands: how }) => how === 'to-call' || how === 'expired' || how === 'differ') ?? offices.find(({ stands: how }) => how === 'tried');

/** "12 days ago", "today". */
export const daysAgo = (day: string, today: string): string => {
  const days = daysBetween(day, today);
  if (days <= 0) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
};

const copied = ['newPatients', 'needed', 'firstAvailable', 'reference'] as const;
type Copied = Pick<ChosenAnswer, (typeof copied)[number]>;
const partsOf = (from: Copied): Copied => Object.fromEntries(copied.filter((part) => from[part] !== null && from[part] !== undefined).map((part) => [part, from[part]]));

/** What an ask keeps of an answer that the agency knows. */
export const chosenFrom = (office: Office, answer: KnownAnswer, plan: InsurancePlan): ChosenAnswer => ({
  provider: office.provider, plan, accepts: answer.accepts, ...partsOf(answer), askedOn: answer.askedOn, askedBy: answer.askedBy, goodUntil: answer.goodUntil,
  ...(office.record === null ? { call: answer.id } : { known: office.record, call: answer.id }),
});

/** What an ask keeps of a call that was made for it. */
export const chosenOf = (call: InsuranceCall, on: string, by: string, days: number): ChosenAnswer => ({
  provider: call.provider, plan: call.plan, accepts: call.accepts ?? 'not-sure', ...partsOf(call), askedOn: on, askedBy: by, goodUntil: call.goodUntil ?? goodUntil(on, days),
});

/** Whether a call ends the ask: they take the plan, and the next step is taken with them. */
export const answersTheAsk = ({ outcome, accepts, next }: Pick<InsuranceCall, 'outcome' | 'accepts'> & { next?: NextStep | null }): boolean =>
  outcome === 'answered' && (accepts === 'in-network' || accepts === 'out-of-network') && (next?.action === 'book' || next?.action === 'fax-referral');
