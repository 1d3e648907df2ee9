import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../src/app/contract';
import type { BoardTablet } from '../../src/app/office';
import { effectWords, hereWords, stateOf, toSendWords } from '../../src/views/office/tablet-words';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const when = (iso: string): string => iso.slice(0, 10);
const hours = (count: number): string => new Date(NOW.getTime() - count * 3_600_000).toISOString();
const tablet = (more: Partial<BoardTablet>): BoardTablet => ({
  id: 'a', name: 'Tablet 4', person: { id: 'p' as PersonId, name: 'Ana Ruiz' }, added: hours(900), lastContact: hours(3), unsent: 0,
  revoked: null, handedOver: 0, held: 0, waiting: 0, waitingSince: null, twoPasts: null, silent: null, ...more,
});

describe('what the board says of a tablet', () => {
  it('says what it told and when, and never more than that', () => {
    expect(toSendWords(tablet({ unsent: 14 }), NOW)).toBe('14 to send, as told 3 h ago');
    expect(toSendWords(tablet({}), NOW)).toBe('Nothing, as told 3 h ago');
    expect(toSendWords(tablet({ unsent: null }), NOW)).toBe('Not told');
    expect(toSendWords(tablet({ lastContact: null, unsent: null }), NOW)).toBe('Never heard from');
  });

  it('says what of it lies on the server and is in no chart', () => {
    expect(hereWords(tablet({}), NOW)).toEqual([]);
    expect(hereWords(tablet({ held: 1, waiting: 2, waitingSince: hours(6) }), NOW)).toEqual(['1 held for checking', '2 waiting for what was sent later, oldest 6 h']);
  });

  it('asks for a call where the server says that it is silent, and says who was told or why nobody is', () => {
    const silent = { due: hours(2), step: 'coordinator', snooze: null };
    expect(stateOf(tablet({ unsent: 14, lastContact: hours(26), silent }), when, NOW)).toMatchObject({ words: 'Silent 26 h with 14 to send. Call Ana Ruiz. Coordinator told.' });
    const snooze = { until: hours(-48), reason: 'On leave' };
    expect(stateOf(tablet({ unsent: 14, lastContact: hours(26), silent: { ...silent, snooze } }), when, NOW)).toMatchObject({ words: 'Silent 26 h with 14 to send. Call Ana Ruiz. Put off until 2026-11-25: On leave' });
    expect(stateOf(tablet({ unsent: 14, lastContact: hours(26) }), when, NOW)).toBe('In use');
  });

  it('says of one whose access ended what it handed over, and of a copied store that there are two pasts', () => {
    expect(stateOf(tablet({ revoked: hours(40), handedOver: 14, unsent: 14, lastContact: hours(26) }), when, NOW)).toBe('Access ended 2026-11-21. Handed over 14 changes since.');
    expect(stateOf(tablet({ revoked: hours(40) }), when, NOW)).toBe('Access ended 2026-11-21. Nothing handed over since.');
    expect(stateOf(tablet({ twoPasts: hours(9) }), when, NOW)).toMatchObject({ tone: 'warning' });
  });

  it('says first what ending its access does', () => {
    expect(effectWords(tablet({ unsent: 14 }))).toContain('Its 14 unsent changes will be taken into Held');
    expect(effectWords(tablet({ unsent: 1 }))).toContain('Its one unsent change');
    expect(effectWords(tablet({ unsent: null }))).toContain('What it may still have to send');
  });
});
