import { expect, test } from 'vitest';
import { blocksOf, type VisitFacts } from '../../src/domain/blocks';
import { isOver, knownFacts, shownWords } from '../../src/domain/known-facts';
import type { RecordLike } from '../../src/domain/reading';
import { made } from './record';

const furosemide = made('medication', { medicine: { code: '4603', display: 'Furosemide' }, dose: '20 mg daily', status: 'active' }, {}, 'furosemide');
const lisinopril = made('medication', { medicine: { code: '29046', display: 'Lisinopril' }, dose: '10 mg daily', status: 'active' }, {}, 'lisinopril');
const old = made('medication', { medicine: { display: 'Aspirin' }, status: 'stopped' }, {}, 'aspirin');
const patient = made('patient', { codeStatus: { code: 'dnr', display: 'DNR' } }, {}, 'luz');
const of = (medicines: RecordLike[]) => (kind: string): RecordLike[] => (kind === 'medication' ? medicines : []);
const visit = (confirmed: { record: string; words: string }[] = []): RecordLike => made('visit', { state: 'open' }, { confirmations: confirmed });
const states = (at: RecordLike, medicines: RecordLike[]): string[] => knownFacts(at, patient, of(medicines)).map(({ record, state }) => `${record.id} ${state}`);
const blocks = (at: RecordLike, medicines: RecordLike[]): string[] => {
  const facts = { visit: at, forms: [], followUpDue: false, undecided: [], safety: [], safetyDue: [], different: [], note: undefined, unread: [], typed: false };
  const all: VisitFacts = { ...facts, known: knownFacts(at, patient, of(medicines)) };
  return blocksOf(all).filter(({ section }) => section === 'health').map(({ words }) => words);
};

test('nothing that was known before counts until it is confirmed, and what is over is not asked', () => {
  expect(states(visit(), [furosemide, lisinopril, old])).toEqual(['luz open', 'furosemide open', 'lisinopril open']);
  expect(blocks(visit(), [furosemide, lisinopril])).toEqual([
    'Code status: "Still right" or change, not confirmed',
    'Medicines: "Still right" or change, 2 of 2 not confirmed',
  ]);
});

test('a confirmation stands for the words that were shown: a dose that came in later asks again', () => {
  const confirmed = visit([{ record: 'furosemide', words: 'Furosemide · 20 mg daily' }, { record: 'luz', words: 'DNR' }]);
  expect(states(confirmed, [furosemide, lisinopril])).toEqual(['luz confirmed', 'furosemide confirmed', 'lisinopril open']);
  expect(blocks(confirmed, [furosemide, lisinopril])).toEqual(['Medicines: "Still right" or change, 1 of 2 not confirmed']);
  const raised = made('medication', { medicine: { display: 'Furosemide' }, dose: '40 mg daily', status: 'active' }, {}, 'furosemide');
  expect(states(confirmed, [raised])).toEqual(['luz confirmed', 'furosemide open']);
});

test('a change made in this visit counts as well, and what it ended stays in sight', () => {
  const own = visit();
  const stopped = made('medication', { medicine: { display: 'Furosemide' }, status: 'stopped' }, {}, 'furosemide');
  const [head] = stopped.fields.status?.heads ?? [];
  if (head) head.visit = own.id;
  const fact = knownFacts(own, undefined, of([stopped]))[0];
  expect(fact?.state).toBe('changed');
  expect(fact && isOver(fact)).toBe(true);
});

test('two different answers are one fact with both in its words', () => {
  const both = made('medication', { medicine: { display: 'Furosemide' }, dose: '20 mg', status: 'active' }, {}, 'furosemide');
  both.fields.dose?.heads.push({ value: '40 mg', by: 'chen', at: '2026-11-18T10:31:00.000Z' });
  const fact = knownFacts(visit(), undefined, of([both]))[0];
  expect(fact && shownWords(fact)).toBe('Furosemide · 20 mg / 40 mg');
  expect(fact?.unsettled).toBe(true);
});

test('a row says what "high" is of; the confirmation keeps the bare words', () => {
  const nuts = made('allergy', { substance: { display: 'Peanuts' }, reaction: 'Swelling', criticality: 'high', clinicalStatus: 'active' }, {}, 'peanuts');
  const fact = knownFacts(visit(), undefined, (kind) => (kind === 'allergy' ? [nuts] : []))[0];
  expect(fact?.shown).toBe('Swelling · how serious: high');
  expect(fact && shownWords(fact)).toBe('Peanuts · Swelling · high');
});

test('a row says since when in words; the confirmation keeps the date as it is written', () => {
  const hypertension = made('condition', { code: { display: 'Hypertension' }, onset: '2009-05', clinicalStatus: 'active' }, {}, 'hypertension');
  const fact = knownFacts(visit(), undefined, (kind) => (kind === 'condition' ? [hypertension] : []))[0];
  expect(fact?.shown).toBe('since May 2009');
  expect(fact && shownWords(fact)).toBe('Hypertension · 2009-05');
});
