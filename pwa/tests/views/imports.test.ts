import { describe, expect, it } from 'vitest';
import type { ImportSource } from '../../src/app/imports';
import { dateWords, effectWords, kindsOf, placeWords, reportWords, sentence, sumOf, takenWords, undoneWords } from '../../src/views/office/import-words';

const when = (iso: string): string => iso.slice(0, 10);
const source = (more: Partial<ImportSource>): ImportSource => ({
  source: 'nursing-home', name: 'nursing homes', date: '2026-10-01', read: 90, new: 1, changed: 80, same: 9, gone: 0, ...more,
});

describe('what is said of an import', () => {
  it('names who took it in, a person or a command', () => {
    expect(takenWords({ at: '2026-11-23T09:00:00Z', by: 'Grace Lindqvist' }, when)).toBe('2026-11-23, by Grace Lindqvist');
    expect(takenWords({ at: '2026-11-23T09:00:00Z', by: null }, when)).toBe('2026-11-23, by a command on the server');
    expect(undoneWords({ undone: null }, when)).toBe('');
    expect(undoneWords({ undone: { at: '2026-11-24T09:00:00Z', by: null } }, when)).toBe('Undone 2026-11-24 by a command on the server');
  });

  it('says the day of its figures, both ends where its lists differ, and that it is not said', () => {
    expect(dateWords([source({}), source({})])).toBe('Oct 1, 2026');
    expect(dateWords([source({}), source({ date: '2026-07-01' }), source({ date: '' })])).toBe('Jul 1, 2026 to Oct 1, 2026');
    expect(dateWords([source({ date: '' })])).toBe('not said');
    expect(dateWords([])).toBe('not said');
  });

  it('counts over all its lists', () => {
    expect(sumOf([source({}), source({ read: 12_000 })], 'read')).toBe(12_090);
  });

  it('offers what its report has, with how many', () => {
    expect(kindsOf({ left: 1200, mended: 0, gone: 3 })).toEqual([{ how: 'left', words: 'Left out (1,200)' }, { how: 'gone', words: 'No longer published (3)' }]);
  });

  it('says where a row stands: a line, a table, or a list that has it no more', () => {
    expect(placeWords({ file: 'a.csv', row: '14' })).toBe('a.csv, line 14');
    expect(placeWords({ file: 'services.json', row: 'service' })).toBe('services.json, service');
    expect(placeWords({ file: 'nursing homes', row: '' })).toBe('nursing homes');
    expect(reportWords(50, 1200)).toBe('50 of 1,200 rows');
    expect(reportWords(1, 1)).toBe('1 of 1 row');
  });
});

describe('what an undo does', () => {
  const moved = { source: 'nursing-home', name: 'nursing homes', back: 412, again: 2, new: 3 };

  it('says first what goes back, what goes, and what stays', () => {
    expect(effectWords({ sources: [moved], known: 0 })).toEqual([
      'nursing homes: 412 go back to what they were; 2 of them are no longer marked as vanished.',
      'nursing homes: 3 new ones go.',
      'What your agency itself knows of a place stays.',
    ]);
  });

  it('says one in the singular, and what hangs on one that goes', () => {
    expect(effectWords({ sources: [{ ...moved, back: 1, again: 0, new: 1 }], known: 1 })).toEqual([
      'nursing homes: 1 goes back to what it was.',
      'nursing homes: 1 new one goes.',
      'What your agency itself knows of a place stays. So does what it knows of 1 one that goes: it shows again when a list has it again.',
    ]);
  });

  it('says of one that changed nothing that only its mark changes', () => {
    expect(effectWords({ sources: [], known: 0 })[0]).toBe('It changed nothing: only its mark in this list changes.');
  });

  it('tells a refusal of the server as a sentence', () => {
    expect(sentence('import 5 came after it: undo that one first')).toBe('Import 5 came after it: undo that one first.');
    expect(sentence('Done.')).toBe('Done.');
  });
});
