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

export const optionOf = (item: FormItem, part: Part): Option | undefined =>
  'coding' in part
    ? item.options.find(({ coding }) => coding.code === part.coding.code && coding.system === part.coding.system)
    : item.options.find(({ coding }) => coding.code === String(part.value));

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
 * The value after a tap on an option. One answer replaces the other; in a list an option toggles,
 * and an exclusive one ("None of the above") clears the others, as they clear it. Null: nothing left.
 */
export const choose = (item: FormItem, before: Answer | undefined, option: Option): AnswerJson | null => {
  if (!item.repeats) return { answer: [codingJson(option)] };
  const chosen = item.options.filter((other) => isChosen(before, other));
  if (isChosen(before, option)) {
    const left = chosen.filter((other) => other !== option);
    return left.length > 0 ? { answer: left.map(codingJson) } : null;
  }
  const kept = option.exclusive ? [] : chosen.filter((other) => !other.exclusive);
  return { answer: item.options.filter((other) => other === option || kept.includes(other)).map(codingJson) };
};

const VALUE_KEY = { text: 'valueString', number: 'valueDecimal', boolean: 'valueBoolean', date: 'valueDate' } as const;

/** A typed answer. Decimals travel as strings, so that no number changes on its way. */
export const typed = (item: FormItem, value: string | boolean): AnswerJson | null => {
  if (item.answer === 'choice' || value === '') return null;
  return { answer: [{ [VALUE_KEY[item.answer]]: value }] };
};

export const skipped = (absent: AbsentCode, note = ''): AnswerJson => ({ absent, note });
