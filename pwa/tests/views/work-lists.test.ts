/** What stands in Work among the tasks: tasks, and what the plan of care has somebody do. */
import { describe, expect, it } from 'vitest';
import type { AppStore, RecordView } from '../../src/app/contract';
import { dutiesIn, linesOf, LISTS, madeIn, openOf } from '../../src/views/duties/rows';
import { TASKS } from '../../src/views/tasks/duty';
import { ANA, head, LUZ, MEI, reader, record } from './records';

const NOW = new Date('2026-11-27T15:00:00.000Z');
const storeOf = (records: RecordView[]): AppStore =>
  ({ ...reader(records), agency: { timezone: 'America/New_York' }, person: (id: string) => (id === MEI ? { name: 'Mei Chen' } : null) }) as unknown as AppStore;

const action = (values: Parameters<typeof record>[1]): RecordView => record('intervention', { what: 'Order a bed', state: 'planned', owner: 'Ana Ruiz', ...values });

const listed = (records: RecordView[], mine = true): [string, string, string][] =>
  openOf(storeOf(records), dutiesIn(TASKS), NOW, mine).map(({ title, facts, status }) => [title, facts, status]);

describe('the tasks in Work', () => {
  it('hold what the plan has this person do, by its day among the rest, late where it is late', () => {
    const task = record('task', { what: 'Call the pharmacy', state: 'requested', owner: ANA, due: '2026-11-28' });
    expect(listed([task, action({ due: '2026-12-04', state: 'active', what: 'Teach the inhaler' }), action({ due: '2026-11-20' }), action({ what: 'Some day' })])).toEqual([
      ['Order a bed', 'You · due Nov 20, 2026 · plan of care', 'Late, Planned'],
      ['Call the pharmacy', 'You · due Nov 28, 2026', 'To do'],
      ['Teach the inhaler', 'You · due Dec 4, 2026 · plan of care', 'Under way'],
      ['Some day', 'You · no day set · plan of care', 'Planned'],
    ]);
  });

  it('leave to the team what somebody else, the family or nobody does, and forget what is over', () => {
    const others = [action({ owner: 'Mei Chen', due: '2026-11-28' }), action({ owner: 'Family', due: '2026-11-29' }), record('intervention', { what: 'Order a bed', state: 'planned', due: '2026-11-30' })];
    const over = [action({ state: 'completed' }), action({ state: 'stopped' }), action({ alive: false })];
    expect(listed([...others, ...over])).toEqual([]);
    expect(listed([...others, ...over], false).map(([, facts]) => facts.split(' · ')[0])).toEqual(['Mei Chen', 'Family', 'Nobody yet']);
  });

  it("are hers who wrote her own name where a colleague has it too, and both's where somebody else wrote it", () => {
    const namesake = record('person', { name: 'Ana Ruiz', role: 'coordinator' }, { id: 'ana-2' as RecordView['id'] });
    const left = record('person', { name: 'Ana Ruiz', role: 'coordinator', left: '2026-01-01' }, { id: 'ana-3' as RecordView['id'] });
    const wrote = (by: string, what: string): RecordView => action({ what, owner: [head('Ana Ruiz', { by: by as never })] });
    const [own, hers, either] = [wrote(ANA, 'Mine'), wrote('ana-2', 'Hers'), wrote(MEI, 'Whose?')];
    const facts = (records: RecordView[], mine: boolean): string[][] => listed(records, mine).map(([title, words]) => [title, words.split(' · ')[0] ?? '']).sort();
    expect(facts([own, hers, either, namesake], true)).toEqual([['Mine', 'You'], ['Whose?', 'You or another Ana Ruiz']]);
    expect(facts([own, hers, either, namesake], false)).toContainEqual(['Hers', 'Another Ana Ruiz']);
    // Of who has left nothing is meant any more.
    expect(facts([own, wrote('ana-3', 'Left'), left], true)).toEqual([['Left', 'You'], ['Mine', 'You']]);
  });

  it('keep what two people answered differently, and say so instead of one of the answers', () => {
    const torn = action({ state: [head('completed'), head('stopped')], due: [head('2026-11-20'), head('2026-12-20')] });
    expect(listed([torn])).toMatchObject([['Order a bed', expect.anything(), 'Different answers']]);
  });

  it('are one list, and the plan is reviewed and begun in its own place', () => {
    const made = action({});
    const inVisit = { ...made, created: { ...made.created, visit: 'visit' } } as RecordView;
    const store = storeOf([inVisit]);
    expect(linesOf(store, LUZ as never, NOW).map(({ record: { kind } }) => kind)).toEqual(['intervention']);
    expect(madeIn(store, LUZ as never, 'visit', NOW)).toEqual([]);
    expect(LISTS.map(({ kind }) => kind)).not.toContain('intervention');
  });
});
