/**
 * One place in words for a patient and family, in their language, reading grade 6. What is on the screen and on paper is kept word for
 * word with the record, so these lines are also what somebody was shown. Nothing in them recommends.
 */
import type { Estimate } from './cost-estimate';
import { money } from './cost-estimate';
import type { Programs } from './directory';
import type { Match } from './facility-match';
import { familySaid, lineDay, milesSaid, type FamilyKey, type FamilyLanguage } from './family-words';

export type PlaceOrder = 'distance' | 'name' | 'stars';

const ORDER_KEYS: Readonly<Record<PlaceOrder, FamilyKey>> = { distance: 'orderNearest', name: 'orderName', stars: 'orderStars' };

export const orderWords = (language: FamilyLanguage, order: PlaceOrder): string => familySaid(language, ORDER_KEYS[order]);
export const PLACE_ORDERS = Object.keys(ORDER_KEYS) as PlaceOrder[];

/** Several places bear one name: the town tells them apart, and the street where even that is the same. */
export const placeName = ({ name, address }: Match['facility']): string => [name, address.city].filter(Boolean).join(', ');
export const placeAddress = ({ address }: Match['facility']): string => [address.line, address.city, address.zip].filter(Boolean).join(', ');

const MUST_HAVES: Readonly<Record<string, FamilyKey>> = {
  'trach-vent': 'mustTrach', dialysis: 'mustDialysis', bariatric: 'mustBariatric', 'wound-vac': 'mustVac', iv: 'mustIv',
  'memory-care': 'mustMemory', isolation: 'mustAlone', smoking: 'mustSmoke', pets: 'mustPets', language: 'mustTongue',
};
const MEETS = { yes: 'yes', no: 'no', unknown: 'notKnown' } as const;
const BEDS = { yes: 'bedsYes', no: 'bedsNo', soon: 'bedsSoon' } as const;
const PROGRAMS: Readonly<Record<Exclude<Programs, ''>, FamilyKey>> = { both: 'programBoth', medicare: 'programMedicare', medicaid: 'programMedicaid' };
/** What staff read of an insurance, as the family reads it. */
const TAKES: Readonly<Record<string, FamilyKey>> = Object.fromEntries(
  (['takesPending', 'takesNotPending', 'takesDiffer', 'takesUnknown', 'takesIt', 'takesNot'] as const).map((key) => [familySaid('en', key), key]),
);

/** A must-have as patient and family read it; another one than ours stands in its own words. */
export const mustHaveWords = (language: FamilyLanguage, code: string): string => {
  const key = MUST_HAVES[code];
  return key ? familySaid(language, key) : code;
};

/** The one line that says what somebody would pay. */
export const estimateWords = (estimate: Estimate, days: number, language: FamilyLanguage = 'en'): string =>
  estimate.total === null
    ? familySaid(language, 'payUnknown')
    : familySaid(language, days === 1 ? 'payOne' : 'payMany', { sum: money(Math.round(estimate.total)), days: String(days) });

const acceptsLine = ({ accepts }: Match, language: FamilyLanguage): string[] => {
  if (accepts.words === '') return [];
  const key = TAKES[accepts.words];
  const what = key ? familySaid(language, key) : accepts.words;
  if (accepts.is === 'unknown') return [what];
  return [accepts.asOf === '' ? familySaid(language, 'asTold', { what }) : familySaid(language, 'asToldOn', { what, day: lineDay(language, accepts.asOf) })];
};

/** What is told of one place. Figures that no list has of this type of place are left out, not called unknown. */
export const placeLines = (match: Match, estimate: Estimate | null, days: number, language: FamilyLanguage = 'en'): string[] => {
  const { facility, miles, meets, occupancy } = match;
  const say = (key: FamilyKey, values?: Record<string, string>): string => familySaid(language, key, values);
  const known = (value: number | null, words: (value: number) => string): string => (value === null ? say('notKnown') : words(value));
  const stars = (value: number | null): string => known(value, (count) => say('starsOf5', { count: String(count) }));
  const share = (value: number | null): string => known(value, (percent) => say('of100', { count: String(Math.round(percent)) }));
  const home = facility.type === 'nursing-home';
  const { ours } = facility;
  return [
    miles === null ? `${placeAddress(facility)}.` : say('placeAway', { address: placeAddress(facility), miles: milesSaid(language, miles) }),
    ...(home || facility.type === 'home-health' || facility.type === 'hospital' ? [say('placeOverall', { stars: stars(facility.stars.overall) })] : []),
    ...(home
      ? [
          say('placeStars', { staffing: stars(facility.stars.staffing), inspections: stars(facility.stars.inspection), quality: stars(facility.stars.quality) }),
          say('placeNurses', { hours: known(facility.nurseHours, (hours) => hours.toFixed(1)) }),
          say('placeRegistered', { hours: known(facility.rnHours, (hours) => hours.toFixed(1)) }),
          say('placeBack', { share: share(facility.rehospitalised) }),
          say('placeLeft', { share: share(facility.turnover) }),
          say('placeBeds', { beds: known(facility.beds, String), use: known(occupancy, (percent) => say('about', { share: say('of100', { count: String(percent) }) })) }),
        ]
      : []),
    ...(facility.abuse ? [say('placeAbuse')] : []),
    ...(facility.specialFocus === 'none' ? [] : [say(facility.specialFocus === 'candidate' ? 'placeMayWatch' : 'placeWatch')]),
    ...(facility.programs === '' ? [] : [say(PROGRAMS[facility.programs])]),
    ...acceptsLine(match, language),
    ...(ours.openBeds ? [say(BEDS[ours.openBeds.value], { day: lineDay(language, ours.openBeds.asOf) })] : []),
    ...Object.entries(meets).map(([code, is]) => `${mustHaveWords(language, code)}: ${say(MEETS[is])}`),
    ...(ours.privateRate ? [say('placeRate', { rate: money(Number(ours.privateRate.perDay)), day: lineDay(language, ours.privateRate.asOf) })] : []),
    ...(estimate ? [estimateWords(estimate, days, language)] : []),
    ...(ours.financialInterest === true ? [say('ourInterest')] : []),
  ];
};

/** The order that somebody asked for; what is equal stays as it was, the nearest first. */
export const inOrder = (matches: readonly Match[], order: PlaceOrder): Match[] => {
  if (order === 'distance') return [...matches];
  if (order === 'name') return [...matches].sort((a, b) => a.facility.name.localeCompare(b.facility.name));
  return [...matches].sort((a, b) => (b.facility.stars.overall ?? -1) - (a.facility.stars.overall ?? -1));
};
