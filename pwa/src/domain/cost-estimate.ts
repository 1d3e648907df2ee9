/**
 * What the patient would pay for a stay: an estimate, not a promise. Every assumption is a sentence on the screen, and
 * where a part can't be known there is no sum.
 *
 * Medicare Part A after a qualifying stay (42 CFR 409.30 and 409.85): days 1 to 20 of a benefit period nothing, days 21
 * to 100 the year's daily coinsurance, after day 100 all of it.
 */
import { familySaid, lineDay, type FamilyKey, type FamilyLanguage } from './family-words';
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

type Say = (key: FamilyKey, values?: Record<string, string>) => string;

interface Private {
  line: (words: string, days: number) => EstimateLine;
  assumptions: string[];
}

const privately = ({ privateRate }: StayAsked, language: FamilyLanguage): Private => ({
  line: (words, days) => ({ words, days, perDay: privateRate?.perDay ?? null }),
  assumptions: [
    privateRate ? familySaid(language, 'costAsked', { rate: money(privateRate.perDay), day: lineDay(language, privateRate.asOf) }) : familySaid(language, 'costNotAsked'),
  ],
});

const partA = (stay: StayAsked, language: FamilyLanguage, say: Say): Estimate => {
  const rate = rateOn(stay.begins);
  const own = privately(stay, language);
  const first = stay.daysUsed + 1;
  const last = stay.daysUsed + stay.days;
  const between = (from: number, until: number): number => Math.max(0, Math.min(last, until) - Math.max(first, from) + 1);
  const [free, shared, after] = [between(1, FREE_DAYS), between(FREE_DAYS + 1, COVERED_DAYS), between(COVERED_DAYS + 1, last)];
  const lines: EstimateLine[] = [
    { words: say('costFree'), days: free, perDay: 0 },
    { words: say('costShare'), days: shared, perDay: rate?.coinsurance ?? null },
    own.line(say('costAfter'), after),
  ].filter(({ days }) => days > 0);
  const assumptions = [
    say('costNights'),
    say('costUsed', { used: String(stay.daysUsed) }),
    say('costSecond'),
    ...shared > 0 ? [rate ? [say('costRate', { rate: money(rate.coinsurance), source: rate.source }), rate.checked ? '' : say('costCheck')].filter(Boolean).join(' ') : say('costNoRate')] : [],
    ...after > 0 ? own.assumptions : [],
  ];
  return { lines, assumptions, total: sumOf(lines) };
};

const sumOf = (lines: readonly EstimateLine[]): number | null =>
  lines.some(({ perDay }) => perDay === null) ? null : Math.round(lines.reduce((sum, { days, perDay }) => sum + days * (perDay ?? 0), 0) * 100) / 100;

const all = (stay: StayAsked, language: FamilyLanguage, words: string, assumptions: string[]): Estimate => {
  const own = privately(stay, language);
  const lines = [own.line(words, stay.days)];
  return { lines, total: sumOf(lines), assumptions: [...assumptions, ...own.assumptions] };
};

const nothingSaid = (...assumptions: string[]): Estimate => ({ lines: [], total: null, assumptions });

/** "1,736.50": dollars with cents only where there are any. */
export const money = (dollars: number): string =>
  dollars.toLocaleString('en-US', { minimumFractionDigits: Number.isInteger(dollars) ? 0 : 2, maximumFractionDigits: 2 });

/** Of a stay in a nursing home, in the words of whoever reads it. For other levels of care nothing is estimated: `null`. */
export const estimateOf = (levelOfCare: string, stay: StayAsked, language: FamilyLanguage = 'en'): Estimate | null => {
  const say: Say = (key, values) => familySaid(language, key, values);
  if (levelOfCare !== 'snf' && levelOfCare !== 'ltc') return null;
  if (stay.days < 1) return nothingSaid(say('costDays'));
  // Before all else: the free days of Medicare are none in a place that Medicare does not pay.
  if (stay.unpaid !== '') return all(stay, language, say('costNotHere', { program: stay.unpaid }), []);
  switch (stay.pays) {
    case 'medicare':
      if (levelOfCare === 'ltc') return all(stay, language, say('costLong'), [say('costSkilled')]);
      if (stay.qualifying === 'no') return all(stay, language, say('costNoStay'), [say('costFew')]);
      if (stay.qualifying === 'yes') return partA(stay, language, say);
      return nothingSaid(say('costNightsUnknown'));
    case 'medicare-advantage':
      return nothingSaid(say('costAdvantage'));
    case 'medicaid':
      return nothingSaid(say('costMedicaid'));
    case 'medicaid-pending':
      return all(stay, language, say('costPending'), [say('costPendingBack')]);
    case 'spend-down':
      return all(stay, language, say('costSpend'), [say('costSpendBills')]);
    case 'private':
      return all(stay, language, say('costOwn'), []);
    case 'other':
      return nothingSaid(say('costOther'));
    default:
      return nothingSaid(say('costWho'));
  }
};
