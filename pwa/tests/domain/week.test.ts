import { describe, expect, it } from 'vitest';
import { daysFrom } from '../../src/domain/dates';
import { weekOf, type WeekFacts } from '../../src/domain/week';
import { ANA, MEI, head, record } from '../views/records';

const facts = (more: Partial<WeekFacts>): WeekFacts => ({
  visits: [], tasks: [], actions: [], goals: [], conferences: [], transitions: [], options: [], contacts: [], me: ANA, doer: { id: ANA, name: 'Ana Ruiz', namesakes: [] }, today: '2026-11-18', date: (at) => at.slice(0, 10), time: (at) => at.slice(11, 16), daysFrom, ...more,
});
const task = (fields: Parameters<typeof record>[1]): ReturnType<typeof record> => record('task', { state: 'requested', owner: ANA, ...fields });

describe('the week', () => {
  it('is seven days from today, visits by their hour before what is due that day', () => {
    const visit = record('visit', { state: 'planned', coordinator: ANA, scheduledFor: { start: '2026-11-20T15:00:00.000Z' } });
    const days = weekOf(facts({ visits: [visit], tasks: [task({ due: '2026-11-20' })] }));
    expect(days.map(({ date }) => date)).toEqual(['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24']);
    expect(days[2]?.items.map(({ kind, time }) => [kind, time])).toEqual([['visit', '15:00'], ['task', '']]);
  });

  it('has what the plan has this person do, which names her, and not what the family does', () => {
    const action = (owner: string, state = 'planned'): ReturnType<typeof record> => record('intervention', { what: 'Order a bed', owner, state, due: '2026-11-20' });
    const [mine, over, theirs] = [action('Ana Ruiz'), action('Ana Ruiz', 'completed'), action('Family')];
    expect(weekOf(facts({ actions: [mine, over, theirs] }))[2]?.items).toMatchObject([{ kind: 'action', record: mine.id }]);
  });

  it('carries what is late on today, first', () => {
    const days = weekOf(facts({ tasks: [task({ due: '2026-11-18' }), task({ due: '2026-11-10' })] }));
    expect(days[0]?.items.map(({ late }) => late)).toEqual([true, false]);
  });

  it('has what is mine alone, and what two gave to two people with each of them', () => {
    const theirs = task({ due: '2026-11-19', owner: MEI });
    const both = task({ due: '2026-11-19', owner: [head(ANA), head(MEI)] });
    expect(weekOf(facts({ tasks: [theirs, both] }))[1]?.items.map((item) => item.record)).toEqual([both.id]);
  });

  it('has contacts that fall due and next steps of goals that are not over', () => {
    const goals = [record('goal', { state: 'active', nextDue: '2026-11-19' }), record('goal', { state: 'completed', nextDue: '2026-11-19' })];
    const days = weekOf(facts({ goals, contacts: [{ due: '2026-11-19T04:59:59.999Z', patient: 'luz', record: 'luz', kind: 'contact' }] }));
    expect(days[1]?.items.map(({ kind }) => kind).sort()).toEqual(['contact', 'goal']);
  });

  it('has conferences that are planned, the next step of my moves and the day by which a place is needed', () => {
    const conferences = [
      record('conference', { state: 'planned', plannedFor: '2026-11-19' }),
      record('conference', { state: 'closed', plannedFor: '2026-11-19', nextDate: '2026-11-20' }),
      record('conference', { state: 'called-off', plannedFor: '2026-11-19', nextDate: '2026-11-20' }),
    ];
    const transitions = [record('transition', { state: 'planned', owner: ANA, nextDue: '2026-11-19' }), record('transition', { state: 'planned', owner: MEI, nextDue: '2026-11-19' })];
    const options = [record('facility_options', { state: 'choosing', neededBy: '2026-11-19' }), record('facility_options', { state: 'placed', neededBy: '2026-11-19' })];
    const days = weekOf(facts({ conferences, transitions, options }));
    expect(days[1]?.items.map(({ record: id }) => id).sort()).toEqual([conferences[0]?.id, transitions[0]?.id, options[0]?.id].sort());
    expect(days[2]?.items.map(({ record: id }) => id)).toEqual([conferences[1]?.id]);
  });
});
