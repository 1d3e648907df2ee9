import { describe, expect, test } from 'vitest';
import type { PatientId, RecordId } from '../../src/app/contract';
import { isOver, knownFacts } from '../../src/domain/known-facts';
import { fieldTable } from '../../src/sync/kinds';
import { addingFact, FACT_WAYS, MISTAKEN, wordsValue, type ListedFact } from '../../src/views/visit/known-ways';
import { made } from '../domain/record';

const lists = Object.keys(FACT_WAYS) as ListedFact[];

describe('what is known and how it is changed in a visit', () => {
  test.each(lists)('every way of a %s leads to a field that its kind has', (list) => {
    const { names, status, fields } = FACT_WAYS[list];
    for (const field of [names, status, ...fields.map((one) => one.field)]) expect(fieldTable(list, field), field).toBeDefined();
  });

  test('a medicine can be given another dose, and another way that it is taken', () => {
    expect(FACT_WAYS.medication.fields.map(({ field }) => field)).toEqual(['dose', 'asTaken']);
    expect(wordsValue('')).toBeNull();
    expect(wordsValue('20 mg')).toBe('20 mg');
  });

  test('one that was added in the visit counts for it at once; taken back, it stays in sight to be undone', () => {
    const intent = addingFact('medication', 'record-1' as RecordId, 'luz' as PatientId, 'Metoprolol 25 mg');
    if (intent.do !== 'create') throw new Error('it makes a record');
    const visit = made('visit', { state: 'open' });
    const medicine = made('medication', intent.fields);
    for (const field of Object.values(medicine.fields)) for (const head of field?.heads ?? []) head.visit = visit.id;
    const facts = () => knownFacts(visit, undefined, (kind) => (kind === 'medication' ? [medicine] : []));
    expect(facts().map(({ title, state }) => [title, state])).toEqual([['Metoprolol 25 mg', 'changed']]);
    const [status] = medicine.fields.status?.heads ?? [];
    if (status) status.value = MISTAKEN;
    expect(facts().map((fact) => isOver(fact))).toEqual([true]);
  });
});
