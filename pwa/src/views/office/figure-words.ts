/** How a number of the figures reads: with its unit, and a dash where there was nothing to measure. */
import type { Cell, CellKind, Figure, Load } from '../../app/boards';
import { showDate } from '../../domain/dates';
import { agoWords } from '../parts/agency-time';

const NOTHING = '—';
const HOUR = 60;
/** From here on minutes say less than hours. */
const MANY_MINUTES = 120;

const tenths = (value: number): string => `${Math.round(value * 10) / 10}`;

export const cellWords = (value: Cell, kind: CellKind): string => {
  if (value === null) return NOTHING;
  if (typeof value === 'string') return kind === 'day' ? showDate(value) : value;
  if (kind === 'minutes') return value < MANY_MINUTES ? `${tenths(value)} min` : `${tenths(value / HOUR)} h`;
  if (kind === 'hours') return `${tenths(value)} h`;
  if (kind === 'percent') return `${tenths(value)}%`;
  return tenths(value);
};

export const isNumber = (kind: CellKind): boolean => kind !== 'day' && kind !== 'text';

/** "Signed visits: 12". */
export const restsOnWords = ({ n, of }: Figure): string => `${of.charAt(0).toUpperCase()}${of.slice(1)}: ${n}`;

const NONE: Readonly<Record<string, string>> = {
  late: 'No deadlines in this period.',
  needs: 'No needs in this period.',
  outcomes: 'No needs in this period.',
  referrals: 'No referrals in this period.',
  'referral-targets': 'No referrals in this period.',
};

/** What stands in place of numbers that rest on nothing. */
export const noneWords = ({ key }: Figure): string => NONE[key] ?? 'No visits in this period.';

/** "14 to send, as told 3 h ago". */
export const unsentWords = ({ unsent, toldAt }: Load, now: Date): string => {
  if (unsent === null) return 'Not told';
  if (unsent === 0) return 'Nothing to send';
  return `${unsent} to send${toldAt === null ? '' : `, as told ${agoWords(toldAt, now)}`}`;
};

export const hasWork = (load: Load): boolean => load.today + load.ahead + load.returned + load.dueToday + load.late > 0;
