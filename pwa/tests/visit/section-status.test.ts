import { describe, expect, test } from 'vitest';
import { blocksOf } from '../../src/domain/blocks';
import type { KnownFact } from '../../src/domain/known-facts';
import { sectionStatus, type SectionFacts } from '../../src/views/visit/section-status';
import { made } from '../domain/record';

const medicine = (state: KnownFact['state']): KnownFact => ({
  record: made('medication', { medicine: { display: 'Lisinopril 10 mg' } }),
  list: 'medication',
  field: 'medicine',
  title: 'Lisinopril 10 mg',
  more: '',
  shown: '',
  unsettled: false,
  state,
});

const healthOf = (state: 'planned' | 'open', known: KnownFact[]): string => {
  const blocks = blocksOf({
    visit: made('visit', { state }),
    forms: [],
    followUpDue: false,
    undecided: [],
    safety: [],
    safetyDue: [],
    different: [],
    known,
    note: undefined,
    unread: [],
    typed: false,
  });
  const facts: SectionFacts = { sections: ['start', 'health'], blocks, known, goals: [], suggestions: [], formIn: () => undefined };
  return sectionStatus(facts).find(({ id }) => id === 'health')?.words ?? '';
};

describe('what the list of sections says of health', () => {
  test.each(['planned', 'open'] as const)('each known fact is left until the patient was asked: %s', (state) => {
    expect(healthOf(state, [medicine('open'), medicine('open'), medicine('confirmed')])).toBe('2 left');
  });

  test('done only when every one of them is', () => {
    expect(healthOf('open', [medicine('confirmed'), medicine('changed')])).toBe('Done');
    expect(healthOf('open', [])).toBe('Nothing known');
  });
});
