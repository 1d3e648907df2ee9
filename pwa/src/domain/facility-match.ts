/**
 * Which places fit what a patient needs. All that fit are shown, the nearest first; only the patient changes the
 * order. What nobody knows of a place is "not known" and leaves nothing out.
 */
import { occupancyOf, searchFacilities, type Facility, type FacilityType, type FoundFacility, type Point } from './directory';

/** Levels of care that no published list is of: those places are among the services, or asked for by phone. */
export const TYPES_OF_LEVEL: Readonly<Record<string, readonly FacilityType[]>> = {
  snf: ['nursing-home'],
  ltc: ['nursing-home'],
  irf: ['irf'],
  ltch: ['ltch'],
  'home-health': ['home-health'],
  hospice: ['hospice'],
  'assisted-living': [],
  'adult-day': [],
  'medical-respite': [],
};

export type Meets = 'yes' | 'no' | 'unknown';

export interface Wanted {
  levelOfCare: string;
  mustHaves: readonly string[];
  /** The insurance that is asked about, by payer and plan; empty where none is chosen. */
  payer: string;
  plan: string;
  medicaidPending: boolean;
  from: Point | null;
  within: number | null;
}

export interface Match extends FoundFacility {
  /** Per must-have. */
  meets: Readonly<Record<string, Meets>>;
  accepts: { is: Meets; words: string };
  /** Residents of beds, in percent: an estimate from the published averages; null where either is not known. */
  occupancy: number | null;
}

const same = (one: string, other: string): boolean => one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase();

const acceptsOf = ({ ours }: Facility, { payer, plan, medicaidPending }: Wanted): Match['accepts'] => {
  if (medicaidPending && ours.medicaidPending !== null) {
    return { is: ours.medicaidPending ? 'yes' : 'no', words: ours.medicaidPending ? 'Takes pending Medicaid' : 'Does not take pending Medicaid' };
  }
  if (payer === '') return { is: 'unknown', words: '' };
  const asked = ours.payers.filter((one) => same(one.payer, payer) && (plan === '' || one.plan === '' || same(one.plan, plan)));
  const day = asked.map(({ asOf }) => asOf).sort().at(-1);
  const [latest, ...others] = asked.filter(({ asOf }) => asOf === day);
  if (latest && others.some(({ accepts }) => accepts !== latest.accepts)) return { is: 'unknown', words: 'Different answers about this insurance: ask again' };
  if (!latest) return { is: 'unknown', words: 'Not known whether it takes this insurance' };
  return { is: latest.accepts ? 'yes' : 'no', words: `${latest.accepts ? 'Takes' : 'Does not take'} this insurance` };
};

/** Of 100 beds no more than 100 are in use: people read this one, not a ratio. */
const inUse = (facility: Facility): number | null => {
  const percent = occupancyOf(facility);
  return percent === null ? null : Math.min(100, percent);
};

/** All that fit by level of care and distance, nearest first; must-haves and insurance are told, not filtered. */
export const matchesOf = (facilities: readonly Facility[], wanted: Wanted): Match[] => {
  const types = TYPES_OF_LEVEL[wanted.levelOfCare] ?? [];
  if (types.length === 0) return [];
  return searchFacilities(facilities, { types, from: wanted.from, within: wanted.within }).map((found) => ({
    ...found,
    meets: Object.fromEntries(wanted.mustHaves.map((one) => [one, found.facility.ours.capabilities.includes(one) ? 'yes' : 'unknown'])),
    accepts: acceptsOf(found.facility, wanted),
    occupancy: inUse(found.facility),
  }));
};

export interface Narrowing {
  /** Leave out what is known not to take the insurance. */
  accepting: boolean;
  /** Only what is known to have every must-have. */
  meeting: boolean;
}

/** What a person asks to leave out; the screen says how many that are. */
export const narrowed = (matches: readonly Match[], { accepting, meeting }: Narrowing): Match[] =>
  matches.filter((match) => (!accepting || match.accepts.is !== 'no') && (!meeting || Object.values(match.meets).every((is) => is === 'yes')));
