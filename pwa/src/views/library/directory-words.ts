/** How a facility and a service are put in words: one place, so that list, detail and options agree. */
import { milesWords } from '../../domain/distance';
import { FACILITY_TYPES, occupancyOf, type Facility } from '../../domain/directory';
import { STALE_AFTER } from '../../domain/facility-overlay';
import type { Opening, ServicePlace } from '../../domain/services';
import { showDate } from '../../domain/dates';
import { noteWords } from './footnotes';

export const NOT_KNOWN = 'Not known';

export const addressLine = ({ line, city, state, zip }: ServicePlace['address']): string =>
  [line, city, [state, zip].filter(Boolean).join(' ')].filter(Boolean).join(', ');

const PROGRAMS: Readonly<Record<Facility['programs'], string>> = { both: 'Medicare and Medicaid', medicare: 'Medicare only', medicaid: 'Medicaid only', '': NOT_KNOWN };

/** Of which public insurance it is a provider, as published. */
export const programsWords = ({ programs }: Facility): string => PROGRAMS[programs];

export const starsWords = (stars: number | null): string => (stars === null ? NOT_KNOWN : `${stars} of 5 stars`);

export const facilityFacts = (facility: Facility, miles: number | null, measured: boolean): string =>
  [FACILITY_TYPES[facility.type], [facility.address.line, facility.address.city].filter(Boolean).join(', '), measured ? milesWords(miles) : '', facility.stars.overall === null ? '' : starsWords(facility.stars.overall)]
    .filter(Boolean)
    .join(' · ');

export interface Figure {
  /** The field's name, as footnotes name it. */
  field: string;
  label: string;
  value: string;
  note: string;
}

const rounded = (value: number | null, unit: string, digits = 1): string =>
  value === null ? NOT_KNOWN : `${Number(value.toFixed(digits))}${unit}`;

/** "about 88% full": average residents for each certified bed; an estimate of ours. */
export const occupancyWords = (facility: Facility): string => {
  const percent = occupancyOf(facility);
  return percent === null ? NOT_KNOWN : `About ${percent}% full on an average day (residents per certified bed)`;
};

const FIGURES: Record<Facility['type'], string[]> = {
  'nursing-home': ['stars.overall', 'stars.inspection', 'stars.staffing', 'stars.quality', 'rehospitalised', 'nurseHours', 'rnHours', 'turnover', 'beds', 'residents'],
  'home-health': ['stars.overall', 'rehospitalised'],
  irf: ['rehospitalised'],
  ltch: ['rehospitalised', 'beds'],
  hospice: [],
  hospital: ['stars.overall'],
};

/** The published figures that its type has, in a fixed order; what is not known stands there with its reason. */
export function figuresOf(facility: Facility): Figure[] {
  const { stars, notes } = facility;
  const all: Omit<Figure, 'note'>[] = [
    { field: 'stars.overall', label: 'Overall rating', value: starsWords(stars.overall) },
    { field: 'stars.inspection', label: 'Health inspections', value: starsWords(stars.inspection) },
    { field: 'stars.staffing', label: 'Staffing', value: starsWords(stars.staffing) },
    { field: 'stars.quality', label: 'Quality measures', value: starsWords(stars.quality) },
    { field: 'rehospitalised', label: 'Back in a hospital after a stay', value: rounded(facility.rehospitalised, '%') },
    { field: 'nurseHours', label: 'Nursing hours per resident and day', value: rounded(facility.nurseHours, ' hours', 2) },
    { field: 'rnHours', label: 'Of these, by registered nurses', value: rounded(facility.rnHours, ' hours', 2) },
    { field: 'turnover', label: 'Nursing staff who left within a year', value: rounded(facility.turnover, '%') },
    { field: 'beds', label: 'Certified beds', value: rounded(facility.beds, '') },
    { field: 'residents', label: 'Residents on an average day', value: rounded(facility.residents, '') },
  ];
  return all.filter(({ field }) => FIGURES[facility.type].includes(field)).map((figure) => ({ ...figure, note: noteWords(facility.type, notes[figure.field] ?? '') }));
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** "Published figures of Oct 1, 2026, 56 days old."; both are days. */
export function publishedWords(dataDate: string, today: string): string {
  if (dataDate === '') return 'The date of the published figures is not known.';
  const days = daysBetween(dataDate, today);
  return `Published figures of ${showDate(dataDate)}${days > STALE_AFTER.published ? `, ${days} days old. Check what matters by phone.` : '.'}`;
}

/** "asked today", "asked 12 days ago", and that it has to be asked again. */
export function askedWords(asOf: string, today: string, good: number): string {
  if (asOf === '') return 'day not known';
  const days = daysBetween(asOf, today);
  const when = days <= 0 ? 'asked today' : days === 1 ? 'asked yesterday' : `asked ${days} days ago`;
  return days > good ? `${when}: ask again` : when;
}

const DAY_NAMES: Record<string, string> = { MO: 'Mon', TU: 'Tue', WE: 'Wed', TH: 'Thu', FR: 'Fri', SA: 'Sat', SU: 'Sun' };
const ORDER = Object.keys(DAY_NAMES);

function daysWords(days: string[]): string {
  if (days.length === 0 || days.length === ORDER.length) return 'Every day';
  const places = days.map((day) => ORDER.indexOf(day)).sort((a, b) => a - b);
  const [first = 0] = places;
  const last = places.at(-1) ?? first;
  const name = (place: number): string => DAY_NAMES[ORDER[place] ?? ''] ?? '';
  return places.length > 2 && last - first === places.length - 1 ? `${name(first)} to ${name(last)}` : places.map(name).join(', ');
}

/** "Mon to Fri 09:00 to 17:00"; with its last day where it has one. */
export function openingWords(opening: Opening, today: string): string {
  const hours = opening.opens !== '' && opening.closes !== '' ? `${opening.opens} to ${opening.closes}` : 'hours not known';
  const over = opening.to !== '' && opening.to < today;
  const until = opening.to === '' ? '' : over ? `; this ended ${showDate(opening.to)}` : `, until ${showDate(opening.to)}`;
  return `${daysWords(opening.days)} ${hours}${until}${opening.note === '' ? '' : `. ${opening.note}`}`;
}
