import { describe, expect, it } from 'vitest';
import { lastAnswers } from '../../src/domain/place-answers';
import type { RecordLike } from '../../src/domain/reading';

const head = (value: unknown) => ({ heads: [{ value, by: 'x', at: '2026-11-26' }] });
const told = (entry: string, answers: unknown): RecordLike => ({ id: entry, kind: 'place-answers', fields: { entry: head(entry), answers: head(answers) }, entries: {} });

describe('how a place answered our last referrals', () => {
  it('is said newest first, of that entry alone, and what is of another shape is no answer', () => {
    const answer = (id: string, on: string): unknown => ({ id, referral: 'r', answer: 'accept', on });
    const records = [told('other', [answer('x', '2026-11-01')]), told('place', [answer('a', '2026-11-01'), { id: 'b' }, answer('c', '2026-11-09')])];
    expect(lastAnswers(records, 'place').map(({ id }) => id)).toEqual(['c', 'a']);
    expect(lastAnswers(records, 'nowhere')).toEqual([]);
  });
});
