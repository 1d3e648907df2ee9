import { describe, expect, it } from 'vitest';
import type { Intent, Json, RecordId, RecordView } from '../../src/app/contract';
import { readOverlay } from '../../src/domain/facility-overlay';
import { emptyDraft, intentsOf, missing, readDraft, type Draft } from '../../src/views/library/overlay-draft';

const TODAY = '2026-11-26';
const draft = (more: Partial<Draft>): Draft => ({ ...emptyDraft(TODAY), ...more });
const record = (id: string, fields: Record<string, Json>, capabilities: string[] = []): RecordView => ({
  id: id as RecordId, kind: 'facility_overlay', patient: 'library', version: 1, pending: false, derived: {},
  created: { by: 'ana' as RecordView['created']['by'], device: '', at: TODAY, visit: null },
  fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { past: [], heads: [{ value, by: 'ana', at: TODAY }] }])) as unknown as RecordView['fields'],
  entries: { capabilities: capabilities.map((value, tag) => ({ id: `${tag}`, value, by: 'ana' as RecordView['created']['by'], at: TODAY, wall: TODAY, visit: null, pending: false })) },
});
const written = (given: Partial<Draft>, records: RecordView[] = []): Intent[] => {
  let last = 0;
  return intentsOf(draft(given), { facility: 'place', records, known: readOverlay(records), newId: () => `new-${(last += 1)}` as RecordId });
};
const sets = (intents: Intent[]): [string, string, Json][] => intents.flatMap((one) => (one.do === 'set' ? [[one.record, one.field, one.value] as [string, string, Json]] : []));
const nothing = readOverlay([]);

describe('what somebody learnt on the phone', () => {
  it('is "2 open beds, asked today" in one batch that makes the record', () => {
    expect(written({ beds: 'yes', count: '2', source: 'Kim, admissions' })).toEqual([
      { do: 'create', record: 'new-1', kind: 'facility_overlay', patient: 'library', fields: { facility: 'place' } },
      { do: 'set', record: 'new-1', field: 'openBeds', value: { value: 'yes', count: 2, asOf: TODAY, source: 'Kim, admissions' } },
    ]);
  });

  it('goes to the record that is there, and says nothing about what was not asked', () => {
    expect(sets(written({ medicaidPending: 'no', rate: '$310.50' }, [record('a', { facility: 'place', admissionContact: 'Kim' })]))).toEqual([
      ['a', 'privateRate', { perDay: '310.50', asOf: TODAY }],
      ['a', 'medicaidPending', false],
    ]);
  });

  it('about a plan takes the row of the older answer with all its parts, and a row of its own where a newer one stands', () => {
    const known = record('b', { 'payers/1/payer': 'Aetna', 'payers/1/accepts': true, 'payers/1/asOf': '2026-11-10', 'payers/1/reference': '4471' });
    const given: Partial<Draft> = { payer: 'aetna', accepts: 'no' };
    expect(sets(written(given, [record('a', {}), known]))).toEqual([
      ['b', 'payers/1/accepts', false], ['b', 'payers/1/asOf', TODAY], ['b', 'payers/1/source', ''], ['b', 'payers/1/reference', ''],
    ]);
    expect(sets(written({ ...given, asOf: '2026-11-01' }, [known])).map(([, field]) => field.split('/')[1])).toEqual(Array.from({ length: 6 }, () => 'new-1'));
  });

  it('takes a capability out of every record that has it, and adds one once', () => {
    const both = [record('a', {}, ['iv', 'dialysis']), record('b', {}, ['iv'])];
    expect(sets(written({ can: { iv: false, bariatric: true } }, both))).toEqual([['a', 'capabilities', ['dialysis', 'bariatric']], ['b', 'capabilities', []]]);
    expect(written({ can: { iv: true } }, both)).toEqual([]);
    expect(sets(written({ can: { iv: true } }))).toEqual([['new-1', 'capabilities', ['iv']]]);
  });

  it('names what is missing or cannot be, by its field', () => {
    const wrong = (given: Partial<Draft>): string[] => Object.keys(missing(draft(given), nothing, TODAY));
    expect(wrong({})).toEqual(['nothing']);
    expect(wrong({ source: 'Kim' })).toEqual(['nothing']);
    expect(wrong({ beds: 'yes', asOf: '2026-11-27' })).toEqual(['asOf']);
    expect(wrong({ beds: 'yes', asOf: null })).toEqual(['asOf']);
    expect(wrong({ count: '2' })).toEqual(['beds']);
    expect(wrong({ beds: 'yes', count: 'two' })).toEqual(['count']);
    expect(wrong({ reference: '12' })).toEqual(['payer', 'accepts']);
    expect(wrong({ rate: 'much' })).toEqual(['rate']);
    expect(wrong({ note: 'Ask for Kim' })).toEqual([]);
  });

  it('of an earlier day does not take the place of a newer answer', () => {
    const known = readOverlay([record('a', { openBeds: { value: 'no', asOf: '2026-11-25' }, privateRate: { perDay: '300', asOf: '2026-11-25' } })]);
    expect(Object.keys(missing(draft({ beds: 'yes', rate: '310', asOf: '2026-11-20' }), known, TODAY))).toEqual(['beds', 'rate']);
    expect(missing(draft({ beds: 'yes', rate: '310' }), known, TODAY)).toEqual({});
  });

  it('is read again after an interruption, and what is of another shape is nothing', () => {
    const given = draft({ beds: 'soon', count: '3', can: { iv: false }, contact: '', note: 'Ask for Kim', asOf: '2026-11-25' });
    expect(readDraft(given as unknown as Json, TODAY)).toEqual(given);
    expect(readDraft(null, TODAY)).toEqual(emptyDraft(TODAY));
    expect(readDraft({ beds: 'many', can: { iv: 'no' }, asOf: TODAY }, TODAY)).toEqual(emptyDraft(TODAY));
  });
});
