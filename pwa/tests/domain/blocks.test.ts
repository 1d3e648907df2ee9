import { describe, expect, test } from 'vitest';
import { blocksLine, blocksOf, type VisitFacts } from '../../src/domain/blocks';
import { made } from './record';

const visit = made('visit', {
  state: 'open',
  identifiersChecked: ['full-name', 'date-of-birth'],
  whoAnswered: ['Patient'],
  nextContact: '2026-11-20',
  leftInHome: [],
  patientSignature: { by: { name: 'Luz Delgado' }, method: 'typed', statement: 's', at: '2026-11-18T11:34:00.000Z' },
});
const nothing: VisitFacts = {
  visit,
  forms: [],
  followUpDue: false,
  undecided: [],
  safety: [],
  safetyDue: [],
  different: [],
  known: [],
  note: made('note', { text: 'Seen at home.' }),
  unread: [],
  typed: false,
};
const wordsOf = (facts: Partial<VisitFacts>): string[] => blocksOf({ ...nothing, ...facts }).map(({ words }) => words);

describe('what blocks signing', () => {
  test('nothing, when everything is recorded', () => {
    expect(blocksOf(nothing)).toEqual([]);
    expect(blocksLine(0)).toBe('Nothing blocks signing');
  });

  test('a fresh visit names each missing thing once, with where it is mended', () => {
    const blocks = blocksOf({ ...nothing, visit: made('visit', { state: 'open' }), note: undefined });
    expect(blocks.map(({ id }) => id)).toEqual(['identity', 'who', 'note', 'next', 'left', 'patient']);
    expect(blocks.every(({ field, section }) => field !== '' && section.length > 0)).toBe(true);
    expect(blocksLine(blocks.length)).toBe('6 things block signing');
  });

  test('"Start now, check later" blocks until two identifiers are checked', () => {
    const once = made('visit', { state: 'open', identifiersChecked: ['full-name'], whoAnswered: ['Patient'] });
    expect(blocksOf({ ...nothing, visit: once })[0]?.id).toBe('identity');
  });

  test('one line a form, leading to its first open question', () => {
    const forms = [
      { title: 'PHQ-9', section: 'mood' as const, missing: false, open: ['44250-9', '44255-8'].map((linkId) => ({ linkId, private: false })) },
    ];
    expect(blocksOf({ ...nothing, forms })).toEqual([{ id: 'open-mood', words: 'PHQ-9: 2 left', section: 'mood', field: '44250-9' }]);
  });

  test('private questions are counted apart and never named', () => {
    const forms = [{ title: 'Social needs', section: 'social' as const, missing: false, open: [{ linkId: '95618-5', private: true }] }];
    expect(wordsOf({ forms })).toEqual(['Private questions, 1 left']);
    expect(blocksOf({ ...nothing, forms })[0]?.field).toBe('private');
  });

  test('the private follow-up blocks without saying why', () => {
    expect(wordsOf({ followUpDue: true })).toEqual(['Private follow-up, 1 left']);
    const safety = [{ id: 's', private: true, done: 3, of: 4, asksWhy: false, section: 'social' as const }];
    expect(wordsOf({ safety })).toEqual(['Private follow-up, 1 left']);
    expect(wordsOf({ safety: safety.map((each) => ({ ...each, done: 0 })) })).toEqual(['Private follow-up, 1 left']);
    expect(wordsOf({ safety: safety.map((each) => ({ ...each, done: 4 })) })).toEqual([]);
  });

  test('safety steps block until all are recorded, and also while a change back is unexplained', () => {
    const event = { id: 's', private: false, done: 3, of: 5, asksWhy: false, section: 'mood' as const };
    expect(wordsOf({ safety: [event] })).toEqual(['Safety steps: 2 left']);
    expect(wordsOf({ safety: [{ ...event, done: 5, asksWhy: true }] })).toEqual(['Safety steps: 1 left']);
    expect(wordsOf({ safety: [{ ...event, done: 5 }] })).toEqual([]);
  });

  test('undecided suggestions, unread paragraphs and unseen different answers block', () => {
    const different = [{ key: 'g/target', words: 'Goal target', section: 'plan' as const, field: 'goal-g', seen: false }];
    expect(wordsOf({ undecided: [{ id: 'food-insecurity', title: 'Food' }], unread: ['needs'], different })).toEqual([
      'Goal target: different answers',
      'Needs: 1 suggestion not decided (Food)',
      'Note: 1 paragraph from answers not read',
    ]);
  });

  test('words that the app was closed over are looked at before signing', () => {
    expect(wordsOf({ typed: true, note: undefined })).toEqual(['Note: typed words to look at']);
  });

  test('"I have seen both" lets the coordinator sign', () => {
    const different = [{ key: 'g/target', words: 'Goal target', section: 'plan' as const, field: 'goal-g', seen: true }];
    expect(wordsOf({ different })).toEqual([]);
  });

  test('nothing left in the home is an answer; no answer is not', () => {
    expect(wordsOf({})).toEqual([]);
    const rest = Object.fromEntries(Object.entries(visit.fields).filter(([field]) => field !== 'leftInHome'));
    expect(blocksOf({ ...nothing, visit: { ...visit, fields: rest } }).map(({ id }) => id)).toEqual(['left']);
  });
});
