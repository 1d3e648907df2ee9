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
  /** The public insurance that would pay; empty where another does, or nobody said. */
  program: 'medicare' | 'medicaid' | '';
  from: Point | null;
  within: number | null;
}

export interface Match extends FoundFacility {
  /** Per must-have. */
  meets: Readonly<Record<string, Meets>>;
  /** Whether it is a provider of the public insurance that would pay. */
  takesPart: Meets;
  /** `asOf` and `source`: when who there said so; empty where nobody did. */
  accepts: { is: Meets; words: string; asOf: string; source: string };
  /** Residents of beds, in percent: an estimate from the published averages; null where either is not known. */
  occupancy: number | null;
}

const same = (one: string, other: string): boolean => one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase();

const acceptsOf = ({ ours }: Facility, { payer, plan, medicaidPending }: Wanted): Match['accepts'] => {
  if (medicaidPending && ours.medicaidPending !== null) {
    return { is: ours.medicaidPending ? 'yes' : 'no', words: ours.medicaidPending ? 'Takes pending Medicaid' : 'Does not take pending Medicaid', asOf: '', source: '' };
  }
  if (payer === '') return { is: 'unknown', words: '', asOf: '', source: '' };
  const asked = ours.payers.filter((one) => same(one.payer, payer) && (plan === '' || one.plan === '' || same(one.plan, plan)));
  const day = asked.map(({ asOf }) => asOf).sort().at(-1);
  const [latest, ...others] = asked.filter(({ asOf }) => asOf === day);
  if (latest && others.some(({ accepts }) => accepts !== latest.accepts)) return { is: 'unknown', words: 'Different answers about this insurance: ask again', asOf: '', source: '' };
  if (!latest) return { is: 'unknown', words: 'Not known whether it takes this insurance', asOf: '', source: '' };
  return { is: latest.accepts ? 'yes' : 'no', words: `${latest.accepts ? 'Takes' : 'Does not take'} this insurance`, asOf: latest.asOf, source: latest.source };
};

const takesPart = ({ programs }: Facility, { program }: Wanted): Meets =>
  program === '' || programs === '' ? 'unknown' : programs === 'both' || programs === program ? 'yes' : 'no';

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
    takesPart: takesPart(found.facility, wanted),
    accepts: acceptsOf(found.facility, wanted),
    occupancy: inUse(found.facility),
  }));
};

export interface Narrowing {
  /** Leave out what is known not to take the insurance. */
  accepting: boolean;
  /** Leave out what is published to be no provider of the public insurance that would pay. */
  takingPart: boolean;
  /** Only what is known to have every must-have. */
  meeting: boolean;
}

/** What a person asks to leave out; the screen says how many that are. */
export const narrowed = (matches: readonly Match[], { accepting, takingPart, meeting }: Narrowing): Match[] =>
  matches.filter((match) => (!accepting || match.accepts.is !== 'no') && (!takingPart || match.takesPart !== 'no') && (!meeting || Object.values(match.meets).every((is) => is === 'yes')));

/** What could be asked for less, and how many places would fit then. */
export interface Looser {
  what: 'must-have' | 'known' | 'insurance' | 'program' | 'distance';
  /** Code of the must-have, or miles; null where no distance is asked for any more. */
  value: string | number | null;
  fit: number;
}

const FARTHER = [10, 25, 50, 100, null] as const;

/**
 * Where nothing fits: which one wish, taken back alone, lets places fit, the one that helps most first; of distances
 * the nearest. That nobody knows of a must-have is a wish of its own: such a place may have it.
 */
export const looser = (facilities: readonly Facility[], wanted: Wanted, narrowing: Narrowing): Looser[] => {
  const all = matchesOf(facilities, wanted);
  const count = (matches: readonly Match[], by: Narrowing): number => narrowed(matches, by).length;
  const without = wanted.mustHaves.map((code): Looser => ({
    what: 'must-have', value: code,
    fit: count(narrowing.meeting ? all.map((match) => ({ ...match, meets: Object.fromEntries(Object.entries(match.meets).filter(([one]) => one !== code)) })) : [], narrowing),
  }));
  const known: Looser = { what: 'known', value: null, fit: narrowing.meeting ? count(all, { ...narrowing, meeting: false }) : 0 };
  const insured: Looser = { what: 'insurance', value: null, fit: narrowing.accepting ? count(all, { ...narrowing, accepting: false }) : 0 };
  const program: Looser = { what: 'program', value: null, fit: narrowing.takingPart ? count(all, { ...narrowing, takingPart: false }) : 0 };
  const { within } = wanted;
  const farther = within === null ? [] : FARTHER.filter((miles) => miles === null || miles > within).map((miles): Looser => ({ what: 'distance', value: miles, fit: count(matchesOf(facilities, { ...wanted, within: miles }), narrowing) }));
  const nearest = farther.find(({ fit }) => fit > 0);
  return [known, ...without, insured, program, ...(nearest ? [nearest] : [])].filter(({ fit }) => fit > 0).sort((a, b) => b.fit - a.fit);
};
