/**
 * The agency's directory as this tablet carries it: facilities, services and the middle of each ZIP code of the
 * service area. It arrives as tables, cut in parts; each part is read once and again only when it has changed.
 */
import { indexed, lastOf, partsOf, remembering, type Shelf } from './directory-parts';
import { nearestOf, pointOf, type Point } from './distance';
import { overlaysByFacility, readOverlay, NOTHING_OF_OURS, type Overlay } from './facility-overlay';
import { byName } from './plain-words';
import { isObject, listOf, settled, textField, textOf, type RecordLike } from './reading';
import { readTable, type Row } from './tables';

export { milesBetween, type Point } from './distance';
export type { Overlay } from './facility-overlay';
export type { Shelf } from './directory-parts';
export { servicesOf, type Service } from './services';

export type FacilityType = 'nursing-home' | 'home-health' | 'irf' | 'ltch' | 'hospice' | 'hospital';

export const FACILITY_TYPES: Record<FacilityType, string> = {
  'nursing-home': 'Nursing home',
  irf: 'Inpatient rehabilitation',
  ltch: 'Long-term care hospital',
  'home-health': 'Home health agency',
  hospice: 'Hospice',
  hospital: 'Hospital',
};

/** Of which public insurance a place is a provider. */
export type Programs = 'medicare' | 'medicaid' | 'both' | '';

export interface Facility {
  id: string;
  ccn: string;
  type: FacilityType;
  name: string;
  phone: string;
  address: { line: string; city: string; state: string; zip: string };
  /** Where it is: its own position, else the middle of its ZIP code; null where neither is known. */
  at: Point | null;
  stars: { overall: number | null; inspection: number | null; staffing: number | null; quality: number | null };
  /** Percent of short stays that ended in a hospital again. */
  rehospitalised: number | null;
  nurseHours: number | null;
  /** Of these, by registered nurses. */
  rnHours: number | null;
  /** Percent of the nursing staff that left within a year. */
  turnover: number | null;
  abuse: boolean;
  specialFocus: 'none' | 'candidate' | 'special-focus';
  /** What it is certified for; empty where nothing is published of that. */
  programs: Programs;
  beds: number | null;
  /** Residents on an average day. */
  residents: number | null;
  ownership: string;
  /** What a home health agency says that it offers. */
  offers: string[];
  /** The day that the published figures are of. */
  dataDate: string;
  /** Why a value is null, in the publisher's words, by the field's name (`stars.overall`, `beds`). */
  notes: Record<string, string>;
  /** It was published once and is not any more: closed, merged or renamed. */
  gone: boolean;
  ours: Overlay;
}

const isType = (value: string): value is FacilityType => value in FACILITY_TYPES;

function readFacility(row: Row): Facility | null {
  const type = row.text('type');
  if (!isType(type)) return null;
  const [focus, programs] = [row.text('specialFocus'), row.text('programs')];
  const address = { line: row.text('line'), city: row.text('city'), state: row.text('state'), zip: row.text('zip') };
  const notes = row.value('notes');
  return {
    id: row.text('id'),
    ccn: row.text('ccn'),
    type,
    name: row.text('name'),
    phone: row.text('phone'),
    address,
    at: pointOf(row.value('lat'), row.value('lon')),
    stars: { overall: row.number('overall'), inspection: row.number('inspection'), staffing: row.number('staffing'), quality: row.number('quality') },
    rehospitalised: row.number('rehospitalised'),
    nurseHours: row.number('nurseHours'),
    rnHours: row.number('rnHours'),
    turnover: row.number('turnover'),
    abuse: row.value('abuse') === true,
    specialFocus: focus === 'candidate' || focus === 'special-focus' ? focus : 'none',
    programs: programs === 'medicare' || programs === 'medicaid' || programs === 'both' ? programs : '',
    beds: row.number('beds'),
    residents: row.number('residents'),
    ownership: row.text('ownership'),
    offers: listOf(row.value('offers')).map(textOf),
    dataDate: row.text('dataDate'),
    notes: isObject(notes) ? Object.fromEntries(Object.entries(notes).map(([field, why]) => [field, textOf(why)])) : {},
    gone: row.value('gone') === true,
    ours: NOTHING_OF_OURS,
  };
}

