import { describe, expect, test } from 'vitest';
import { draftParagraphs, withParagraph, type DraftSource } from '../../src/domain/note-draft';

const source: DraftSource = {
  name: 'Luz',
  whoAnswered: ['Luz', 'her daughter'],
  place: 'Home',
  forms: [{ id: 'phq-9', title: 'PHQ-9', answered: 9, asked: 10, scores: ['PHQ-9: 12 of 27, Moderate'], notable: [] }],
  confirmed: [{ title: 'Food', because: '' }],
  declined: [{ title: 'Getting around', wants: 'Already has help' }],
  goals: [{ words: 'Walk to the mailbox', target: '2 times a week', due: 'Jan 17' }],
  actions: [{ what: 'Assistance with SNAP application', owner: 'A. Ruiz', due: '' }],
  safetyDone: [],
};

describe('paragraphs from answers', () => {
  test('each says one thing in whole sentences', () => {
    expect(draftParagraphs(source).map(({ id, text }) => `${id}: ${text}`)).toEqual([
      'opening: Visited Luz at home with answers from Luz and her daughter.',
      'form-phq-9: PHQ-9: 12 of 27, Moderate. 1 of 10 questions not answered.',
      'needs: Luz wants help now with food. Getting around: Already has help.',
      'plan: Goal: "Walk to the mailbox" Target: 2 times a week by Jan 17. Assistance with SNAP application (A. Ruiz).',
    ]);
  });

  test('an empty visit drafts nothing', () => {
    const empty = { ...source, whoAnswered: [], forms: [], confirmed: [], declined: [], goals: [], actions: [] };
    expect(draftParagraphs(empty)).toEqual([]);
  });

  test('a paragraph is added after an empty line, and the first without one', () => {
    expect(withParagraph('', 'One.')).toBe('One.');
    expect(withParagraph('One.\n', 'Two.')).toBe('One.\n\nTwo.');
  });
});
