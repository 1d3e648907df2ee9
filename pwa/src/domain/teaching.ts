/** What is still missing from a teaching, which text fits whom, and what teaching again asks for. */
import { anyValue, isObject, listOf, textField, textOf, type RecordLike } from './reading';

const CORRECT = new Set(['said-back', 'showed']);

export const isCorrect = (result: string): boolean => CORRECT.has(result);

/** Asked first, so that a question about what somebody learned is not an examination of her. */
export const OPENING: Readonly<Record<string, string>> = {
  en: 'I want to be sure I explained this well.',
  es: 'Quiero saber si lo expliqué bien.',
};

const PLAIN_QUESTION: Readonly<Record<string, string>> = {
  en: 'Can you tell me in your own words what we talked about?',
  es: '¿Puede decirme con sus palabras de qué hablamos?',
};

/** The languages we have texts in: the patient's where it is one of them, else English. */
export const languageOf = (patient: RecordLike | undefined): 'en' | 'es' => {
  const language = anyValue(patient, 'language');
  return isObject(language) && textOf(language.code).toLowerCase().startsWith('es') ? 'es' : 'en';
};

/** The texts on a topic, those in the asked language first. */
export const textsOn = <T extends RecordLike>(materials: readonly T[], topic: string, language: string): T[] =>
  materials
    .filter((material) => textField(material, 'topic') === topic)
    .sort((a, b) => Number(textField(b, 'language') === language) - Number(textField(a, 'language') === language) || (textField(a, 'title') < textField(b, 'title') ? -1 : 1));

/** The question to teach back with: the text's own, in the language it is in. */
export const questionOn = (materials: readonly RecordLike[], topic: string, language: 'en' | 'es'): string => {
  const [text] = textsOn(materials, topic, language);
  const own = textField(text, 'language') === language ? textField(text, 'ask') : '';
  return `${OPENING[language] ?? ''} ${own || (PLAIN_QUESTION[language] ?? '')}`;
};

export interface Left {
  field: string;
  words: string;
}

const isAnswered = (teaching: RecordLike, field: string): boolean => {
  const value = anyValue(teaching, field);
  return Array.isArray(value) ? value.length > 0 : textOf(value) !== '';
};

/** What a teaching needs before it can be finished, in the order of its screen. */
export const leftOf = (teaching: RecordLike): Left[] => {
  const needed: [string, string][] = [
    ['topic', 'Choose what you taught.'],
    ...(textField(teaching, 'topic') === 'other' ? [['about', 'Say what it was about.'] as [string, string]] : []),
    ['learner', 'Choose who learned.'],
    ['barriers', 'Choose what made it hard, or None.'],
    ['methods', 'Choose how you taught.'],
    ['result', 'Choose what came back.'],
    ...(isAnswered(teaching, 'result') && !isCorrect(textField(teaching, 'result')) ? [['again', 'Choose a day to teach this again.'] as [string, string]] : []),
  ];
  return needed.filter(([field]) => !isAnswered(teaching, field)).map(([field, words]) => ({ field, words }));
};

/** What was given, newest last, as it was called that day. */
export const givenOf = (teaching: RecordLike): Record<string, unknown>[] =>
  (teaching.entries.given ?? []).map(({ value }) => value).filter(isObject);

export const barriersOf = (teaching: RecordLike): string[] => listOf(anyValue(teaching, 'barriers')).map(textOf);