const facilitiesOfPart = remembering((part: RecordLike): Facility[] =>
  readTable(settled(part, 'table')).map(readFacility).filter((one) => one !== null));

interface Places {
  list: readonly Facility[];
  byId: ReadonlyMap<string, Facility>;
}

const published = lastOf((parts): readonly Facility[] => {
  const dates = datesOf(parts);
  return parts.filter((part) => textField(part, 'part') === 'facilities').flatMap(facilitiesOfPart).map((one) => {
    const dataDate = one.dataDate || (dates.get(one.type) ?? '');
    return dataDate === one.dataDate ? one : { ...one, dataDate };
  }).sort(byName);
});

const facilities = lastOf((parts, overlays): Places => {
  const ours = overlaysByFacility(overlays);
  const all = published(parts, []);
  const list = all.map((one) => {
    const known = ours.get(one.id);
    return known ? { ...one, ours: readOverlay(known) } : one;
  });
  words.as(list, all);
  return { list, byId: new Map(list.map((one) => [one.id, one])) };
});

const words = indexed(({ name, address, ccn, type }: Facility): string => `${name} ${address.line} ${address.city} ${address.zip} ${ccn} ${FACILITY_TYPES[type]}`);

/** The day that the figures of each source are of; an entry says its own only where it is another. */
function datesOf(parts: readonly RecordLike[]): Map<string, string> {
  const sources = parts.filter((part) => textField(part, 'part') === 'sources').flatMap((part) => readTable(settled(part, 'table')));
  return new Map(sources.map((row) => [row.text('source'), row.text('date')]));
}

const placesOf = (shelf: Shelf): Places => {
  const parts = shelf.all('directory').filter((part) => ['facilities', 'sources'].includes(textField(part, 'part')));
  return facilities(parts, shelf.all('facility_overlay'));
};

/** Every facility in the agency's service area, by name. */
export const facilitiesOf = (shelf: Shelf): readonly Facility[] => placesOf(shelf).list;

/** One facility; undefined where this tablet does not carry it. */
export const facilityOf = (shelf: Shelf, id: string): Facility | undefined => placesOf(shelf).byId.get(id);

const middles = lastOf((parts): ReadonlyMap<string, Point> => {
  const rows = parts.flatMap((part) => readTable(settled(part, 'table')));
  return new Map(rows.flatMap((row): [string, Point][] => {
    const at = pointOf(row.value('lat'), row.value('lon'));
    return at ? [[row.text('zip'), at]] : [];
  }));
});

/** The middle of a ZIP code of the service area (five digits, or with the four behind them); null for any other. */
export const zipPoint = (shelf: Shelf, zip: string): Point | null => middles(partsOf(shelf, 'zips'), []).get(zip.trim().slice(0, 5)) ?? null;

/** Residents on an average day for 100 certified beds; null where either is not known. */
export const occupancyOf = ({ beds, residents }: Facility): number | null =>
  beds === null || beds <= 0 || residents === null ? null : Math.round((100 * residents) / beds);

export interface FacilitySearch {
  types?: readonly FacilityType[];
  /** Words that each have to begin a word of name, town, street, ZIP code, number or type; empty where a person may type some yet. */
  text?: string;
  from?: Point | null;
  /** Only what is so near; nothing whose distance is not known. */
  within?: number | null;
  /** Those that are published no more are left out unless asked for. */
  gone?: boolean;
}

export interface FoundFacility {
  facility: Facility;
  miles: number | null;
}

const nearest = nearestOf((facility: Facility, distance): FoundFacility => ({ facility, miles: distance(facility.at) }));

/**
 * What fits of a list that comes by name, nearest first: a neutral order. What is equally far stays by name, and
 * what is nowhere comes last.
 * Stars, money and what the agency prefers move nothing.
 */
export function searchFacilities(all: readonly Facility[], search: FacilitySearch): FoundFacility[] {
  const types = search.types && search.types.length > 0 ? new Set(search.types) : null;
  const within = search.within ?? null;
  return nearest(all, search.from ?? null, words.begun(all, search.text)).filter(({ facility, miles }) =>
    (!facility.gone || search.gone === true) && (!types || types.has(facility.type)) && (within === null || (miles !== null && miles <= within)));
}
