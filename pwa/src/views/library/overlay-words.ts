/** Codes of what we know of a facility, in the words of its kind. */
import { fieldTable } from '../parts/value-words';

export const CAPABILITIES: Readonly<Record<string, string>> = fieldTable('facility_overlay', 'capabilities')?.choices ?? {};

export const BEDS: Readonly<Record<'yes' | 'soon' | 'no', string>> = { yes: 'Beds open', soon: 'Beds open soon', no: 'No beds open' };
