/**
 * Times as the agency's clock shows them: a tablet that was set up in another zone still says when the
 * office says it. Calendar dates belong to no zone and are shown by `domain/dates`.
 */
import { showDate } from '../../domain/dates';

export interface AgencyTime {
  /** `YYYY-MM-DD` of an instant. */
  readonly date: (at: string | Date) => string;
  /** "10:31". */
  readonly time: (at: string | Date) => string;
  /** "Nov 18"; with the year where it is not this one. */
  readonly day: (at: string | Date) => string;
  /** "Tue Nov 18". */
  readonly weekday: (at: string | Date) => string;
  /** "10:31" today, "yesterday 17:20", else "Nov 18 10:31". */
  readonly when: (at: string | Date) => string;
  readonly today: () => string;
}

const formatter = (zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
  } catch (problem) {
    // An agency's zone that this browser does not know: the tablet's own zone is the better clock than none.
    if (problem instanceof RangeError) return new Intl.DateTimeFormat('en-US', options);
    throw problem;
  }
};

export const agencyTime = (zone: string, now: () => Date = () => new Date()): AgencyTime => {
  const parts = formatter(zone, {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  });
  const weekdayName = formatter(zone, { weekday: 'short' });
  const read = (at: string | Date): { date: string; time: string } | null => {
    const instant = new Date(at);
    if (Number.isNaN(instant.getTime())) return null;
    const found = new Map(parts.formatToParts(instant).map(({ type, value }) => [type, value]));
    const of = (type: Intl.DateTimeFormatPartTypes): string => found.get(type) ?? '';
    return { date: `${of('year')}-${of('month')}-${of('day')}`, time: `${of('hour')}:${of('minute')}` };
  };
  const today = (): string => read(now())?.date ?? '';
  const day = (at: string | Date): string => {
    const date = read(at)?.date ?? '';
    const shown = showDate(date);
    return date.slice(0, 4) === today().slice(0, 4) ? shown.replace(/, \d{4}$/u, '') : shown;
  };
  return {
    today,
    day,
    date: (at) => read(at)?.date ?? '',
    time: (at) => read(at)?.time ?? '',
    weekday: (at) => (read(at) ? `${weekdayName.format(new Date(at))} ${day(at)}` : ''),
    when: (at) => {
      const found = read(at);
      if (!found) return '';
      if (found.date === today()) return found.time;
      const yesterday = read(new Date(now().getTime() - 86_400_000));
      return `${found.date === yesterday?.date ? 'yesterday' : day(at)} ${found.time}`;
    },
  };
};

/** "2 h", "3 days": how old something is. */
export const ageWords = (from: string, now: Date = new Date()): string => {
  const minutes = Math.max(0, Math.round((now.getTime() - new Date(from).getTime()) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.floor(hours / 24)} days`;
};

/** "2 h ago"; "just now" within the first minute. */
export const agoWords = (from: string, now: Date = new Date()): string => {
  const age = ageWords(from, now);
  return age === '0 min' ? 'just now' : `${age} ago`;
};
