/** What the office says of imports of the directory: what one did, and what its undo does before it is done. */
import type { How, ImportLine, ImportSource, ReportRow, UndoEffect } from '../../app/imports';
import { showDate } from '../../domain/dates';

type When = (iso: string) => string;

/** "12,480": lists are long. */
export const numberWords = (count: number): string => count.toLocaleString('en-US');
const many = (count: number, one: string, several: string): string => `${numberWords(count)} ${count === 1 ? one : several}`;

export const whoWords = (by: string | null): string => (by === null ? 'a command on the server' : by);

export const takenWords = ({ at, by }: Pick<ImportLine, 'at' | 'by'>, when: When): string => `${when(at)}, by ${whoWords(by)}`;

export const undoneWords = ({ undone }: Pick<ImportLine, 'undone'>, when: When): string =>
  undone === null ? '' : `Undone ${when(undone.at)} by ${whoWords(undone.by)}`;

/** The day that the figures are of; the first and the last where the lists of one import differ. */
export const dateWords = (sources: readonly Pick<ImportSource, 'date'>[]): string => {
  const days = [...new Set(sources.map(({ date }) => date).filter((date) => date !== ''))].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return 'not said';
  return first === last ? showDate(first) : `${showDate(first)} to ${showDate(last)}`;
};

export const COUNTS = [
  { key: 'read', label: 'Read' },
  { key: 'new', label: 'New' },
  { key: 'changed', label: 'Changed' },
  { key: 'same', label: 'Unchanged' },
  { key: 'gone', label: 'No longer published' },
] as const satisfies readonly { key: keyof ImportSource; label: string }[];
type CountKey = (typeof COUNTS)[number]['key'];

const sumOf = (sources: readonly ImportSource[], key: CountKey): number => sources.reduce((sum, one) => sum + one[key], 0);

/** "148 rows read: 88 unchanged, 2 no longer published", over all its lists. */
export const didWords = (sources: readonly ImportSource[]): string => {
  const parts = COUNTS.filter(({ key }) => key !== 'read' && sumOf(sources, key) > 0).map(({ key, label }) => `${numberWords(sumOf(sources, key))} ${label.toLowerCase()}`);
  return `${many(sumOf(sources, 'read'), 'row', 'rows')} read: ${parts.length === 0 ? 'nothing taken' : parts.join(', ')}`;
};

const MOST_FILES = 2;
/** The first files; how many more there are where these are not all. */
export const filesWords = (files: string): string => {
  const all = files.split(', ');
  const more = all.length - MOST_FILES;
  return more > 0 ? `${all.slice(0, MOST_FILES).join(', ')} and ${more} more` : files;
};

/** Which rows of a report there are, and how many of each. */
export const kindsOf = ({ left, mended, gone }: Pick<ImportLine, How>): { how: How; words: string }[] =>
  (
    [
      { how: 'left', words: 'Left out', count: left },
      { how: 'mended', words: 'Taken, but', count: mended },
      { how: 'gone', words: 'No longer published', count: gone },
    ] as const
  ).flatMap(({ how, words, count }) => (count === 0 ? [] : [{ how, words: `${words} (${numberWords(count)})` }]));

export const HOW_WORDS: Readonly<Record<How, string>> = { left: 'No', mended: 'Yes, but', gone: 'No longer published' };

export const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** "Line 14", or which table of the file. What is in no file any more stands under the name of its list. */
export const placeWords = ({ file, row }: Pick<ReportRow, 'file' | 'row'>): string => capital(row === '' ? file : /^\d+$/u.test(row) ? `line ${row}` : row);

export const reportWords = (shown: number, total: number): string => `${numberWords(shown)} of ${many(total, 'row', 'rows')}`;

/** What an undo does, in the order in which it matters: what changes, what goes, what stays. */
export const effectWords = ({ sources, known }: UndoEffect): string[] => {
  const lines = sources.flatMap(({ name, back, again, new: made }) => [
    ...(back === 0 ? [] : [`${capital(name)}: ${numberWords(back)} ${back === 1 ? 'goes' : 'go'} back to what ${back === 1 ? 'it was' : 'they were'}${againWords(again, back)}.`]),
    ...(made === 0 ? [] : [`${capital(name)}: ${many(made, 'new one goes', 'new ones go')}.`]),
  ]);
  if (lines.length === 0) lines.push('It changed nothing: only its mark in this list changes.');
  const hung = known === 0 ? '' : ` So does what it knows of ${many(known, 'one that goes', 'ones that go')}: it shows again when a list has ${known === 1 ? 'it' : 'them'} again.`;
  return [...lines, `What your agency itself knows of a place stays.${hung}`];
};

const againWords = (again: number, back: number): string => {
  if (again === 0) return '';
  const which = again < back ? `${numberWords(again)} of them ${again === 1 ? 'is' : 'are'}` : back === 1 ? 'it is' : 'they are';
  return `; ${which} no longer marked as vanished`;
};

/** The server's own words of why it refused, as a sentence. */
export const sentence = (words: string): string => `${capital(words)}${/[.!?]$/u.test(words) ? '' : '.'}`;
