/**
 * One place in words for a patient and family, reading grade 6. What is on the screen and on paper is kept word for
 * word with the record, so these lines are also what somebody was shown. Nothing in them recommends.
 */
import type { Estimate } from './cost-estimate';
import { money } from './cost-estimate';
import { showDate } from './dates';
import { milesWords } from './distance';
import type { Programs } from './directory';
import type { Match } from './facility-match';
import { KINDS } from './generated/kinds';

export type PlaceOrder = 'distance' | 'name' | 'stars';

export const ORDERS: Readonly<Record<PlaceOrder, string>> = { distance: 'The nearest first', name: 'By name', stars: 'Most stars first' };

/** Several places bear one name: the town tells them apart, and the street where even that is the same. */
export const placeName = ({ name, address }: Match['facility']): string => [name, address.city].filter(Boolean).join(', ');
export const placeAddress = ({ address }: Match['facility']): string => [address.line, address.city, address.zip].filter(Boolean).join(', ');

const NOT_KNOWN = 'not known';
const MUST_HAVES = KINDS.facility_options.fields.mustHaves?.choices ?? {};
const MEETS = { yes: 'yes', no: 'no', unknown: NOT_KNOWN } as const;
const BEDS = { yes: 'has open beds', no: 'has no open beds', soon: 'will have open beds soon' } as const;

const PROGRAMS: Readonly<Record<Exclude<Programs, ''>, string>> = {
  both: 'It takes part in Medicare and in Medicaid.',
  medicare: 'It takes part in Medicare only. Medicaid does not pay here.',
  medicaid: 'It takes part in Medicaid only. Medicare does not pay here.',
};

const known = (value: number | null, words: (value: number) => string): string => (value === null ? NOT_KNOWN : words(value));

const stars = (value: number | null): string => known(value, (count) => `${count} of 5 stars`);
const ofHundred = (value: number | null): string => known(value, (percent) => `${Math.round(percent)} of 100`);

/** The one line that says what somebody would pay. */
export const estimateWords = (estimate: Estimate, days: number): string =>
  estimate.total === null ? `What you would pay: ${NOT_KNOWN}` : `You would pay about $${money(Math.round(estimate.total))} for ${days} ${days === 1 ? 'day' : 'days'}. An estimate, not a promise.`;

/** What is told of one place. Figures that no list has of this type of place are left out, not called unknown. */
export const placeLines = ({ facility, miles, meets, accepts, occupancy }: Match, estimate: Estimate | null, days: number): string[] => {
  const home = facility.type === 'nursing-home';
  const { ours } = facility;
  return [
    `${placeAddress(facility)}. ${miles === null ? '' : `${milesWords(miles)} away`}`.trim(),
    ...(home || facility.type === 'home-health' || facility.type === 'hospital' ? [`Overall: ${stars(facility.stars.overall)}`] : []),
    ...(home
      ? [
          `Staffing: ${stars(facility.stars.staffing)}. Inspections: ${stars(facility.stars.inspection)}. Quality of care: ${stars(facility.stars.quality)}`,
          `Nurse hours for each person a day: ${known(facility.nurseHours, (hours) => hours.toFixed(1))}`,
          `Short stays that went back to a hospital: ${ofHundred(facility.rehospitalised)}`,
          `Nursing staff who left in a year: ${ofHundred(facility.turnover)}`,
          `Beds: ${known(facility.beds, String)}. In use on an average day: ${occupancy === null ? NOT_KNOWN : `about ${occupancy} of 100`}`,
        ]
      : []),
    ...(facility.abuse ? ['It was cited for abuse.'] : []),
    ...(facility.specialFocus === 'none' ? [] : [facility.specialFocus === 'candidate' ? 'It may be put under special watch for poor care.' : 'It is under special watch for poor care.']),
    ...(facility.programs === '' ? [] : [PROGRAMS[facility.programs]]),
    ...(accepts.words === '' ? [] : [`${accepts.words}${accepts.is === 'unknown' ? '' : `, as they told us${accepts.asOf === '' ? '' : ` on ${showDate(accepts.asOf)}`}`}`]),
    ...(ours.openBeds ? [`It ${BEDS[ours.openBeds.value]}, asked ${showDate(ours.openBeds.asOf)}`] : []),
    ...Object.entries(meets).map(([code, is]) => `${MUST_HAVES[code] ?? code}: ${MEETS[is]}`),
    ...(ours.privateRate ? [`It asks $${money(Number(ours.privateRate.perDay))} a day if you pay yourself, asked ${showDate(ours.privateRate.asOf)}`] : []),
    ...(estimate ? [estimateWords(estimate, days)] : []),
    ...(ours.financialInterest === true ? ['We have a financial interest in this place.'] : []),
  ];
};

/** The order that somebody asked for; what is equal stays as it was, the nearest first. */
export const inOrder = (matches: readonly Match[], order: PlaceOrder): Match[] => {
  if (order === 'distance') return [...matches];
  if (order === 'name') return [...matches].sort((a, b) => a.facility.name.localeCompare(b.facility.name));
  return [...matches].sort((a, b) => (b.facility.stars.overall ?? -1) - (a.facility.stars.overall ?? -1));
};
