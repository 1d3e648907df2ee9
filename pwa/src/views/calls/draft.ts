/** A call while it is made: kept with every touch, so that an interruption costs nothing. */
import type { Json } from '../../app/contract';
import type { CallMade, Office } from '../../domain/coverage-asks';
import { goodUntil } from '../../domain/coverage-asks';
import { ifBefore, ifYearOff } from '../../domain/dates';
import type { Calendar } from '../../domain/deadline-calendar';
import type { InsuranceCall, InsurancePlan } from '../../domain/generated/values';
import { isObject, listOf, textOf } from '../../domain/reading';

export interface Draft {
  /** Which office; empty while nothing was touched. */
  office: string;
  startedAt: string;
  outcome: string;
  spokeWith: string;
  accepts: string;
  newPatients: string;
  needed: string[];
  ageLimits: string;
  firstAvailable: string | null;
  copay: string;
  selfPay: string;
  reference: string;
  next: string;
  nextOn: string | null;
  goodUntil: string | null;
  backDay: string | null;
  backTime: string;
}

export const EMPTY: Draft = {
  office: '', startedAt: '', outcome: '', spokeWith: '', accepts: '', newPatients: '', needed: [], ageLimits: '', firstAvailable: null,
  copay: '', selfPay: '', reference: '', next: '', nextOn: null, goodUntil: null, backDay: null, backTime: '',
};

/** What was kept of a call that was interrupted; whatever is not of this shape is as if nothing was. */
export const readDraft = (kept: Json | undefined): Draft => {
  if (!isObject(kept)) return EMPTY;
  const day = (name: keyof Draft): string | null => textOf(kept[name]) || null;
  const words = (name: keyof Draft): string => textOf(kept[name]);
  return {
    office: words('office'), startedAt: words('startedAt'), outcome: words('outcome'), spokeWith: words('spokeWith'), accepts: words('accepts'),
    newPatients: words('newPatients'), needed: listOf(kept['needed']).map(textOf), ageLimits: words('ageLimits'), firstAvailable: day('firstAvailable'),
    copay: words('copay'), selfPay: words('selfPay'), reference: words('reference'), next: words('next'), nextOn: day('nextOn'),
    goodUntil: day('goodUntil'), backDay: day('backDay'), backTime: words('backTime'),
  };
};

/** Where what is being typed of an ask is kept until the field is left. */
export const askedKey = (ask: string): string => `call ${ask} asked`;

/** Which fields an outcome asks for. */
export const asks = ({ outcome, accepts }: Draft) => {
  const answered = outcome === 'answered';
  return {
    person: answered || outcome === 'call-back',
    answer: answered,
    terms: answered && (accepts === 'in-network' || accepts === 'out-of-network'),
    callBack: outcome === 'call-back' || (answered && accepts === 'not-sure'),
    next: outcome !== '',
  };
};

export type Wrong = Partial<Record<keyof Draft, string>>;

export interface Setting {
  office: Office;
  row: string;
  plan: InsurancePlan;
  specialty: InsuranceCall['specialty'];
  nameGiven: boolean;
  calendar: Calendar;
  now: string;
  today: string;
  days: number;
}

const MONEY = /^\$?(\d{1,6}(?:\.\d{1,2})?)$/u;
const money = (typed: string): string | null => MONEY.exec(typed.trim())?.[1] ?? null;
const MINUTE_MS = 60_000;
const YEAR_DAYS = 366;

/** The first thing that is missing or cannot be, by its field; in the order in which they stand on the screen. */
export const missing = (draft: Draft, { today, now, calendar }: Pick<Setting, 'today' | 'now' | 'calendar'>): Wrong => {
  const wanted = asks(draft);
  const wrong: Wrong = {};
  const far = (day: string): string => ifBefore(day, today, 'This day is over.') || ifYearOff(day, today);
  if (draft.outcome === '') wrong.outcome = 'Say what came of the call.';
  if (wanted.person && wanted.answer && draft.spokeWith.trim() === '') wrong.spokeWith = 'Who said so? Name and role.';
  if (wanted.answer && draft.accepts === '') wrong.accepts = 'Say what they answered.';
  if (wanted.terms && draft.newPatients === '') wrong.newPatients = 'Say whether they take new patients.';
  if (wanted.terms && draft.needed.includes('age-limits') && draft.ageLimits.trim() === '') wrong.ageLimits = 'Which ages?';
  for (const part of ['copay', 'selfPay'] as const) {
    if (wanted.terms && draft[part].trim() !== '' && money(draft[part]) === null) wrong[part] = 'An amount in dollars, such as 40 or 40.50.';
  }
  if (wanted.terms && draft.firstAvailable !== null && far(draft.firstAvailable) !== '') wrong.firstAvailable = far(draft.firstAvailable);
  if (wanted.answer && draft.goodUntil !== null && (draft.goodUntil < today || draft.goodUntil > goodUntil(today, YEAR_DAYS))) {
    wrong.goodUntil = 'From today to a year from now.';
  }
  if (wanted.callBack) {
    const { backDay, backTime } = draft;
    if (backDay === null || backTime === '') wrong.backDay = 'Which day, and at what time?';
    else if (calendar.at(backDay, backTime) < now) wrong.backDay = 'This is over. When do they call back?';
    else if (far(backDay) !== '') wrong.backDay = far(backDay);
  }
  if (draft.outcome !== '' && draft.next === '') wrong.next = 'Say what comes next.';
  if (draft.nextOn !== null && far(draft.nextOn) !== '') wrong.nextOn = far(draft.nextOn);
  return wrong;
};

const attempts = (calls: readonly CallMade[]): number => calls.length + 1;

/** The call as it is kept; only for a draft of which nothing is missing. */
export const callOf = (draft: Draft, { office, row, plan, specialty, nameGiven, calendar, now, today, days }: Setting): InsuranceCall => {
  const wanted = asks(draft);
  const at = draft.startedAt || now;
  const minutes = draft.startedAt === '' ? null : Math.max(1, Math.round((Date.parse(now) - Date.parse(at)) / MINUTE_MS));
  const given = (value: Json, name: string): object => (value === null || value === '' ? {} : { [name]: value });
  return {
    office: row, provider: office.provider, plan, specialty, at, attempt: attempts(office.calls), nameGiven,
    outcome: draft.outcome as InsuranceCall['outcome'],
    ...given(minutes, 'minutes'),
    ...(wanted.person ? given(draft.spokeWith.trim(), 'spokeWith') : {}),
    ...(wanted.answer ? { ...given(draft.accepts, 'accepts'), ...given(draft.reference.trim(), 'reference') } : {}),
    ...(wanted.answer && draft.accepts !== 'not-sure' ? { goodUntil: draft.goodUntil ?? goodUntil(today, days) } : {}),
    ...(wanted.terms
      ? {
          ...given(draft.newPatients, 'newPatients'),
          ...(draft.needed.length > 0 ? { needed: draft.needed as NonNullable<InsuranceCall['needed']> } : {}),
          ...(draft.needed.includes('age-limits') ? given(draft.ageLimits.trim(), 'ageLimits') : {}),
          ...given(draft.firstAvailable, 'firstAvailable'),
          ...given(money(draft.copay), 'copay'),
          ...given(money(draft.selfPay), 'selfPay'),
        }
      : {}),
    ...(wanted.callBack && draft.backDay !== null ? { callBackAt: calendar.at(draft.backDay, draft.backTime) } : {}),
    next: { action: draft.next as 'book', ...given(draft.nextOn, 'on') },
  };
};
