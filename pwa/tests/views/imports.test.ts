import { describe, expect, it } from 'vitest';
import type { ImportSource } from '../../src/app/imports';
import { dateWords, didWords, effectWords, filesWords, kindsOf, placeWords, reportWords, sentence, takenWords, undoneWords } from '../../src/views/office/import-words';

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

  it('counts over all its lists, and says nothing of what did not happen', () => {
    expect(didWords([source({}), source({ read: 12_000, changed: 0 })])).toBe('12,090 rows read: 2 new, 80 changed, 18 unchanged');
    expect(didWords([source({ read: 1, new: 0, changed: 0, same: 0 })])).toBe('1 row read: nothing taken');
  });

  it('names the first of many files', () => {
    expect(filesWords('a.csv, b.csv')).toBe('a.csv, b.csv');
    expect(filesWords('a.csv, b.csv, c.csv, d.csv')).toBe('a.csv, b.csv and 2 more');
  });

  it('offers what its report has, with how many', () => {
    expect(kindsOf({ left: 1200, mended: 0, gone: 3 })).toEqual([{ how: 'left', words: 'Left out (1,200)' }, { how: 'gone', words: 'No longer published (3)' }]);
  });

  it('says where a row stands: a line, a table, or a list that has it no more', () => {
    expect(placeWords({ file: 'a.csv', row: '14' })).toBe('Line 14');
    expect(placeWords({ file: 'services.json', row: 'service' })).toBe('Service');
    expect(placeWords({ file: 'nursing homes', row: '' })).toBe('Nursing homes');
    expect(reportWords(50, 1200)).toBe('50 of 1,200 rows');
    expect(reportWords(1, 1)).toBe('1 of 1 row');
  });
});

describe('what an undo does', () => {
  const moved = { source: 'nursing-home', name: 'nursing homes', back: 412, again: 2, new: 3 };

  it('says first what goes back, what goes, and what stays', () => {
    expect(effectWords({ sources: [moved], known: 0 })).toEqual([
      'Nursing homes: 412 go back to what they were; 2 of them are no longer marked as vanished.',
      'Nursing homes: 3 new ones go.',
      'What your agency itself knows of a place stays.',
    ]);
  });

  it('says one in the singular, and what hangs on one that goes', () => {
    expect(effectWords({ sources: [{ ...moved, back: 1, again: 0, new: 1 }], known: 1 })).toEqual([
      'Nursing homes: 1 goes back to what it was.',
      'Nursing homes: 1 new one goes.',
      'What your agency itself knows of a place stays. So does what it knows of 1 one that goes: it shows again when a list has it again.',
    ]);
  });

  it('says of all that had vanished that they are so no longer', () => {
    expect(effectWords({ sources: [{ ...moved, back: 2, again: 2, new: 0 }], known: 0 })[0]).toBe('Nursing homes: 2 go back to what they were; they are no longer marked as vanished.');
    expect(effectWords({ sources: [{ ...moved, back: 1, again: 1, new: 0 }], known: 0 })[0]).toBe('Nursing homes: 1 goes back to what it was; it is no longer marked as vanished.');
  });

  it('says of one that changed nothing that only its mark changes', () => {
    expect(effectWords({ sources: [], known: 0 })[0]).toBe('It changed nothing: only its mark in this list changes.');
  });

  it('tells a refusal of the server as a sentence', () => {
    expect(sentence('import 5 came after it: undo that one first')).toBe('Import 5 came after it: undo that one first.');
    expect(sentence('Done.')).toBe('Done.');
  });
});
