import { describe, expect, it } from 'vitest';
import type { AppStore, FormOnScreen, PersonId, RecordId } from '../../src/app/contract';
import type { Reached } from '../../src/app/office';
import type { AccessSpan, StaffLine } from '../../src/app/people';
import { accessWords, endingWords, movedWords, movingWords, passkeyWords, patientsOf, sharesOf, spanOf, stateOf, tabletWords, unsentWords, untilWords } from '../../src/views/office/people-words';
import { goneWords, Reaching } from '../../src/views/office/reaching.svelte';
import { SpanDraft } from '../../src/views/office/span-draft.svelte';

const ZONE = 'America/New_York';
const NOW = new Date('2026-11-23T15:00:00.000Z');
const when = (iso: string): string => iso.slice(0, 10);
const line = (more: Partial<StaffLine>): StaffLine => ({
  id: 'p', name: 'Ana Ruiz', role: 'coordinator', state: 'active', linkUntil: null, ended: null, patients: 12, passkeys: 1,
  touched: '2026-11-23T12:00:00.000Z', tablets: 1, lastContact: '2026-11-23T14:00:00.000Z', ...more,
});
const tablet = (unsent: number | null, lastContact: string | null = '2026-11-23T12:00:00.000Z') => ({ unsent, lastContact });

describe('the list of people', () => {
  it('says how far each has come, as a chip only where something is to be done', () => {
    expect(stateOf(line({}), when)).toBe('Active');
    expect(stateOf(line({ state: 'ended', ended: '2026-11-12T10:00:00.000Z' }), when)).toBe('Ended 2026-11-12');
    expect(stateOf(line({ state: 'invited', linkUntil: '2026-11-24T10:00:00.000Z' }), when)).toMatchObject({ tone: 'info', words: 'Invited. Link not used yet, good until 2026-11-24' });
    expect(stateOf(line({ state: 'not-invited' }), when)).toMatchObject({ tone: 'warning' });
    expect(stateOf(line({ state: 'no-tablet' }), when)).toMatchObject({ words: 'No tablet left' });
  });

  it('counts passkeys and tablets with what is known of their use', () => {
    expect(passkeyWords(line({}), NOW)).toBe('1, last used 3 h ago');
    expect(passkeyWords(line({ touched: null }), NOW)).toBe('1');
    expect(passkeyWords(line({ passkeys: 0 }), NOW)).toBe('None');
    expect(tabletWords(line({ tablets: 2 }), NOW)).toBe('2, last contact 1 h ago');
    expect(tabletWords(line({ tablets: 0 }), NOW)).toBe('None');
  });
});

describe('what an act does, before it is done', () => {
  it('says what of hers is unsent as her tablets told it, and claims no more', () => {
    expect(unsentWords([tablet(2)], NOW)).toBe('2 changes of hers are unsent, as told 3 h ago; they will be held for checking.');
    expect(unsentWords([tablet(1), tablet(0, '2026-11-23T14:00:00.000Z')], NOW)).toBe('1 change of hers is unsent, as told 3 h ago; it will be held for checking.');
    expect(unsentWords([tablet(0)], NOW)).toMatch(/^Nothing of hers is unsent, as told 3 h ago\. What she writes/u);
    expect(unsentWords([tablet(null)], NOW)).toMatch(/^Her tablets have not said/u);
    expect(unsentWords([], NOW)).toBe('She has no tablet: nothing of hers can be unsent.');
  });

  it('says what ending an employment takes away', () => {
    expect(endingWords(line({}))).toBe('She sees no patient any more (12 patients now), her sign-in links are good for nothing, and her tablet hands over what waits at the next contact, then empties itself.');
    expect(endingWords(line({ patients: 0, tablets: 2 }))).toContain('her 2 tablets hand over what waits at the next contact, then empty themselves');
    expect(endingWords(line({ tablets: 0 }))).toContain('no tablet can be signed in');
  });

  it('says where patients go, and when they go back', () => {
    const move = { left: false, patients: 12, name: 'Ana Ruiz', to: 'Marcus Webb', first: null, last: null };
    expect(movingWords(move, when)).toBe('12 patients go from Ana Ruiz to Marcus Webb at once, for good. Planned and returned visits go along, with open tasks, transitions and deadlines; a visit that was begun stays with Ana Ruiz.');
    expect(movingWords({ ...move, patients: 1, first: '2026-11-28', last: '2026-12-05' }, when)).toBe(
      '1 patient goes from Ana Ruiz to Marcus Webb on 2026-11-28. After 2026-12-05 the patient goes back, with what is left to do. Planned visits of that time go along, and returned ones, with the tasks, next steps and deadlines that fall due in it; a visit that was begun stays with Ana Ruiz.',
    );
    expect(movingWords({ ...move, left: true }, when)).toBe('Marcus Webb gets 12 patients whom Ana Ruiz had, at once. Planned and returned visits go along, with open tasks, transitions and deadlines; a visit that was begun does not.');
    const none = { patients: 0, visits: 0, tasks: 0, transitions: 0, notes: 0 };
    expect(movedWords({ ...none, patients: 12, visits: 1 }, 'Marcus Webb')).toBe('12 patients and 1 visit moved to Marcus Webb.');
    expect(movedWords({ patients: 2, visits: 1, tasks: 3, transitions: 1, notes: 2 }, 'Marcus Webb')).toBe(
      '2 patients, 1 visit, 3 tasks and 1 transition moved to Marcus Webb. Marcus Webb has 2 hand-over notes to read.',
    );
    expect(movedWords({ ...none, visits: 2 }, 'Marcus Webb')).toBe('Marcus Webb had these patients already; 2 visits moved.');
    expect(movedWords({ ...none, tasks: 1 }, 'Marcus Webb')).toBe('Marcus Webb had these patients already; 0 visits and 1 task moved.');
    expect(movedWords(none, 'Marcus Webb')).toBe('They had moved to Marcus Webb already.');
  });

  it('gives each patient to whom it was said of her, else where all go, and nowhere unasked', () => {
    expect(sharesOf(['a', 'b', 'c'], 'marcus', { b: 'bea', c: '' })).toEqual([{ to: 'marcus', patients: ['a', 'c'] }, { to: 'bea', patients: ['b'] }]);
    expect(sharesOf(['a', 'b'], '', { b: 'bea' })).toEqual([{ to: 'bea', patients: ['b'] }]);
    expect(sharesOf(['a'], '', {})).toEqual([]);
  });
});

