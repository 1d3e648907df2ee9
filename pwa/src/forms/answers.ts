/**
 * Answers as an assessment keeps them: field `answers/<linkId>`, whose value is either
 * `{answer: [...]}` or `{absent: code, note}`. Two heads of one question are different answers:
 * both are kept here, and nothing is computed from either until a person decides.
 */
import { headsOf, isObject, listOf, textOf, type RecordLike } from '../domain/reading';
import { readCoding, type Coding, type FormItem, type Option } from './questionnaire';

export const ABSENT = {
  'asked-declined': 'Declined',
  'asked-unknown': "Doesn't know",
  'not-asked': 'Not asked',
  unable: "Can't answer now",
  later: 'Ask later',
} as const;

export type AbsentCode = keyof typeof ABSENT;

export type Part = { coding: Coding } | { value: string | number | boolean };

export interface Answer {
  parts: Part[];
  absent: AbsentCode | null;
  note: string;
}

/** Every question that has at least one head; two entries stand for different answers. */
export type Answers = ReadonlyMap<string, readonly Answer[]>;

const PREFIX = 'answers/';

const unescapePart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** The address of one answer; parts are escaped like JSON Pointer. */
export const answerField = (linkId: string): string => PREFIX + linkId.replaceAll('~', '~0').replaceAll('/', '~1');

export const linkIdOf = (field: string): string | null =>
  field.startsWith(PREFIX) ? unescapePart(field.slice(PREFIX.length)) : null;

const isAbsent = (value: unknown): value is AbsentCode => typeof value === 'string' && value in ABSENT;

const readPart = (raw: unknown): Part | null => {
  if (!isObject(raw)) return null;
  if (raw.valueCoding !== undefined) return { coding: readCoding(raw.valueCoding) };
  const key = Object.keys(raw).find((name) => name.startsWith('value'));
  const value = key === undefined ? undefined : raw[key];
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  return { value: key === 'valueDecimal' && typeof value === 'string' ? Number(value) : value };
};

/** Null for a cleared answer or one that cannot be read. */
export const readAnswer = (value: unknown): Answer | null => {
  if (!isObject(value)) return null;
  const note = textOf(value.note);
  if (isAbsent(value.absent)) return { parts: [], absent: value.absent, note };
  const parts = listOf(value.answer)
    .map(readPart)
    .filter((part) => part !== null);
  return parts.length > 0 ? { parts, absent: null, note } : null;
};

export const readAnswers = (record: RecordLike | undefined): Answers => {
  const answers = new Map<string, Answer[]>();
  for (const field of Object.keys(record?.fields ?? {})) {
    const linkId = linkIdOf(field);
    if (linkId === null) continue;
    const read = headsOf(record, field)
      .map(({ value }) => readAnswer(value))
      .filter((answer) => answer !== null);
    if (read.length > 0) answers.set(linkId, read);
  }
  return answers;
};

/** The settled answer; undefined where nobody answered or two people answered differently. */
export const settledAnswer = (answers: Answers, linkId: string): Answer | undefined => {
  const all = answers.get(linkId);
  return all?.length === 1 ? all[0] : undefined;
};

export const isChosen = (answer: Answer | undefined, option: Option): boolean =>
  answer?.parts.some((part) =>
    'coding' in part
      ? part.coding.code === option.coding.code && part.coding.system === option.coding.system
      : String(part.value) === option.coding.code,
  ) ?? false;

/** The answer in words, as the note and the review show it. */
export const answerText = (answer: Answer | undefined): string => {
  if (answer === undefined) return '';
  if (answer.absent !== null) return ABSENT[answer.absent];
  return answer.parts
    .map((part) => {
      if ('coding' in part) return part.coding.display;
      if (typeof part.value === 'boolean') return part.value ? 'Yes' : 'No';
      return String(part.value);
    })
    .join('; ');
};

type AnswerPartJson = { valueCoding: { system: string; code: string; display: string } } | Record<string, string | number | boolean>;
export type AnswerJson = { answer: AnswerPartJson[] } | { absent: AbsentCode; note: string };

const codingJson = ({ coding }: Option): AnswerPartJson => ({ valueCoding: { ...coding } });

/**
 * The value for the chosen codes, in the order of tapping: the last one decides whether an exclusive
 * answer ("None of the above") stands alone or goes. Null: nothing is chosen any more.
 */
export const answerOf = (item: FormItem, codes: string[]): AnswerJson | null => {
  const taken = codes
    .map((code) => item.options.find(({ coding }) => coding.code === code))
    .filter((option) => option !== undefined);
  const last = taken.at(-1);
  if (!last) return null;
  const alone = !item.repeats || last.exclusive;
  const kept = item.options.filter((option) => (alone ? option === last : taken.includes(option) && !option.exclusive));
  return { answer: kept.map(codingJson) };
};

export const chosenCodes = (item: FormItem, answer: Answer | undefined): string[] =>
  item.options.filter((option) => isChosen(answer, option)).map(({ coding }) => coding.code);

const VALUE_KEY = { text: 'valueString', number: 'valueDecimal', boolean: 'valueBoolean', date: 'valueDate' } as const;

/** A typed answer. Decimals travel as strings, so that no number changes on its way. */
export const typed = (item: FormItem, value: string | boolean): AnswerJson | null => {
  if (item.answer === 'choice' || value === '') return null;
  return { answer: [{ [VALUE_KEY[item.answer]]: value }] };
};

export const skipped = (absent: AbsentCode, note = ''): AnswerJson => ({ absent, note });
