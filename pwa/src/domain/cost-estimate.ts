/**
 * What the patient would pay for a stay: an estimate, not a promise. Every assumption is a sentence on the screen, and
 * where a part can't be known there is no sum.
 *
 * Medicare Part A after a qualifying stay (42 CFR 409.30 and 409.85): days 1 to 20 of a benefit period nothing, days 21
 * to 100 the year's daily coinsurance, after day 100 all of it.
 */
import { showDate } from './dates';
import { rateOn } from './pay-rates';

export type PayerCode = 'medicare' | 'medicare-advantage' | 'medicaid' | 'medicaid-pending' | 'spend-down' | 'private' | 'other';

export interface StayAsked {
  pays: PayerCode | '';
  qualifying: 'yes' | 'no' | 'unknown' | '';
  /** Days of the benefit period that were used before this stay. */
  daysUsed: number;
  /** Days that this stay is planned for. */
  days: number;
  /** `YYYY-MM-DD`, from which the year's rate follows. */
  begins: string;
  /** Dollars a day, as somebody there said, and when. */
  privateRate: { perDay: number; asOf: string } | null;
  /** The public insurance that the place is no provider of, by name; empty where it may pay. */
  unpaid: string;
}

export interface EstimateLine {
  words: string;
  days: number;
  /** Dollars a day; null where it is not known. */
  perDay: number | null;
}

export interface Estimate {
  lines: EstimateLine[];
  /** Dollars; null where a part is not known. */
  total: number | null;
  assumptions: string[];
}

const FREE_DAYS = 20;
const COVERED_DAYS = 100;

const CHECK_RATE = 'Our copy of this rate was not compared with the published notice. Ask the place itself.';

interface Private {
  line: (words: string, days: number) => EstimateLine;
  assumptions: string[];
}

const privately = ({ privateRate }: StayAsked): Private => ({
  line: (words, days) => ({ words, days, perDay: privateRate?.perDay ?? null }),
  assumptions: [privateRate ? `The place asked $${money(privateRate.perDay)} a day on ${showDate(privateRate.asOf)}.` : 'What the place asks a day is not known. Call and ask.'],
});

const partA = (stay: StayAsked): Estimate => {
  const rate = rateOn(stay.begins);
  const own = privately(stay);
  const first = stay.daysUsed + 1;
  const last = stay.daysUsed + stay.days;
  const between = (from: number, until: number): number => Math.max(0, Math.min(last, until) - Math.max(first, from) + 1);
  const [free, shared, after] = [between(1, FREE_DAYS), between(FREE_DAYS + 1, COVERED_DAYS), between(COVERED_DAYS + 1, last)];
  const lines: EstimateLine[] = [
    { words: `Days 1 to ${FREE_DAYS}: Medicare pays all`, days: free, perDay: 0 },
    { words: `Days ${FREE_DAYS + 1} to ${COVERED_DAYS}: a share a day`, days: shared, perDay: rate?.coinsurance ?? null },
    own.line(`After day ${COVERED_DAYS}: the patient pays all`, after),
  ].filter(({ days }) => days > 0);
  const assumptions = [
    'The stay follows 3 midnights or more in hospital, and skilled care is needed every day.',
    `${stay.daysUsed} of the ${COVERED_DAYS} days of this benefit period are used already.`,
    'A second insurance, such as Medigap, may pay the share. It is not counted here.',
    ...shared > 0 ? [rate ? `$${money(rate.coinsurance)} a day for days 21 to 100: ${rate.source}. ${rate.checked ? '' : CHECK_RATE}`.trim() : 'The share for that year is not in our table.'] : [],
    ...after > 0 ? own.assumptions : [],
  ];
  return { lines, assumptions, total: sumOf(lines) };
};

const sumOf = (lines: readonly EstimateLine[]): number | null =>
  lines.some(({ perDay }) => perDay === null) ? null : Math.round(lines.reduce((sum, { days, perDay }) => sum + days * (perDay ?? 0), 0) * 100) / 100;

const all = (stay: StayAsked, words: string, assumptions: string[]): Estimate => {
  const own = privately(stay);
  const lines = [own.line(words, stay.days)];
  return { lines, total: sumOf(lines), assumptions: [...assumptions, ...own.assumptions] };
};

const nothingSaid = (...assumptions: string[]): Estimate => ({ lines: [], total: null, assumptions });

/** "1,736.50": dollars with cents only where there are any. */
export const money = (dollars: number): string =>
  dollars.toLocaleString('en-US', { minimumFractionDigits: Number.isInteger(dollars) ? 0 : 2, maximumFractionDigits: 2 });

/** Of a stay in a nursing home. For other levels of care nothing is estimated: `null`. */
export const estimateOf = (levelOfCare: string, stay: StayAsked): Estimate | null => {
  if (levelOfCare !== 'snf' && levelOfCare !== 'ltc') return null;
  if (stay.days < 1) return nothingSaid('Say for how many days the stay is planned.');
  // Before all else: the free days of Medicare are none in a place that Medicare does not pay.
  if (stay.unpaid !== '') return all(stay, `${stay.unpaid} does not pay here, so the patient pays all`, []);
  switch (stay.pays) {
    case 'medicare':
      if (levelOfCare === 'ltc') return all(stay, 'Medicare does not pay for long-term care', ['Medicare Part A pays for skilled care only.']);
      if (stay.qualifying === 'no') return all(stay, 'Without a qualifying stay Medicare does not pay', ['Fewer than 3 midnights in hospital came before.']);
      if (stay.qualifying === 'yes') return partA(stay);
      return nothingSaid('Whether 3 midnights in hospital came before is not known. Medicare pays only then.');
    case 'medicare-advantage':
      return nothingSaid('Each plan sets its own shares, and most ask for authorization first. Call the plan.');
    case 'medicaid':
      return nothingSaid('Medicaid pays the place. What the patient pays from income is set by the state and is not known here.');
    case 'medicaid-pending':
      return all(stay, 'Until Medicaid is granted', ['If Medicaid is granted, it may pay back to the day of the application, and then the patient pays a share from income.']);
    case 'spend-down':
      return all(stay, 'Until the spend-down is met', ['Bills count toward the spend-down. What is left of it is not known here.']);
    case 'private':
      return all(stay, 'The patient pays all', []);
    case 'other':
      return nothingSaid('What this insurance pays is not known here. Call the plan.');
    default:
      return nothingSaid('Say who would pay for this stay.');
  }
};
