import { describe, expect, it } from 'vitest';
import type { Json, RecordId } from '../../src/app/contract';
import { documentOf, openTablet, PATIENT, patientDocument } from './tablet';

const id = (tail: string): RecordId => `0190a000-0000-7000-8000-${tail.padStart(12, '0')}` as RecordId;
const coding = (code: string, display: string): Json => ({ system: 'http://example.invalid', code, display });

const chart = [
  patientDocument(),
  documentOf('medication', id('1'), { medicine: coding('4603', 'Furosemide') }),
  documentOf('need', id('2'), { domain: coding('transportation-insecurity', 'Getting around'), state: 'confirmed' }),
  documentOf('need', id('3'), { domain: coding('sdoh-category-unspecified', 'Private follow-up'), state: 'confirmed' }),
  documentOf('patient', id('4'), { name: { family: 'Ibáñez', given: ['José'] }, birthDate: '1950-12-30' }, { patient: id('4') }),
];

describe('search on this tablet', () => {
  it.each([
    ['last name', 'delg', PATIENT],
    ['a name with one wrong letter', 'delgato', PATIENT],
    ['first and last name in any order', 'luz delgado', PATIENT],
    ['a name typed without its accents', 'ibanez jose', id('4')],
    ['birth date as written', '6/9/1938', PATIENT],
    ['birth date in words', 'june 9 1938', PATIENT],
    ['birth date as stored', '1938-06-09', PATIENT],
    ['phone by its last part', '010-2244', PATIENT],
    ['phone as digits', '5550102244', PATIENT],
    ['street', 'elm', PATIENT],
    ['need', 'getting around', PATIENT],
    ['medicine', 'furos', PATIENT],
  ])('finds by %s', async (_, text, patient) => {
    const { session } = await openTablet(chart);
    expect(session.search.find(text)).toEqual([patient]);
  });

  it('finds nothing that was said in private, and nothing for nothing', async () => {
    const { session } = await openTablet(chart);
    expect(session.search.find('private')).toEqual([]);
    expect(session.search.find('  ')).toEqual([]);
    expect(session.search.find('nobody')).toEqual([]);
  });

  const ROW = '0190a000-0000-7000-8000-0000000000e1';
  const work = [
    ...chart,
    documentOf('message', id('11'), { words: 'The scale came on Thursday' }),
    documentOf('conference', id('12'), { purpose: 'Where she lives after rehab', [`decisions/${ROW}/words`]: 'Zinnia home with help', [`actions/${ROW}/what`]: 'Order the trapeze' }),
    documentOf('task', id('13'), { what: 'Fetch the walker' }),
    documentOf('goal', id('14'), { words: 'Lavender safe', need: id('3') }),
    documentOf('intervention', id('15'), { what: 'Lavender plan', goal: id('14') }),
    documentOf('message', id('16'), { words: 'Lavender is worried', about: id('15') }),
    documentOf('message', id('17'), { words: 'Lavender was told', answers: id('16') }),
  ];

  it.each(['thursday', 'rehab', 'zinnia', 'trapeze', 'walker'])('finds what was said, agreed and given to do: %s', async (text) => {
    const { session } = await openTablet(work);
    expect(session.search.find(text)).toEqual([PATIENT]);
  });

  it('finds nothing that serves what was said in private, be it over other records', async () => {
    const { session } = await openTablet(work);
    expect(session.search.find('lavender')).toEqual([]);
  });

  it('knows what was written a moment ago', async () => {
    const { session } = await openTablet(chart);
    expect(session.search.find('warfarin')).toEqual([]);
    const record = session.writing.newId();
    await session.openForm(null).send([{ do: 'create', record, kind: 'medication', patient: PATIENT, fields: { medicine: coding('11289', 'Warfarin') } }]);
    expect(session.search.find('warfarin')).toEqual([PATIENT]);
  });
});
