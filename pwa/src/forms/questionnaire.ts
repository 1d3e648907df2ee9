/**
 * Reads a FHIR R4 Questionnaire into the few things a screen needs. Unknown item types and
 * extensions are kept out, never guessed: an item this reader cannot show is listed in `unread`.
 */
import { isObject, listOf, textOf } from '../domain/reading';

export const EXTENSION = {
  ordinal: 'http://hl7.org/fhir/StructureDefinition/ordinalValue',
  weight: 'http://hl7.org/fhir/StructureDefinition/itemWeight',
  variable: 'http://hl7.org/fhir/StructureDefinition/variable',
  exclusive: 'http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive',
  calculated: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression',
  hidden: 'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden',
  band: 'https://doorstep.invalid/fhir/score-band',
  range: 'https://doorstep.invalid/fhir/score-range',
  scoredItem: 'https://doorstep.invalid/fhir/scored-item',
  private: 'https://doorstep.invalid/fhir/private',
  followUp: 'https://doorstep.invalid/fhir/private-follow-up',
  safetyAt: 'https://doorstep.invalid/fhir/safety-at',
} as const;

export interface Coding {
  system: string;
  code: string;
  display: string;
}

export interface Option {
  coding: Coding;
  /** Ordinal value for scoring; never shown. */
  ordinal: number | null;
  /** Choosing it clears the others ("None of the above"). */
  exclusive: boolean;
}

export type Operator = 'exists' | '=' | '!=' | '>' | '<' | '>=' | '<=';

export interface Condition {
  question: string;
  operator: Operator;
  answer: boolean | number | string | Coding;
}

export interface Band {
  min: number;
  max: number;
  label: string;
  /** The band asks for action. */
  flag: boolean;
}

export type AnswerType = 'choice' | 'text' | 'number' | 'boolean' | 'date';

export interface FormItem {
  linkId: string;
  kind: 'group' | 'display' | 'question' | 'score';
  answer: AnswerType;
  prefix: string;
  text: string;
  required: boolean;
  repeats: boolean;
  options: Option[];
  enableWhen: Condition[];
  enableBehavior: 'all' | 'any';
  expression: string | null;
  bands: Band[];
  range: [number, number] | null;
  /** Questions that a score needs: "3 of 9 answered". */
  scored: string[];
  hidden: boolean;
  /** True for everything inside a group that is asked with the patient alone. */
  private: boolean;
  /** The ordinal value from which an answer starts the safety path. */
  safetyAt: number | null;
  /** On a private group: true when the answers ask for the private follow-up. */
  followUp: string | null;
  children: FormItem[];
}

/** A named expression of the form, used by its other expressions as `%name`. */
export interface Variable {
  name: string;
  expression: string;
}

export interface Form {
  url: string;
  version: string;
  title: string;
  notices: string[];
  items: FormItem[];
  variables: Variable[];
  unread: string[];
  /** The resource itself: expressions may refer to it. */
  resource: Record<string, unknown>;
}

const extensions = (element: Record<string, unknown>, url: string): Record<string, unknown>[] =>
  listOf(element.extension)
    .filter(isObject)
    .filter((extension) => extension.url === url);

const flag = (element: Record<string, unknown>, url: string): boolean =>
  extensions(element, url).some((extension) => extension.valueBoolean === true);

const decimal = (element: Record<string, unknown>, urls: string[]): number | null => {
  for (const url of urls) {
    const [found] = extensions(element, url);
    const value = found?.valueDecimal ?? found?.valueInteger;
    if (typeof value === 'number') return value;
  }
  return null;
};

export const readCoding = (value: unknown): Coding => {
  const coding = isObject(value) ? value : {};
  return { system: textOf(coding.system), code: textOf(coding.code), display: textOf(coding.display) };
};

const readOption = (option: Record<string, unknown>): Option => {
  const raw = isObject(option.valueCoding) ? option.valueCoding : {};
  const plain = textOf(option.valueString) || (typeof option.valueInteger === 'number' ? String(option.valueInteger) : '');
  const scores = [EXTENSION.ordinal, EXTENSION.weight];
  return {
    coding: plain ? { system: '', code: plain, display: plain } : readCoding(raw),
    ordinal: decimal(raw, scores) ?? decimal(option, scores),
    exclusive: flag(option, EXTENSION.exclusive),
  };
};

const OPERATORS = new Set<string>(['exists', '=', '!=', '>', '<', '>=', '<=']);
const isOperator = (value: unknown): value is Operator => typeof value === 'string' && OPERATORS.has(value);

