import type { RecordView } from '../../app/contract';
import { fullName } from '../../domain/names';
import { anyValue, isObject, isUnsettled, textField, textOf } from '../../domain/reading';
import { wayWords } from '../../domain/transitions';
import { specialtyWords } from '../parts/coverage-words';
import { fieldTable, kindTitle, valueWords } from '../parts/value-words';

const coded = (record: RecordView, field: string): string => {
  const value = anyValue(record, field);
  return isObject(value) ? textOf(value.display) || textOf(value.code) : '';
};

const named = (record: RecordView, field: string): string => {
  const value = anyValue(record, field);
  return isObject(value) ? textOf(value.name) : '';
};

const TITLES: Record<string, (record: RecordView) => string> = {
  goal: (record) => textField(record, 'words'),
  intervention: (record) => textField(record, 'what'),
  need: (record) => coded(record, 'domain'),
  condition: (record) => coded(record, 'code'),
  allergy: (record) => coded(record, 'substance'),
  medication: (record) => coded(record, 'medicine'),
  coverage: (record) => textField(record, 'payer'),
  'coverage-check': (record) => specialtyWords(textField(record, 'specialty')),
  contact: (record) => fullName(anyValue(record, 'name')),
  assessment: (record) => textField(record, 'title'),
  facility_options: (record) => fieldTable('facility_options', 'levelOfCare')?.choices?.[textField(record, 'levelOfCare')] ?? '',
  task: (record) => textField(record, 'what'),
  conference: (record) => textField(record, 'purpose'),
  plan_version: (record) => {
    const number = anyValue(record, 'number');
    return typeof number === 'number' ? `Version ${number}` : '';
  },
  plan: (record) => textField(record, 'title'),
  referral: (record) => [textField(record, 'service'), named(record, 'target')].filter(Boolean).join(' · '),
  consent: (record) => named(record, 'to'),
  teaching: (record) => valueWords('teaching', 'topic', textField(record, 'topic')),
  message: (record) => textField(record, 'words'),
  contact_log: (record) => [valueWords('contact_log', 'with', textField(record, 'with')), textField(record, 'name')].filter(Boolean).join(' · '),
  episode: (record) => (textField(record, 'reason') ? valueWords('episode', 'reason', textField(record, 'reason')) : ''),
  event: (record) => valueWords('event', 'what', textField(record, 'what')),
  material: (record) => textField(record, 'title'),
  transition: wayWords,
};

/** What a record is about, in the words that people know it by; its kind where it has none. */
export const recordTitle = (record: RecordView): string => TITLES[record.kind]?.(record) || kindTitle(record.kind);

/** What a row of a list is known by, where nobody wrote it differently. */
const NAMED_BY = ['what', 'words', 'title', 'name', 'to'];

/** What a field is about: the row that it is of, else the record. */
export const fieldAbout = (record: RecordView, field: string): string => {
  const [list = '', row, part] = field.split('/');
  const names = row === undefined || part === undefined ? [] : NAMED_BY.map((name) => `${list}/${row}/${name}`).filter((name) => !isUnsettled(record, name));
  return names.map((name) => textField(record, name)).find(Boolean) ?? recordTitle(record);
};

/** Kind and title in one line: "Task: Call the clinic", "Visit". */
export const recordLine = (record: RecordView): string => {
  const [kind, title] = [kindTitle(record.kind), recordTitle(record)];
  return title === kind ? kind : `${kind}: ${title}`;
};
