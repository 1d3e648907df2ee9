import { describe, expect, it } from 'vitest';
import type { RecordView } from '../../src/app/contract';
import { PRIVATE_NEED } from '../../src/domain/private-need';
import { goalsOffered, teachingOffered } from '../../src/views/transitions/from-chart';
import { head, record } from './records';

const of = (...records: RecordView[]) => (kind: string): RecordView[] => records.filter((one) => one.kind === kind);
const goal = (words: string, more: Record<string, string> = {}): RecordView => record('goal', { words, state: 'active', expressedBy: 'Patient', ...more });
const taught = (at: string, more: Record<string, string>): RecordView =>
  record('teaching', { topic: 'medicines', learner: 'caregiver', learnerName: 'Rosa', result: 'said-back', ...more }, { created: { by: 'mei' as never, device: 'office', at, visit: null } });

describe('what a transition is offered from the chart', () => {
  it('is each goal that is worked on, quoted where patient or family said it', () => {
    const chart = of(goal('Sleep in my own bed'), goal('No falls', { expressedBy: 'Nurse' }), goal('Old', { state: 'completed' }), goal(''));
    expect(goalsOffered(record('transition', {}), chart)).toBe('“Sleep in my own bed”\nNo falls');
    expect(goalsOffered(record('transition', { goals: 'To sleep' }), chart)).toBe('');
  });

  it('holds no goal of a need that was told in private', () => {
    const need = record('need', { domain: { code: PRIVATE_NEED, display: 'Safety at home' } });
    expect(goalsOffered(record('transition', {}), of(need, goal('Be safe', { need: need.id })))).toBe('');
  });

  it('is the newest teaching of a caregiver that has a result', () => {
    const chart = of(taught('2026-11-01T10:00:00Z', { topic: 'diet' }), taught('2026-11-03T10:00:00Z', {}), taught('2026-11-04T10:00:00Z', { result: '' }), taught('2026-11-05T10:00:00Z', { learner: 'patient' }));
    expect(teachingOffered(record('transition', {}), chart)).toEqual({ caregiver: 'Rosa', caregiverTaught: 'Medicines', teachBack: 'said' });
  });

  it('is nothing where somebody wrote a part of it already, or two people wrote different ones', () => {
    const chart = of(taught('2026-11-03T10:00:00Z', {}));
    expect(teachingOffered(record('transition', { caregiver: 'Luz' }), chart)).toBeNull();
    expect(teachingOffered(record('transition', { teachBack: [head('said'), head('hint')] }), chart)).toBeNull();
  });
});
