import { expect, it } from 'vitest';
import { noteWords } from '../../src/views/library/footnotes';

it.each([
  ['nursing-home', 'Footnote 9 of the published file', 'Footnote 9 of the published file: too few residents or stays to report'],
  ['nursing-home', 'Footnote 2, 18 of the published file', 'Footnote 2, 18 of the published file: too little data for a star rating; not rated: a history of serious quality problems'],
  ['nursing-home', 'Footnote 99 of the published file', 'Footnote 99 of the published file'],
  ['nursing-home', 'The published file says “*”', 'The published file says “*”'],
  ['hospital', 'Footnote 9 of the published file', 'Footnote 9 of the published file'],
])('a footnote of a %s that reads "%s" is told in words', (type, note, words) => {
  expect(noteWords(type, note)).toBe(words);
});