describe('days of access', () => {
  it('count whole by the clock of the agency, also across a change of clocks', () => {
    expect(spanOf(ZONE, '2099-11-28', '2099-12-05')).toEqual({ from: '2099-11-28T05:00:00.000Z', until: '2099-12-06T05:00:00.000Z' });
    expect(spanOf(ZONE, '2099-07-01', null)).toEqual({ from: '2099-07-01T04:00:00.000Z', until: null });
    expect(spanOf(ZONE, null, null)).toEqual({ from: null, until: null });
    expect(spanOf(ZONE, '2001-01-01', null).from).toBeNull();
  });

  it('are told as they were meant', () => {
    expect(untilWords(null, ZONE)).toBe('until somebody ends it');
    expect(untilWords('2099-12-06T05:00:00.000Z', ZONE)).toBe('until the end of Dec 5, 2099');
    expect(untilWords('2099-12-06T15:30:00.000Z', ZONE)).toBe('until Dec 6, 2099 10:30');
    const span: AccessSpan = { patient: { id: 'x', name: 'Luz', birthDate: '', mrn: '' }, begins: '2001-01-02T15:00:00.000Z', ends: null, reason: '', running: true };
    expect(accessWords(span, ZONE)).toBe('Since Jan 2, 2001 10:00, until somebody ends it');
    expect(accessWords({ ...span, running: false }, ZONE)).toMatch(/^From /u);
  });

  it('name each patient once', () => {
    const span = (id: string, name: string): AccessSpan => ({ patient: { id, name, birthDate: '', mrn: '' }, begins: '', ends: null, reason: '', running: true });
    expect(patientsOf([span('b', 'Okafor'), span('a', 'Delgado'), span('b', 'Okafor')]).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('days and a reason while they are filled in', () => {
  it('are asked for where they are missing, at their field', () => {
    const draft = new SpanDraft(ZONE);
    expect(draft.read()).toBeNull();
    expect(draft.field('x')).toBe('x-reason');
    draft.change({ reason: ' She is ill ', last: '2001-01-01' });
    expect(draft.read()).toBeNull();
    expect(draft.field('x')).toBe('x-last-month');
    draft.change({ first: '2099-11-28', last: '2099-11-28' });
    expect(draft.read()).toEqual({ from: '2099-11-28T05:00:00.000Z', until: '2099-11-29T05:00:00.000Z', reason: 'She is ill' });
  });
});

describe('a return that would reach nobody', () => {
  const VISIT = 'v' as RecordId;
  const reached = (more: Partial<Reached>): Reached => ({ id: 'ana' as PersonId, name: 'Ana Ruiz', gone: 'left', since: '2026-11-12T10:00:00.000Z', others: [], ...more });
  const sent: unknown[] = [];
  const storeOf = (who: Reached | null): AppStore =>
    ({
      inbox: { standing: () => (who === null ? Promise.reject(new Error('offline')) : Promise.resolve({ reaches: who })) },
      openForm: () => ({ set: (...said: unknown[]) => { sent.push(said); return Promise.resolve(); }, close: () => undefined }) as unknown as FormOnScreen,
    }) as unknown as AppStore;

  it('says whose and since when', () => {
    expect(goneWords(reached({}), when)).toBe('Ana Ruiz left on 2026-11-12. Nobody will receive this return.');
    expect(goneWords(reached({ gone: 'tablet-removed' }), when)).toBe('The last tablet of Ana Ruiz was removed on 2026-11-12. Nobody will receive this return.');
  });

  it('waits until somebody is chosen who has the patient, and then gives the visit to her', async () => {
    const reaching = new Reaching(storeOf(reached({ others: [{ id: 'bea' as PersonId, name: 'Bea Ono' }] })), VISIT);
    await reaching.ask();
    expect([reaching.isGone, reaching.missing]).toEqual([true, 'Choose who gets this visit.']);
    reaching.chosen = 'bea';
    expect(reaching.missing).toBe('');
    await reaching.give();
    expect(sent).toEqual([[VISIT, 'coordinator', 'bea']]);
    expect(reaching.isGone).toBe(false);
  });

  it('says who can help where nobody else has the patient', async () => {
    const reaching = new Reaching(storeOf(reached({})), VISIT);
    await reaching.ask();
    expect(reaching.missing).toBe('Not returned: nobody would receive it.');
  });

  it('stands in no way where she works here, or where nobody could be asked', async () => {
    for (const who of [reached({ gone: null, since: null }), null]) {
      const reaching = new Reaching(storeOf(who), VISIT);
      await reaching.ask();
      expect([reaching.isGone, reaching.missing]).toEqual([false, '']);
    }
  });
});
