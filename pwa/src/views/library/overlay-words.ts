/** Codes of what we know of a facility, in the words of its kind; who said what, when. */
import type { Overlay, PayerAnswer } from '../../domain/facility-overlay';
import { fieldTable } from '../parts/value-words';

export const CAPABILITIES: Readonly<Record<string, string>> = fieldTable('facility_overlay', 'capabilities')?.choices ?? {};

export const BEDS: Readonly<Record<'yes' | 'soon' | 'no', string>> = { yes: 'Beds open', soon: 'Beds open soon', no: 'No beds open' };

/** "2 beds open". */
export const bedsWords = ({ value, count }: NonNullable<Overlay['openBeds']>): string => {
  if (count === null || value === 'no') return BEDS[value];
  const beds = `${count} ${count === 1 ? 'bed' : 'beds'} open`;
  return value === 'soon' ? `${beds} soon` : beds;
};

/** "Accepts Aetna, Gold". */
export const payerWords = ({ accepts, payer, plan }: PayerAnswer): string =>
  `${accepts ? 'Accepts' : 'Does not accept'} ${[payer, plan].filter(Boolean).join(', ')}`;
