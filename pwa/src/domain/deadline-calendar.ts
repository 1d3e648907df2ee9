/** The agency's days, as `sync/deadlines/calendar.py` counts them. A moment is UTC text, a day `YYYY-MM-DD`. */
import { daysFrom } from './dates';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const LAST_YEAR = 9999;

/** A date at the end of the calendar, which somebody mistyped: nothing is due then. */
export class OutOfCalendar extends Error {}

const written = (ms: number): string => {
  const year = new Date(ms).getUTCFullYear();
  if (!(year >= 1 && year <= LAST_YEAR)) throw new OutOfCalendar();
  return new Date(ms).toISOString();
};

/** Elapsed time: what the clocks on the wall do meanwhile does not matter. */
export const hoursAfter = (moment: string, hours: number): string => written(Date.parse(moment) + hours * HOUR_MS);

export const daysAfter = (day: string, days: number): string => {
  const found = daysFrom(day, days);
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(found)) throw new OutOfCalendar();
  return found;
};

export const daysBetween = (first: string, last: string): number => Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS);

export interface Calendar {
  dayOf(moment: string): string;
  /** The first moment of a day. Where clocks change at midnight the day begins when they have. */
  begins(day: string): string;
  /** The last moment of a day. */
  ends(day: string): string;
  /** The moment at which the agency's clock shows `HH:MM` on a day. */
  at(day: string, time: string): string;
  /** The business day that is `count` business days after a day; the day itself does not count. */
  businessDay(day: string, count: number): string;
}

const formatter = (zone: string): Intl.DateTimeFormat => {
  const options: Intl.DateTimeFormatOptions = {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  };
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone === '' ? 'UTC' : zone });
  } catch (problem) {
    // An agency without a zone that is known counts its days in UTC: the same on every machine.
    if (problem instanceof RangeError) return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
    throw problem;
  }
};

export const calendarOf = (zone: string, holidays: Iterable<string> = []): Calendar => {
  const format = formatter(zone);
  const free = new Set(holidays);
  const wall = (ms: number): number => {
    const part = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  };
  const offset = (ms: number): number => wall(ms) - Math.floor(ms / 1000) * 1000;
  /** Of an hour that comes twice the first; of one that is left out what the clock before it would have shown. */
  const shownAt = (day: string, time = '00:00'): number => {
    const shown = Date.parse(`${day}T${time}:00Z`);
    const before = shown - offset(shown - DAY_MS);
    if (wall(before) === shown) return before;
    const after = shown - offset(shown + DAY_MS);
    return wall(after) === shown ? after : before;
  };
  return {
    dayOf: (moment) => new Date(wall(Date.parse(moment))).toISOString().slice(0, 10),
    begins: (day) => written(shownAt(day)),
    ends: (day) => written(shownAt(daysAfter(day, 1)) - 1),
    at: (day, time) => written(shownAt(day, time)),
    businessDay: (day, count) => {
      let found = day;
      for (let left = count; left > 0; ) {
        found = daysAfter(found, 1);
        const weekday = new Date(`${found}T00:00:00Z`).getUTCDay();
        if (weekday !== 0 && weekday !== 6 && !free.has(found)) left -= 1;
      }
      return found;
    },
  };
};
