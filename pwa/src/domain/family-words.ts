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

const OWNERS: Readonly<Record<string, FamilyKey>> = { 'The patient': 'ownerPatient', Family: 'ownerFamily', 'The office': 'ownerOffice' };

/** Names stay as they are; what the plan's own chips say is the page's to say. */
export const ownerSaid = (language: FamilyLanguage, owner: string): string => {
  const key = OWNERS[owner];
  return key ? familySaid(language, key) : owner;
};

/** "Nov 2, 2026", "2 de noviembre de 2026": a day within a line. */
export const lineDay = (language: FamilyLanguage, date: string): string => (language === 'en' ? showDate(date) : familyDay(language, date, true));

/** "1.2 miles", as staff read it too. */
export const milesSaid = (language: FamilyLanguage, miles: number): string => {
  if (language === 'en') return milesWords(miles);
  return miles < 0.1 ? familySaid(language, 'milesUnder') : familySaid(language, 'miles', { miles: miles.toFixed(1) });
};
