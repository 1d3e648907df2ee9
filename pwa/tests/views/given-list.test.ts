import { describe, expect, it } from 'vitest';
import type { EntryView, Json, RecordView } from '../../src/app/contract';
import { knownList, takeList } from '../../src/views/transitions/given-list';
import { ANA, head, record } from './records';

const shown = (at: string, how: string): EntryView => ({ id: at, value: { at, how, order: 'distance', filters: 'SNF', places: [] }, by: ANA, at, wall: at, visit: null, pending: false });
const CHOICE: Json = { places: [{ facility: 'f', name: 'Mercy Manor' }, { facility: 'g', name: 'Oak House' }], by: { name: 'Luz Delgado' }, at: '2026-11-12T15:00:00.000Z', statement: 'I may choose any of them.' };
const options = (choice: Json | null = CHOICE): RecordView =>
  record('facility_options', choice === null ? {} : { choice }, { entries: { shown: [shown('2026-11-11T15:00:00.000Z', 'paper'), shown('2026-11-10T15:00:00.000Z', 'screen')] } });
const day = (at: string): string => at.slice(0, 10);
const taken = (move: RecordView, compared: RecordView[]): Record<string, Json> => {
  const known = knownList(move, compared);
  const intents = known ? takeList(move, known, day) : [];
  return Object.fromEntries(intents.flatMap((intent): [string, Json][] => (intent.do === 'set' ? [[intent.field, intent.value]] : [])));
};

describe('the list and the choice that the chart has already', () => {
  it('are written down as they stand there: the last list that was shown, and what was signed', () => {
    const one = options();
    expect(taken(record('transition', {}), [one])).toEqual({
      facilityOptions: one.id, listGiven: '2026-11-11', listMethod: 'paper',
      choice: { by: 'Luz Delgado', choice: 'Mercy Manor, Oak House', free: true, at: '2026-11-12T15:00:00.000Z' },
    });
  });

  it('leave what was said here as it was, and are offered no more once nothing of it lacks', () => {
    const one = options();
    const said = { by: 'Luz', free: true, at: '2026-11-09T15:00:00.000Z' };
    expect(Object.keys(taken(record('transition', { choice: said, facilityOptions: one.id }), [one]))).toEqual(['listGiven', 'listMethod']);
    expect(knownList(record('transition', { choice: said, listGiven: '2026-11-09' }), [one])).toBeNull();
  });

  it('are of the list that the transition names, and of none where people differ', () => {
    const [one, other] = [options(), options(null)];
    expect(taken(record('transition', { facilityOptions: other.id }), [one, other]).choice).toBeUndefined();
    expect(knownList(record('transition', { facilityOptions: [head(one.id), head(other.id)] }), [one, other])).toBeNull();
    const differing = record('facility_options', { choice: [head(CHOICE), head({ ...(CHOICE as Record<string, Json>), by: { name: 'Rosa' } })] });
    expect(taken(record('transition', {}), [differing])).toEqual({});
  });
});
