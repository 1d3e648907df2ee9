/**
 * What is known of a person's health before a visit begins: allergies, code status, medicines,
 * conditions. None of it counts for a visit until the patient has called it still right, or it was
 * changed there. A confirmation stands for the words that were shown; other words ask again.
 */
import { showDate } from './dates';
import { anyValue, headsOf, isObject, isUnsettled, textField, textOf, type RecordLike } from './reading';

export type FactList = 'codeStatus' | 'allergy' | 'medication' | 'condition';

export interface KnownFact {
  /** One fact a record, but for the code status, which is a part of the patient's. */
  record: RecordLike;
  list: FactList;
  /** The field that carries source and date. */
  field: string;
  title: string;
  /** What a confirmation keeps beside the title. */
  more: string;
  /** The same as a row shows it: "high" alone says nothing. */
  shown: string;
  /** Different answers: nobody has decided what is right, so nothing can be; both were seen. */
  unsettled: boolean;
  state: 'open' | 'confirmed' | 'changed';
}

interface Reading {
  kind: 'allergy' | 'medication' | 'condition';
  field: string;
  status: string;
  more: string[];
  /** How a row says a value that means little alone, or is written for machines. */
  said?: Readonly<Record<string, (words: string) => string>>;
}

export const FACT_LISTS: Readonly<Record<FactList, string>> = {
  codeStatus: 'Code status',
  allergy: 'Allergies',
  medication: 'Medicines',
  condition: 'Conditions',
};

const READINGS: readonly Reading[] = [
  { kind: 'allergy', field: 'substance', status: 'clinicalStatus', more: ['reaction', 'criticality'], said: { criticality: (words) => `how serious: ${words}` } },
  { kind: 'medication', field: 'medicine', status: 'status', more: ['dose', 'asTaken'] },
  { kind: 'condition', field: 'code', status: 'clinicalStatus', more: ['onset'], said: { onset: (dates) => `since ${dates.split(' / ').map(showDate).join(' / ')}` } },
];

const CURRENT = new Set(['', 'active', 'recurrence', 'relapse']);

const wordsOf = (value: unknown): string => (isObject(value) ? textOf(value.display) || textOf(value.code) : textOf(value));
const allOf = (record: RecordLike, field: string): string => headsOf(record, field).map(({ value }) => wordsOf(value)).filter(Boolean).join(' / ');

const changedIn = (record: RecordLike, visit: string, only?: string): boolean =>
  Object.entries(record.fields).some(([field, of]) => (only === undefined || field === only) && of?.heads.some((head) => head.visit === visit) === true);

/** What a confirmation says that it saw. */
export const shownWords = ({ title, more }: Pick<KnownFact, 'title' | 'more'>): string => [title, more].filter(Boolean).join(' · ');

/** Written only after the visit was signed: it could not have been confirmed there. */
const cameLater = (visit: RecordLike, { record, state }: KnownFact, fields: string[]): boolean => {
  const signature = anyValue(visit, 'signature');
  const signed = isObject(signature) ? textOf(signature.at) : '';
  return state === 'open' && signed !== '' && fields.some((field) => headsOf(record, field).some(({ at }) => at > signed));
};

const isConfirmed = (visit: RecordLike, record: string, words: string): boolean =>
  (visit.entries.confirmations ?? []).some(({ value }) => isObject(value) && value.record === record && value.words === words);

export const knownFacts = (visit: RecordLike, patient: RecordLike | undefined, of: (kind: string) => RecordLike[]): KnownFact[] => {
  const fact = (made: Omit<KnownFact, 'state'>, changed: boolean): KnownFact => ({
    ...made,
    state: changed ? 'changed' : isConfirmed(visit, made.record.id, shownWords(made)) ? 'confirmed' : 'open',
  });
  const code = headsOf(patient, 'codeStatus');
  const codeStatus =
    patient && code.length > 0
      ? [fact({ record: patient, list: 'codeStatus', field: 'codeStatus', title: allOf(patient, 'codeStatus'), more: '', shown: '', unsettled: code.length > 1 }, changedIn(patient, visit.id, 'codeStatus'))].filter(
          (made) => !cameLater(visit, made, ['codeStatus']),
        )
      : [];
  const listed = READINGS.flatMap(({ kind, field, status, more, said }) =>
    of(kind).flatMap((record) => {
      const changed = changedIn(record, visit.id);
      if (!CURRENT.has(textField(record, status)) && !changed) return [];
      const unsettled = Object.keys(record.fields).some((each) => isUnsettled(record, each));
      const told = more.map((each) => ({ words: allOf(record, each), say: said?.[each] ?? String })).filter(({ words }) => words !== '');
      const inWords = told.map(({ words }) => words).join(' · ');
      const shown = told.map(({ words, say }) => say(words)).join(' · ');
      return [
        fact({ record, list: kind, field, title: allOf(record, field), more: inWords, shown, unsettled }, changed),
      ].filter((made) => !cameLater(visit, made, [field, ...more]));
    }),
  );
  return [...codeStatus, ...listed];
};

/** True once the visit has ended it: shown until the visit is left, so that it can be taken back. */
export const isOver = ({ record, list }: KnownFact): boolean =>
  list !== 'codeStatus' && !CURRENT.has(textOf(anyValue(record, list === 'medication' ? 'status' : 'clinicalStatus')));
