/** What a need keeps of why it was suggested. */
import { describe, expect, it } from 'vitest';
import { agencyTime } from '../../src/views/parts/agency-time';
import { because, keptReason } from '../../src/views/visit/deciding';
import type { Suggestion } from '../../src/domain/suggestions';

const reason = { assessment: 'a', linkId: '88123-5', display: '"Often true" to "food ran out"', at: '2026-11-29T04:31:00.000Z' };
const suggestion = { reasons: [reason] } as unknown as Suggestion;
const time = agencyTime('America/New_York', () => new Date('2027-02-28T15:00:00.000Z'));

describe('the reason of a need', () => {
  it('is shown in its visit by the hour', () => {
    expect(because(suggestion, time.time)).toBe('"Often true" to "food ran out" (23:31)');
  });

  it('is kept with the day by the agency, whenever it is read', () => {
    expect(keptReason(suggestion, time)).toBe('"Often true" to "food ran out" (Nov 28, 2026 23:31)');
  });
});
