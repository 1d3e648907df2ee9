/** Searching services on this tablet: by words, need, distance, language, age, and whether they are open now. */
import { nearestOf, type Point } from './distance';
import { serviceWords, type Opening, type Service } from './services';

/** A moment by the agency's clock: `2026-11-26`, `14:05`. */
export interface Clock {
  date: string;
  time: string;
}

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const dayOf = (date: string): string => DAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

const holdsOn = ({ days, from, to }: Opening, date: string): boolean =>
  (days.length === 0 || days.includes(dayOf(date))) && (from === '' || from <= date) && (to === '' || date <= to);

function isOpen(opening: Opening, { date, time }: Clock): boolean {
  const { opens, closes } = opening;
  if (opens === '' || closes === '') return false;
  if (opens < closes) return holdsOn(opening, date) && opens <= time && time < closes;
  // Past midnight: the evening of this day, or what is left of the night before.
  return (holdsOn(opening, date) && time >= opens) || (holdsOn(opening, dayBefore(date)) && time < closes);
}

/** All times that it names, wherever it is. */
export const openingsOf = (service: Service): Opening[] => [...service.openings, ...service.places.flatMap(({ openings }) => openings)];

/** True, false, or null where it doesn't say when it is open. */
export function isOpenNow(service: Service, now: Clock): boolean | null {
  const said = openingsOf(service).filter(({ opens, closes }) => opens !== '' && closes !== '');
  return said.length === 0 ? null : said.some((opening) => isOpen(opening, now));
}

export interface ServiceSearch {
  /** Words of name, organization, description, subjects, place, and of whom it is for; empty where a person may type some yet. */
  text?: string;
  need?: string;
  language?: string;
  /** Of somebody of this age; a service without limits is for all. */
  age?: number | null;
  from?: Point | null;
  within?: number | null;
  openNow?: Clock | null;
  /** Also what is published no more, and what is not active. */
  gone?: boolean;
}

export interface FoundService {
  service: Service;
  miles: number | null;
}

const isActive = ({ status, gone }: Service): boolean => !gone && (status === '' || status === 'active');
const isFor = ({ ages }: Service, age: number): boolean => (ages.from === null || ages.from <= age) && (ages.to === null || age <= ages.to);

const nearest = nearestOf((service: Service, distance): FoundService => {
  let least: number | null = null;
  for (const { at } of service.places) {
    const miles = distance(at);
    if (miles !== null && (least === null || miles < least)) least = miles;
  }
  return { service, miles: least };
});

/** What fits of a list that comes by name, nearest first. A service without a place is reached from everywhere and comes last. */
export function searchServices(all: readonly Service[], search: ServiceSearch): FoundService[] {
  const { need = '', language = '', age = null, within = null, openNow = null } = search;
  return nearest(all, search.from ?? null, serviceWords.begun(all, search.text)).filter(({ service, miles }) => {
    if (search.gone !== true && !isActive(service)) return false;
    if (need !== '' && !service.needs.includes(need)) return false;
    if (language !== '' && !service.languages.includes(language)) return false;
    if (age !== null && !isFor(service, age)) return false;
    if (openNow !== null && isOpenNow(service, openNow) !== true) return false;
    return within === null || service.places.length === 0 || (miles !== null && miles <= within);
  });
}

/** Every language that any of them names, in order. */
export const languagesOf = (all: readonly Service[]): string[] => [...new Set(all.flatMap(({ languages }) => languages))].sort((a, b) => a.localeCompare(b));

/** Needs by which services are found, in plain words; which service answers which is our own reading of its words. */
export const SERVICE_NEEDS: Record<string, string> = {
  'food-insecurity': 'Food',
  homelessness: 'A place to stay tonight',
  'housing-instability': 'Keeping the home',
  'inadequate-housing': 'Repairs and ramps at home',
  'utility-insecurity': 'Electricity, heat, water',
  'transportation-insecurity': 'Rides',
  'financial-insecurity': 'Money',
  'material-hardship': 'Clothes and things for the home',
  'health-insurance-coverage-status': 'Health insurance',
  'medical-cost-burden': 'Medical costs',
  'employment-status': 'Work',
  education: 'Classes and reading',
  'social-connection': 'Company',
  stress: 'Counseling',
  'intimate-partner-violence': 'Safety from a partner',
  'elder-abuse': 'Safety of older people',
  'digital-access': 'Internet and computers',
  'veteran-status': 'Veterans',
};
