import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/app/contract';
import { changedBack } from '../../src/views/office/changed-back';
import { ANA, head, record } from './records';

const coded = (display: string): Json => ({ answer: [{ valueCoding: { system: 's', code: display, display } }] });
const trigger = { linkId: '44260-8', display: 'Thoughts', answer: 'Several days' };

describe('an answer that opened the safety steps', () => {
  const now = head(coded('Not at all'), { by: ANA, at: '2026-11-18T15:20:00Z' });
  const assessment = record('assessment', { 'answers/44260-8': [now] });

  it('is told to the office as changed back, with who, when and why', () => {
    const why = head({ done: true, value: 'I tapped the wrong row', at: '2026-11-18T15:21:00Z' }, { by: ANA });
    const event = record('safety', { trigger, 'steps/changed': [why] });
    expect(changedBack(event, assessment)).toEqual({
      before: 'Several days', after: 'Not at all', by: ANA, at: '2026-11-18T15:20:00Z',
      why: { value: 'I tapped the wrong row', at: '2026-11-18T15:21:00Z', by: ANA },
    });
  });

  it('is told without a reason as long as nobody gave one', () => {
    expect(changedBack(record('safety', { trigger }), assessment)?.why).toBeNull();
  });

  it('is not called changed while it stands, or while two answers differ', () => {
    const event = record('safety', { trigger });
    const still = record('assessment', { 'answers/44260-8': [head(coded('Several days'))] });
    const both = record('assessment', { 'answers/44260-8': [head(coded('Several days')), head(coded('Not at all'))] });
    expect([still, both].map((one) => changedBack(event, one))).toEqual([null, null]);
    expect(changedBack(record('safety', { trigger: { linkId: 'by-hand', display: 'Opened by hand' } }), assessment)).toBeNull();
  });
});
