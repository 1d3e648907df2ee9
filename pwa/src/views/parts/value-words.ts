/** Any value of any kind as a person reads it; one place, so that a diff, a chart and a decision agree. */
import { showDate } from '../../domain/dates';
import { LIFECYCLES } from '../../domain/generated/lifecycles';
import { KINDS, type FieldTable, type KindName } from '../../domain/generated/kinds';
import { fullName } from '../../domain/names';
import { isObject, listOf, textOf } from '../../domain/reading';
import { chosenWords, medicaidWords, nextWords, officeWords, planWords } from './coverage-words';
import { addressWords, codeStatusOf, languageWords } from './code-status';

const isKind = (kind: string): kind is KindName => kind in KINDS;

export const fieldTable = (kind: string, field: string): FieldTable | undefined => {
  if (!isKind(kind)) return undefined;
  const table = KINDS[kind];
  const [name = '', , part = ''] = field.split('/');
  return table.fields[field] ?? table.fields[name]?.parts?.[part] ?? table.dynamic[name];
};

export const kindTitle = (kind: string): string => (isKind(kind) ? KINDS[kind].title : 'Record');

/** Whether a record, or a row of it, stands: one person took it out, and another went on with it unseen. */
export const saysWhetherItStands = (field: string): boolean => field === 'alive' || field.endsWith('/alive');

export const fieldLabel = (kind: string, field: string): string => {
  if (!saysWhetherItStands(field)) return fieldTable(kind, field)?.label ?? field;
  const [list = ''] = field.split('/');
  const of = field === 'alive' ? '' : (fieldTable(kind, list)?.label ?? '');
  return of === '' ? 'Kept or taken out' : `${of}, kept or taken out`;
};

/** The choices of a field, in the order of its declaration, as a question offers them. */
export const choicesOf = (kind: string, field: string): { value: string; label: string }[] =>
  Object.entries(fieldTable(kind, field)?.choices ?? {}).map(([value, label]) => ({ value, label }));

const LIFECYCLE_OF = LIFECYCLES as Readonly<Record<string, { states: Readonly<Record<string, string>> } | undefined>>;

/** A state in the words of its kind's lifecycle; any other code as text: "asked-declined" -> "Asked declined". */
export const stateWords = (state: string, kind = ''): string => {
  const known = LIFECYCLE_OF[kind]?.states[state];
  if (known !== undefined) return known;
  const words = state.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const codingWords = (value: unknown): string => (isObject(value) ? textOf(value.display) || textOf(value.code) : textOf(value));

const phoneWords = (value: unknown): string =>
  isObject(value) ? [textOf(value.value), textOf(value.use)].filter(Boolean).join(', ') : '';

const periodWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  const [start, end] = [textOf(value.start), textOf(value.end)];
  return [start && `from ${showDate(start)}`, end && `until ${showDate(end)}`].filter(Boolean).join(' ');
};

const answerPart = (part: unknown): string => {
  if (!isObject(part)) return '';
  if (part.valueCoding !== undefined) return codingWords(part.valueCoding);
  const [value] = Object.values(part);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
};

const answerWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  if (typeof value.absent === 'string') return stateWords(value.absent);
  return listOf(value.answer).map(answerPart).filter(Boolean).join(', ');
};

const quantityWords = (value: Record<string, unknown>): string => [textOf(value.value), textOf(value.unit)].filter(Boolean).join(' ');

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u;

/** One part of a value that is one whole: an id names nothing that a person knows. */
const partWords = (name: string, part: string, table: FieldTable | undefined, names: Names): string => {
  if (ID.test(part)) return names.reference(part);
  if (MOMENT.test(part)) return names.moment(part);
  return table?.codes?.[name]?.[part] ?? (DAY.test(part) ? showDate(part) : part);
};

const objectWords = (value: Record<string, unknown>, table: FieldTable | undefined, names: Names): string => {
  if (typeof value.display === 'string' || typeof value.code === 'string') return codingWords(value);
  if (typeof value.value === 'string') return quantityWords(value);
  return Object.entries(value).map(([name, part]) => (typeof part === 'string' ? partWords(name, part, table, names) : '')).filter(Boolean).join(', ');
};

/** Whom a referral asks. Which entry of the directory it was is for programs, and the address has its ZIP code. */
const organisationWords = (value: unknown): string =>
  isObject(value) ? ['name', 'phone', 'fax', 'address'].map((part) => textOf(value[part])).filter(Boolean).join(', ') : '';

/** Texts that hold a code of FHIR, which writes them in small letters: "active", "entered-in-error". */
const CODE_IN_TEXT = new Set(['status', 'clinicalStatus', 'verificationStatus', 'saidBy', 'expressedBy']);

/** Moments need the agency's clock, persons' and records' ids a name: the caller knows both. */
export interface Names {
  moment: (iso: string) => string;
  reference: (id: string) => string;
}

const PLAIN: Names = { moment: (iso) => iso, reference: () => '' };

const oneWords = (type: string, value: unknown, table: FieldTable | undefined, names: Names): string => {
  switch (type) {
    case 'PersonName':
      return fullName(value);
    case 'Address':
      return addressWords(value);
    case 'Language':
      return languageWords(value);
    case 'CodeStatus':
      return codeStatusOf(value);
    case 'Phone':
      return phoneWords(value);
    case 'Period':
      return periodWords(value);
    case 'Coding':
      return codingWords(value);
    case 'InsurancePlan':
      return planWords(value);
    case 'Organisation':
      return organisationWords(value);
    case 'Provider':
      return officeWords(value);
    case 'ChosenAnswer':
      return chosenWords(value);
    case 'NextStep':
      return nextWords(value);
    case 'Medicaid':
      return medicaidWords(value);
    case 'answer':
      return answerWords(value);
    case 'date':
    case 'partial-date':
      return showDate(textOf(value));
    case 'moment':
      return names.moment(textOf(value));
    case 'reference':
      return names.reference(textOf(value));
    case 'state':
      return stateWords(textOf(value), table?.lifecycle);
    case 'code':
      return table?.choices?.[textOf(value)] ?? textOf(value);
    case 'blob':
      return 'kept with the record';
    default:
      break;
  }
  if (isObject(value)) return objectWords(value, table, names);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** Empty for null: a cleared value is the caller's to word ("nothing"). */
export const valueWords = (kind: string, field: string, value: unknown, names: Names = PLAIN): string => {
  if (value === null || value === undefined) return '';
  if (saysWhetherItStands(field)) return value === true ? 'Kept' : 'Taken out';
  const table = fieldTable(kind, field);
  const type = CODE_IN_TEXT.has(field) ? 'state' : (table?.type ?? 'text').replace(/\[\]$/u, '');
  if (Array.isArray(value)) return value.map((one) => oneWords(type, one, table, names)).filter(Boolean).join('; ');
  return oneWords(type, value, table, names);
};
