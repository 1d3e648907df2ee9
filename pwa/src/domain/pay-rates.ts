/**
 * What a day in a skilled nursing facility costs a patient under Medicare Part A, by year. Dated data with its source:
 * a year that is not in the table has no estimate, and none is carried over from the year before.
 */
export interface PayRate {
  /** First and last day it holds. */
  from: string;
  until: string;
  /** Dollars a day for days 21 to 100 of a benefit period. */
  coinsurance: number;
  source: string;
  /** Whether this copy was compared with the published notice. */
  checked: boolean;
}

/** 42 CFR 409.85: the daily coinsurance is one eighth of the year's inpatient hospital deductible. */
export const SNF_RATES: readonly PayRate[] = [
  { from: '2025-01-01', until: '2025-12-31', coinsurance: 209.5, source: 'CMS, Medicare Part A amounts for 2025', checked: false },
  { from: '2026-01-01', until: '2026-12-31', coinsurance: 217, source: 'CMS, Medicare Part A amounts for 2026', checked: false },
];

export const rateOn = (day: string): PayRate | null => SNF_RATES.find(({ from, until }) => from <= day && day <= until) ?? null;
