/** Choosing an organisation from the directory by its name: what a record keeps of it is its id, and its name as it was. */
import { facilitiesOf, FACILITY_TYPES, facilityOf, searchFacilities, type Facility, type Shelf } from './directory';
import { milesWords, nearestFirst, type Point } from './distance';
import { searchServices } from './service-search';
import { serviceOf, servicesOf, type Service } from './services';

export interface Pick {
  id: string;
  name: string;
  /** What it is, where, and how far. */
  facts: string;
  phone: string;
  address: string;
  zip: string;
  miles: number | null;
}

/** From how many letters on a name is looked for: one letter begins thousands of names. */
const LEAST = 2;

type Address = Facility['address'];
const oneLine = ({ line, city, state, zip }: Address): string => [line, city, [state, zip].filter(Boolean).join(' ')].filter(Boolean).join(', ');

/** Several of one name stand in one town: the street tells them apart. */
const facts = (about: string, at: Address | undefined, miles: number | null): string => [about, [at?.line, at?.city].filter(Boolean).join(', '), miles === null ? '' : milesWords(miles)].filter(Boolean).join(' · ');

const ofFacility = (facility: Facility, miles: number | null): Pick => ({
  id: facility.id,
  name: facility.name,
  facts: facts(FACILITY_TYPES[facility.type], facility.address, miles),
  phone: facility.phone,
  address: oneLine(facility.address),
  zip: facility.address.zip,
  miles,
});

/** A service is asked at its organisation: where its own name doesn't say whose it is, both names do. */
const ofService = (service: Service, miles: number | null): Pick => {
  const [place] = service.places;
  const named = service.organization === '' || service.name.includes(service.organization);
  return {
    id: service.id,
    name: named ? service.name : `${service.name}, ${service.organization}`,
    facts: facts('Service', place?.address, miles),
    phone: service.phones[0]?.number ?? place?.phones[0]?.number ?? '',
    address: place ? oneLine(place.address) : '',
    zip: place?.address.zip ?? '',
    miles,
  };
};

/** Entries that these words find, the nearest first; none for less than two letters. What is no longer published is not offered. */
export function picksOf(shelf: Shelf, text: string, from: Point | null, most: number): Pick[] {
  if (text.trim().length < LEAST) return [];
  const facilities = searchFacilities(facilitiesOf(shelf), { text, from }).slice(0, most);
  const services = searchServices(servicesOf(shelf), { text, from }).slice(0, most);
  return nearestFirst([
    ...facilities.map(({ facility, miles }) => ofFacility(facility, miles)),
    ...services.map(({ service, miles }) => ofService(service, miles)),
  ]).slice(0, most);
}

/** What became of an entry that was chosen; null where it is as it was, or was never one. */
export function changedSince(shelf: Shelf, id: string, name: string): string | null {
  if (id === '') return null;
  const facility = facilityOf(shelf, id);
  const service = facility ? undefined : serviceOf(shelf, id);
  const entry = facility ?? service;
  if (!entry) return facilitiesOf(shelf).length + servicesOf(shelf).length === 0 ? null : 'It is not in the directory of this tablet any more. Call before you go on.';
  if (entry.gone) return 'It is no longer published since: it may be closed, merged or renamed. Call before you go on.';
  const now = (facility ? ofFacility(facility, null) : service ? ofService(service, null) : null)?.name ?? name;
  // Lists of places name the town behind it.
  return name === now || name.startsWith(`${now}, `) ? null : `The directory calls it ${now} now.`;
}
