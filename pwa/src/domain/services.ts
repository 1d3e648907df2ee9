/** Community services of the directory, read from the parts that this tablet carries. */
import { indexed, lastOf, partsOf, remembering, type Shelf } from './directory-parts';
import { pointOf, type Point } from './distance';
import { byName } from './plain-words';
import { isObject, listOf, settled, textOf, type RecordLike } from './reading';
import { readTable, type Row } from './tables';

/** When it is open: on these days of the week (`MO` to `SU`; none given means every day), from and to. */
export interface Opening {
  days: string[];
  opens: string;
  closes: string;
  /** First and last day that it holds for; empty where none is given. */
  from: string;
  to: string;
  note: string;
}

export interface ServicePlace {
  name: string;
  address: { line: string; city: string; state: string; zip: string };
  at: Point | null;
  phones: { number: string; note: string }[];
  openings: Opening[];
  access: string[];
}

export interface Service {
  id: string;
  name: string;
  organization: string;
  description: string;
  status: string;
  /** Codes of needs that its subjects and words speak of: our own reading of them. */
  needs: string[];
  /** Its subjects, in the publisher's words. */
  subjects: string[];
  eligibility: string;
  ages: { from: number | null; to: number | null };
  languages: string[];
  fees: string;
  apply: string;
  wait: string;
  documents: string[];
  areas: string[];
  alert: string;
  phones: { number: string; note: string }[];
  email: string;
  url: string;
  places: ServicePlace[];
  openings: Opening[];
  /** The day that somebody last vouched for it, else the day that it was last changed; empty where neither is known. */
  dataDate: string;
  gone: boolean;
}

const texts = (value: unknown): string[] => listOf(value).map(textOf).filter(Boolean);

const phonesOf = (value: unknown): { number: string; note: string }[] =>
  listOf(value).filter(isObject).map((one) => ({ number: textOf(one.number), note: textOf(one.note) }));

const openingsOf = (value: unknown): Opening[] =>
  listOf(value).filter(isObject).map((one) => ({
    days: texts(one.days),
    opens: textOf(one.opens),
    closes: textOf(one.closes),
    from: textOf(one.from),
    to: textOf(one.to),
    note: textOf(one.note),
  }));

const placeOf = (one: Record<string, unknown>): ServicePlace => ({
  name: textOf(one.name),
  address: { line: textOf(one.line), city: textOf(one.city), state: textOf(one.state), zip: textOf(one.zip) },
  at: pointOf(one.lat, one.lon),
  phones: phonesOf(one.phones),
  openings: openingsOf(one.openings),
  access: texts(one.access),
});

function readService(row: Row): Service {
  return {
    id: row.text('id'),
    name: row.text('name'),
    organization: row.text('organization'),
    description: row.text('description'),
    status: row.text('status'),
    needs: texts(row.value('needs')),
    subjects: texts(row.value('subjects')),
    eligibility: row.text('eligibility'),
    ages: { from: row.number('minimumAge'), to: row.number('maximumAge') },
    languages: texts(row.value('languages')),
    fees: row.text('fees'),
    apply: row.text('apply'),
    wait: row.text('wait'),
    documents: texts(row.value('documents')),
    areas: texts(row.value('areas')),
    alert: row.text('alert'),
    phones: phonesOf(row.value('phones')),
    email: row.text('email'),
    url: row.text('url'),
    places: listOf(row.value('places')).filter(isObject).map(placeOf),
    openings: openingsOf(row.value('openings')),
    dataDate: row.text('dataDate'),
    gone: row.value('gone') === true,
  };
}

const where = ({ name, address }: ServicePlace): string => `${name} ${address.line} ${address.city} ${address.zip}`;

/** What text search looks into. */
export const serviceWords = indexed(({ name, organization, description, eligibility, subjects, places }: Service): string =>
  [name, organization, description, eligibility, ...subjects, ...places.map(where)].join(' '));

const servicesOfPart = remembering((part: RecordLike): Service[] => readTable(settled(part, 'table')).map(readService));

interface Known {
  list: readonly Service[];
  byId: ReadonlyMap<string, Service>;
}

const services = lastOf((parts): Known => {
  const list = parts.flatMap(servicesOfPart).sort(byName);
  return { list, byId: new Map(list.map((one) => [one.id, one])) };
});

/** Every service that reaches the agency's service area, by name. */
export const servicesOf = (shelf: Shelf): readonly Service[] => services(partsOf(shelf, 'services'), []).list;

/** One service; undefined where this tablet does not carry it. */
export const serviceOf = (shelf: Shelf, id: string): Service | undefined => services(partsOf(shelf, 'services'), []).byId.get(id);
