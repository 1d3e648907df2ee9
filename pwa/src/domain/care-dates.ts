/**
 * The dates that a patient's deadlines are counted from, as a person types them: which there are, what each is
 * called where it is asked for, and what cannot be. Rules: `deadline-rules.ts`.
 */
import type { Calendar } from './deadline-calendar';
import { OutOfCalendar } from './deadline-calendar';
import { isUnsettled, rowIds, settled, textOf, type RecordLike } from './reading';

export interface CareDate {
  field: 'referralReceived' | 'returnedHome' | 'orderedStart' | 'startOfCare' | 'discharged';
  /** Asked with its time of day: hours are counted from it. */
  timed: boolean;
  hint: string;
}

const EARLIEST = 'If nobody knows the hour, enter the earliest that it can have been: the 48 hours are counted from it.';

export const CARE_DATES: readonly CareDate[] = [
  { field: 'referralReceived', timed: true, hint: EARLIEST },
  { field: 'returnedHome', timed: true, hint: `After the stay that led to this referral. ${EARLIEST}` },
  { field: 'orderedStart', timed: false, hint: 'Only where the physician ordered a day: the first visit is then due on that day.' },
  { field: 'startOfCare', timed: false, hint: 'The assessment and each 60-day period are counted from it.' },
  { field: 'discharged', timed: false, hint: 'From then on nothing more falls due for this care.' },
];

/** A day and a time as they stand in the boxes; both empty says that the date is not known. */
export interface Typed {
  day: string | null;
  time: string;
}

/** What stands in a field, as the boxes take it: by the agency's clock where it is a moment. */
export function typedAs(value: string | null, timed: boolean, clock: { date: (at: string) => string; time: (at: string) => string }): Typed {
  if (value === null || value === '') return { day: null, time: '' };
  return timed ? { day: clock.date(value), time: clock.time(value) } : { day: value, time: '' };
}

export type Read = { value: string | null } | { wrong: string };

/** What was typed as the field keeps it: a moment in UTC, or a day. `what` names it in a sentence. */
export function readTyped({ day, time }: Typed, timed: boolean, calendar: Calendar, what: string): Read {
  if (!timed) return { value: day };
  if (day === null && time === '') return { value: null };
  if (day === null) return { wrong: `Which day? ${what} has a time and no day.` };
  if (time === '') return { wrong: `At what time? ${what} has a day and no time.` };
  try {
    return { value: calendar.at(day, time) };
  } catch (problem) {
    if (problem instanceof OutOfCalendar) return { wrong: 'This day is beyond the calendar. Check the year.' };
    throw problem;
  }
}

/** What speaks against a date beside the others, in words; empty where nothing does. `now` is UTC. */
export function objection(patient: RecordLike, field: CareDate['field'], value: string | null, calendar: Calendar, now: string): string {
  if (value === null) return '';
  const other = (name: CareDate['field']): string => textOf(settled(patient, name));
  if ((field === 'referralReceived' || field === 'returnedHome') && value > now) return 'This is still to come. Enter it once it has happened.';
  if (field === 'discharged' && value > calendar.dayOf(now)) return 'This day is still to come. Enter it once she or he was discharged.';
  if (field === 'discharged' && other('startOfCare') > value) return 'This is before the start of care. One of the two is wrong.';
  if (field === 'startOfCare' && other('discharged') !== '' && other('discharged') < value) return 'This is after the discharge. One of the two is wrong.';
  return '';
}

export interface Stay {
  id: string;
  facility: string;
  admitted: string | null;
  returnedHome: string | null;
  /** A part of it has different answers: it is decided first. */
  unsettled: boolean;
}

/** The hospital stays that stand, newest first; one without any date last. */
export function staysOf(patient: RecordLike): Stay[] {
  const moment = (address: string): string | null => textOf(settled(patient, address)) || null;
  return rowIds(patient, 'stays')
    .map((id) => ({
      id,
      facility: textOf(settled(patient, `stays/${id}/facility`)),
      admitted: moment(`stays/${id}/admitted`),
      returnedHome: moment(`stays/${id}/returnedHome`),
      unsettled: STAY_PARTS.some((part) => isUnsettled(patient, `stays/${id}/${part}`)),
    }))
    .sort((a, b) => (order(a) > order(b) || (order(a) === order(b) && a.id < b.id) ? -1 : 1));
}

export const STAY_PARTS = ['facility', 'admitted', 'returnedHome'] as const;

const order = (stay: Stay): string => stay.admitted ?? stay.returnedHome ?? '';

/** What speaks against a stay, in words at the date that is to be mended; null where nothing does. */
export function stayObjection(stay: Pick<Stay, 'admitted' | 'returnedHome'>, now: string): { at: 'admitted' | 'returnedHome'; words: string } | null {
  const { admitted, returnedHome } = stay;
  if (admitted === null && returnedHome === null) return { at: 'admitted', words: 'When? Enter the day of admission, or of the return home.' };
  for (const at of ['admitted', 'returnedHome'] as const) {
    if ((stay[at] ?? '') > now) return { at, words: 'This is still to come. Enter it once it has happened.' };
  }
  if (admitted !== null && returnedHome !== null && returnedHome < admitted) {
    return { at: 'returnedHome', words: 'The return home is before the admission. One of the two is wrong.' };
  }
  return null;
}
