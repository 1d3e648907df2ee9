import { describe, expect, it } from 'vitest';
import { actionsOf, isHere, minutesBetween, mustHave, namedIn, peopleOf, planChangesOf, shouldHave } from '../../src/domain/conference';
import { takingBack } from '../../src/domain/taken-back';
import { AT, made } from './record';

const agreed = { agreed: [{ name: 'Luz Delgado', at: AT }] };
const whole = {
  purpose: 'Home or nursing home', 'people/p1/name': 'Luz Delgado', 'people/p1/attendance': 'present', 'decisions/d1/words': 'Home first',
  'planChanges/c1/words': 'Home health aide', 'planChanges/c1/what': 'service', 'planChanges/c1/owner': 'Ana Ruiz', 'actions/a1/what': 'Order a bed', 'actions/a1/owner': 'Family', 'actions/a1/due': '2026-12-01',
};

describe('a conference', () => {
  it('ends once it says what for, who, what was decided, and who heard it', () => {
    expect(mustHave(made('conference')).map(({ field }) => field)).toEqual(['purpose', 'at-table', 'decisions', 'agreed']);
    expect(mustHave(made('conference', whole, agreed))).toEqual([]);
    const undecided = Object.fromEntries(Object.entries(whole).filter(([field]) => field !== 'decisions/d1/words'));
    expect(mustHave(made('conference', undecided, agreed)).map(({ field }) => field)).toEqual(['decisions']);
    expect(mustHave(made('conference', { ...undecided, nextDate: '2026-12-09' }, agreed))).toEqual([]);
  });

  it('does not end on an action that nobody does', () => {
    const nobody = Object.fromEntries(Object.entries(whole).filter(([field]) => field !== 'actions/a1/owner'));
    expect(mustHave(made('conference', nobody, agreed)).map(({ field }) => field)).toEqual(['actions/a1/owner']);
    expect(mustHave(made('conference', { ...nobody, 'actions/a1/made': 'action' }, agreed))).toEqual([]);
  });

  it('does not end on a service that nobody arranges; a goal is nobody\'s to arrange, and a service may go on without a day', () => {
    const nobody = Object.fromEntries(Object.entries(whole).filter(([field]) => field !== 'planChanges/c1/owner'));
    expect(mustHave(made('conference', nobody, agreed)).map(({ field }) => field)).toEqual(['planChanges/c1/owner']);
    expect(mustHave(made('conference', { ...nobody, 'planChanges/c1/made': 'action' }, agreed))).toEqual([]);
    expect(mustHave(made('conference', { ...nobody, 'planChanges/c1/what': 'goal' }, agreed))).toEqual([]);
  });

  it('does not end on an action without a day: what has none is never late', () => {
    const someday = Object.fromEntries(Object.entries(whole).filter(([field]) => field !== 'actions/a1/due'));
    expect(mustHave(made('conference', someday, agreed))).toEqual([{ words: 'By when each action is done', field: 'actions/a1/due' }]);
    // The line leads to the row that lacks it, past the one that doesn't.
    const second = { ...whole, 'actions/a2/what': 'Clear the hallway', 'actions/a2/owner': 'Family' };
    expect(mustHave(made('conference', second, agreed)).map(({ field }) => field)).toEqual(['actions/a2/due']);
    expect(mustHave(made('conference', { ...someday, 'actions/a1/made': 'action' }, agreed))).toEqual([]);
  });

  it('does not end on what two people wrote differently', () => {
    const torn = made('conference', whole, agreed);
    torn.fields['actions/a1/due'] = { heads: [{ value: '2026-12-01', by: 'ana', at: AT }, { value: '2026-12-08', by: 'mei', at: AT }] };
    expect(mustHave(torn)).toEqual([{ words: 'Different answers among what was agreed', field: 'actions' }]);
    expect(actionsOf(torn)).toMatchObject([{ unsettled: true }]);
    const takenOut = made('conference', whole, agreed);
    takenOut.fields['actions/a1/alive'] = { heads: [{ value: false, by: 'mei', at: AT }, { value: true, by: 'ana', at: AT }] };
    expect(mustHave(takenOut)).toEqual([{ words: 'Different answers among what was agreed', field: 'actions' }]);
  });

  it('counts who is absent as not here, and forgets who was taken out', () => {
    const people = peopleOf(made('conference', { ...whole, 'people/p2/name': 'Rosa', 'people/p2/attendance': 'absent', 'people/p3/name': 'Old', 'people/p3/alive': false }));
    expect(people.map(({ name }) => name)).toEqual(['Luz Delgado', 'Rosa']);
    expect(people.filter(isHere).map(({ name }) => name)).toEqual(['Luz Delgado']);
  });

  it('says what is worth recording, and keeps nobody from ending for it', () => {
    expect(shouldHave(made('conference', whole, agreed)).map(({ field }) => field)).toEqual(['agreement', 'capacity', 'decision-maker', 'update', 'matters', 'options', 'copies']);
    expect(planChangesOf(made('conference', whole))).toMatchObject([{ words: 'Home health aide', what: 'service', made: '' }]);
  });

  it('counts nobody who was named by a slip of the finger and taken back, and who was named again after it', () => {
    const [first, later] = ['2026-11-18T10:40:00.000Z', '2026-11-18T10:41:00.000Z'];
    const slip = { name: 'Luz Delgado', at: AT };
    const back = takingBack(slip, first);
    const names = (...agreedBy: unknown[]): string[] => namedIn(made('conference', whole, { agreed: agreedBy }), 'agreed').map(({ name }) => name);
    expect(names(slip, { name: 'Rosa', at: AT }, back)).toEqual(['Rosa']);
    expect(names(back, slip)).toEqual([]);
    expect(names(slip, back, { name: 'Luz Delgado', at: later })).toEqual(['Luz Delgado']);
    expect(mustHave(made('conference', whole, { agreed: [slip, back] })).map(({ field }) => field)).toEqual(['agreed']);
  });

  it('lasts as long as it lasted, and is not guessed from a clock that went back', () => {
    expect(minutesBetween('2026-11-18T10:00:00.000Z', '2026-11-18T10:42:10.000Z')).toBe(42);
    expect(minutesBetween('2026-11-18T10:00:00.000Z', '2026-11-18T09:00:00.000Z')).toBeNull();
    expect(minutesBetween('', '2026-11-18T09:00:00.000Z')).toBeNull();
  });
});