const readCondition = (raw: Record<string, unknown>): Condition | null => {
  const { operator } = raw;
  if (!isOperator(operator)) return null;
  const key = Object.keys(raw).find((name) => name.startsWith('answer'));
  const value = key === undefined ? undefined : raw[key];
  const question = textOf(raw.question);
  if (isObject(value)) {
    const amount = key === 'answerQuantity' ? value.value : undefined;
    return { question, operator, answer: typeof amount === 'number' ? amount : readCoding(value) };
  }
  if (typeof value !== 'boolean' && typeof value !== 'number' && typeof value !== 'string') return null;
  return { question, operator, answer: value };
};

const ANSWER_TYPES: Record<string, AnswerType> = {
  choice: 'choice',
  'open-choice': 'choice',
  string: 'text',
  text: 'text',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
};

const readExpression = (raw: Record<string, unknown>, url: string): string | null => {
  const [found] = extensions(raw, url);
  const expression = isObject(found?.valueExpression) ? found.valueExpression : {};
  return expression.language === 'text/fhirpath' ? textOf(expression.expression) || null : null;
};

const readBand = (extension: Record<string, unknown>): Band => {
  const part = (name: string): Record<string, unknown> =>
    listOf(extension.extension).filter(isObject).find((inner) => inner.url === name) ?? {};
  const bound = (name: string): number => {
    const value = part(name).valueDecimal ?? part(name).valueInteger;
    return typeof value === 'number' ? value : Number.NaN;
  };
  return { min: bound('min'), max: bound('max'), label: textOf(part('label').valueString), flag: part('flag').valueBoolean === true };
};

const readRange = (raw: Record<string, unknown>): [number, number] | null => {
  const [found] = extensions(raw, EXTENSION.range);
  const range = isObject(found?.valueRange) ? found.valueRange : {};
  const [low, high] = [range.low, range.high].map((end) => (isObject(end) ? end.value : undefined));
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : null;
};

const readVariable = (extension: Record<string, unknown>): Variable => {
  const expression = isObject(extension.valueExpression) ? extension.valueExpression : {};
  return { name: textOf(expression.name), expression: textOf(expression.expression) };
};

const kindOf = (type: string, expression: string | null): FormItem['kind'] => {
  if (type === 'group' || type === 'display') return type;
  return expression === null ? 'question' : 'score';
};

const readItem = (raw: Record<string, unknown>, inPrivate: boolean, unread: string[]): FormItem | null => {
  const type = textOf(raw.type);
  const answer = ANSWER_TYPES[type];
  const linkId = textOf(raw.linkId);
  if (answer === undefined && type !== 'group' && type !== 'display') {
    unread.push(linkId);
    return null;
  }
  const isPrivate = inPrivate || flag(raw, EXTENSION.private);
  const expression = readExpression(raw, EXTENSION.calculated);
  return {
    linkId,
    kind: kindOf(type, expression),
    answer: answer ?? 'text',
    prefix: textOf(raw.prefix),
    text: textOf(raw.text),
    required: raw.required === true,
    repeats: raw.repeats === true,
    options: listOf(raw.answerOption).filter(isObject).map(readOption),
    enableWhen: listOf(raw.enableWhen)
      .filter(isObject)
      .map(readCondition)
      .filter((condition) => condition !== null),
    enableBehavior: raw.enableBehavior === 'any' ? 'any' : 'all',
    expression,
    bands: extensions(raw, EXTENSION.band).map(readBand),
    range: readRange(raw),
    scored: extensions(raw, EXTENSION.scoredItem).map((extension) => textOf(extension.valueString)),
    hidden: flag(raw, EXTENSION.hidden),
    private: isPrivate,
    safetyAt: decimal(raw, [EXTENSION.safetyAt]),
    followUp: readExpression(raw, EXTENSION.followUp),
    children: readItems(raw.item, isPrivate, unread),
  };
};

const readItems = (raw: unknown, inPrivate: boolean, unread: string[]): FormItem[] =>
  listOf(raw)
    .filter(isObject)
    .map((item) => readItem(item, inPrivate, unread))
    .filter((item) => item !== null);

/** All items, parents before children. */
export const flatten = (items: FormItem[]): FormItem[] => items.flatMap((item) => [item, ...flatten(item.children)]);

export const questionsOf = (form: Form): FormItem[] => flatten(form.items).filter(({ kind }) => kind === 'question');

export const readForm = (resource: unknown): Form => {
  const raw = isObject(resource) ? resource : {};
  const unread: string[] = [];
  return {
    url: textOf(raw.url),
    version: textOf(raw.version),
    title: textOf(raw.title),
    notices: textOf(raw.copyright).split(/\n+/u).filter(Boolean),
    items: readItems(raw.item, false, unread),
    variables: extensions(raw, EXTENSION.variable).map(readVariable),
    unread,
    resource: raw,
  };
};
