/** Insurances, plans, offices and answers in words; one place, so that a chart, a list and a decision agree. */
import { showDate, showDay } from '../../domain/dates';
import { npiOf, phoneOf } from '../../domain/coverage-answers';
import { KINDS, type FieldTable } from '../../domain/generated/kinds';
import { isObject, listOf, textOf } from '../../domain/reading';

const CHECK = KINDS['coverage-check'].fields;
type Words = Readonly<Record<string, string>>;
const coded = (table: FieldTable | undefined, part: string): Words => table?.codes?.[part] ?? {};

export const SPECIALTIES: Words = CHECK['specialty']?.choices ?? {};
export const specialtyWords = (code: string): string => SPECIALTIES[code] ?? code;

export const OUTCOMES = coded(CHECK['calls'], 'outcome');
export const ACCEPTS = coded(CHECK['calls'], 'accepts');
export const NEW_PATIENTS = coded(CHECK['calls'], 'newPatients');
export const NEEDED = coded(CHECK['calls'], 'needed');
export const NEXT_ACTIONS = coded(CHECK['next'], 'action');
export const PRODUCTS = coded(CHECK['plan'], 'product');
export const MEDICAID_STATES = coded(KINDS.coverage.fields['medicaid'], 'status');
export const ELIGIBILITY_HOW = coded(KINDS.coverage.fields['eligibility'], 'how');
export const ELIGIBILITY_RESULT = coded(KINDS.coverage.fields['eligibility'], 'result');

const joined = (...parts: string[]): string => parts.filter(Boolean).join(', ');

/** "(617) 555-0142"; what is no such number stands as it was typed. */
export const phoneShown = (text: string): string => {
  const digits = phoneOf(text);
  return digits === '' ? text : `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`;
};

/** "Bay Health, Gold HMO", "Medicare Part A and B". */
export const planWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  const [payer, plan, group] = [textOf(value['payer']), textOf(value['plan']), textOf(value['group'])];
  // "Medicare Part A and B" names its payer already.
  const named = plan.toLocaleLowerCase().startsWith(payer.toLocaleLowerCase());
  return joined(named ? '' : payer, plan, PRODUCTS[textOf(value['product'])] ?? '', group && `group ${group}`);
};

export const officeWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  const npi = npiOf(textOf(value['npi']));
  return joined(textOf(value['name']), phoneShown(textOf(value['phone'])), textOf(value['zip']), npi && `NPI ${npi}`);
};

export const nextWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  const on = textOf(value['on']);
  return joined(NEXT_ACTIONS[textOf(value['action'])] ?? textOf(value['action']), on && `on ${showDate(on)}`);
};

interface AnswerLike {
  accepts?: unknown;
  newPatients?: unknown;
  needed?: unknown;
  firstAvailable?: unknown;
}

/** "Yes, in network. New patients: waitlist. Prior authorization needed." */
export const answerWords = (answer: AnswerLike): string => {
  const taking = textOf(answer.newPatients);
  const needed = listOf(answer.needed).map((one) => NEEDED[textOf(one)] ?? textOf(one));
  const date = textOf(answer.firstAvailable);
  return [
    ACCEPTS[textOf(answer.accepts)] ?? '',
    taking === 'no' ? 'Not taking new patients' : taking === 'waitlist' ? 'Waitlist for new patients' : '',
    ...needed,
    date && `First date ${showDay(date)}`,
  ].filter(Boolean).map((words) => `${words}.`).join(' ');
};

export const chosenWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  const reference = textOf(value['reference']);
  const asked = `Asked ${showDate(textOf(value['askedOn']))} by ${textOf(value['askedBy'])}${reference && `, ref ${reference}`}`;
  return `${officeWords(value['provider'])}: ${answerWords(value)} ${asked}, good until ${showDate(textOf(value['goodUntil']))}`;
};

export const medicaidWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  const [status, since] = [textOf(value['status']), textOf(value['since'])];
  const words = MEDICAID_STATES[status] ?? status;
  return since === '' ? words : `${words}, ${status === 'pending' ? 'applied' : 'since'} ${showDate(since)}`;
};

/** "In force, payer's website, ref 12". */
export const eligibilityWords = (value: unknown): string => {
  if (!isObject(value)) return '';
  const reference = textOf(value['reference']);
  return joined(ELIGIBILITY_RESULT[textOf(value['result'])] ?? '', ELIGIBILITY_HOW[textOf(value['how'])] ?? '', reference && `ref ${reference}`);
};

/** Choices as cards and lists take them, in the order of the kind. */
export const asChoices = (words: Words): { value: string; label: string }[] => Object.entries(words).map(([value, label]) => ({ value, label }));
