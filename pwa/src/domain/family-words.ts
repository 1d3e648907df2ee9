/** What the pages for patient and family say by themselves, in the reader's language (measured in a test), and their days. */
import { showDate } from './dates';
import { milesWords } from './distance';
import WORDS from './family-words.json';

export type FamilyLanguage = keyof typeof WORDS;
export const isFamilyLanguage = (value: unknown): value is FamilyLanguage => typeof value === 'string' && Object.hasOwn(WORDS, value);
export type FamilyKey = keyof (typeof WORDS)['en'];

/** A value that ends a sentence of its own loses its full stop: the sentence around it has one. */
export const familySaid = (language: FamilyLanguage, key: FamilyKey, values: Record<string, string> = {}): string =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value.replace(/[.!]+$/u, '')), WORDS[language][key]);

/** "December 4", "4 de diciembre"; with the year where it may be another one. */
export const familyDay = (language: FamilyLanguage, date: string, year = false): string =>
  new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', ...(year ? { year: 'numeric' as const } : {}), timeZone: 'UTC' }).format(new Date(`${date}T12:00:00Z`));

/** What our screens offer to tap and records keep as it stood: who does something, and the services that the table of needs suggests. */
const OFFERED: Readonly<Record<string, FamilyKey>> = {
  'The patient': 'ownerPatient',
  Family: 'ownerFamily',
  'The office': 'ownerOffice',
  'Medical respite/recuperative care': 'serviceRespite',
  'Coordinated entry (HUD CoC)': 'serviceEntry',
  'Emergency shelter with nursing access': 'serviceShelter',
  'Emergency rental assistance': 'serviceRent',
  'Legal aid (eviction)': 'serviceEviction',
  'Housing case management': 'serviceHousing',
  'Assistance with SNAP application': 'serviceSnap',
  'Assistance with application for food pantry program': 'servicePantry',
  'Home-delivered meals (Older Americans Act Title III-C2)': 'serviceMeals',
  'Medically tailored meals': 'serviceDiet',
  'LIHEAP application': 'serviceEnergy',
  'Medical baseline / critical-care customer certification': 'serviceMedicalPower',
  'Utility payment plan': 'serviceBills',
  'Medicaid NEMT ride': 'serviceRide',
  'Paratransit application': 'serviceParatransit',
  'Plan ride benefit (MA)': 'servicePlanRide',
  'Volunteer driver': 'serviceDriver',
  'Tell the physician the score today': 'serviceScore',
  'Referral for depression care': 'serviceMood',
  'Weatherization': 'serviceWeather',
  'Home repair/modification program': 'serviceRepair',
  'Code enforcement': 'serviceCode',
  'Smoke detector installation (fire department)': 'serviceSmoke',
};

/** What was tapped is the page's to say, in plain words; what a person wrote, and names, stay as they are. `spanish` is of the patient's settings. */
export const offeredSaid = (language: FamilyLanguage, words: string, spanish: ReadonlyMap<string, string>): string => {
  const key = OFFERED[words];
  if (key) return familySaid(language, key);
  return language === 'es' ? (spanish.get(words) ?? words) : words;
};

/** "Nov 2, 2026", "2 de noviembre de 2026": a day within a line. */
export const lineDay = (language: FamilyLanguage, date: string): string => (language === 'en' ? showDate(date) : familyDay(language, date, true));

/** "1.2 miles", as staff read it too. */
export const milesSaid = (language: FamilyLanguage, miles: number): string => {
  if (language === 'en') return milesWords(miles);
  return miles < 0.1 ? familySaid(language, 'milesUnder') : familySaid(language, 'miles', { miles: miles.toFixed(1) });
};
