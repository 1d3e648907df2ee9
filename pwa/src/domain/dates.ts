/**
 * Dates and times as people read them. Instants are shown in the device's own time zone; a calendar
 * date (`YYYY-MM-DD`, or only its year or month) belongs to no zone and is never shifted.
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const DAY_MS = 86_400_000;

const two = (value: number): string => String(value).padStart(2, '0');

interface CalendarDate {
  year: number;
  month: number | null;
  day: number | null;
}

const parse = (date: string): CalendarDate | null => {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/u.exec(date);
  if (!found) return null;
  return { year: Number(found[1]), month: found[2] ? Number(found[2]) : null, day: found[3] ? Number(found[3]) : null };
};

/** "Feb 3, 1941"; "Feb 1941" or "1941" where no more is known. */
export const showDate = (date: string): string => {
  const found = parse(date);
  if (!found) return date;
  if (found.month === null) return String(found.year);
  const month = MONTHS[found.month - 1] ?? '';
  return found.day === null ? `${month} ${found.year}` : `${month} ${found.day}, ${found.year}`;
};

/** The calendar date of an instant on this device, as `YYYY-MM-DD`. */
export const localDate = (instant: Date): string =>
  `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;

/** "10:31" on this device's clock. */
export const showTime = (iso: string): string => {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : `${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** "Nov 18"; with the year where it is not this one. */
export const showDay = (iso: string, now: Date = new Date()): string => {
  const date = /^\d{4}-\d{2}-\d{2}$/u.test(iso) ? iso : localDate(new Date(iso));
  const found = parse(date);
  if (!found || found.month === null || found.day === null) return iso;
  const day = `${MONTHS[found.month - 1] ?? ''} ${found.day}`;
  return found.year === now.getFullYear() ? day : `${day}, ${found.year}`;
};

/** "10:31" for today, "Nov 18 10:31" for another day. */
export const showWhen = (iso: string, now: Date = new Date()): string => {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return localDate(at) === localDate(now) ? showTime(iso) : `${showDay(iso, now)} ${showTime(iso)}`;
};

/** "Thu Nov 20", for choosing a day. */
export const showWeekday = (date: string): string => {
  const found = parse(date);
  if (!found || found.month === null || found.day === null) return date;
  const weekday = new Date(found.year, found.month - 1, found.day).getDay();
  return `${DAYS[weekday] ?? ''} ${MONTHS[found.month - 1] ?? ''} ${found.day}`;
};

/** A calendar date some days after another: a calendar has no zone, and no clock that changes. */
export const daysFrom = (date: string, days: number): string => {
  const start = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(start) ? date : new Date(start + days * DAY_MS).toISOString().slice(0, 10);
};

/** Completed years, or null for an unreadable date. A partial date counts from its first day. */
export const ageAt = (birthDate: string, now: Date = new Date()): number | null => {
  const born = parse(birthDate);
  if (!born) return null;
  const month = (born.month ?? 1) - 1;
  const day = born.day ?? 1;
  const hadBirthday = now.getMonth() > month || (now.getMonth() === month && now.getDate() >= day);
  return now.getFullYear() - born.year - (hadBirthday ? 0 : 1);
};

/** "Born Jun 9, 1938 (87)". */
export const showBorn = (birthDate: string, now: Date = new Date()): string => {
  const age = ageAt(birthDate, now);
  return age === null ? 'Birth date not known' : `Born ${showDate(birthDate)} (${age})`;
};

export interface DateParts {
  month: string;
  day: string;
  year: string;
}

export const datePartsOf = (date: string): DateParts => {
  const found = parse(date);
  return found
    ? { month: String(found.month ?? ''), day: String(found.day ?? ''), year: String(found.year) }
    : { month: '', day: '', year: '' };
};

/** `YYYY-MM-DD` from three typed boxes, or null where they name no day of the calendar. */
export const dateFromParts = ({ month, day, year }: DateParts): string | null => {
  const numbers = [year, month, day].map((part) => Number.parseInt(part, 10));
  const [y = Number.NaN, m = Number.NaN, d = Number.NaN] = numbers;
  if (!/^\d{4}$/u.test(year.trim()) || numbers.some(Number.isNaN)) return null;
  const made = new Date(y, m - 1, d, 12);
  return made.getFullYear() === y && made.getMonth() === m - 1 && made.getDate() === d ? localDate(made) : null;
};

/** `words` where a day lies before one that it must not lie before; what was typed stays where it is. */
export const ifBefore = (day: string, first: string, words: string): string => (day !== '' && day < first ? words : '');

const yearsFrom = (day: string, years: number): string => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;

/** Words where a day lies more than a year from today, on either side: most often a digit of the year is wrong. */
export const ifYearOff = (day: string, today: string): string =>
  day !== '' && (day < yearsFrom(today, -1) || day > yearsFrom(today, 1)) ? 'This is more than a year from today. Check the year.' : '';
