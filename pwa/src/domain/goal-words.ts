/** Whose words a goal is in: only those of the patient or the family are quoted, whoever else wrote one is nobody's quotation. */
import { settled, textField, textOf, type RecordLike } from './reading';

/** As our own goals say it, and as FHIR names a family member that brought a goal along. */
const AT_HOME = new Set(['patient', 'relatedperson', 'family']);

export const isPatients = (expressedBy: unknown): boolean => textOf(expressedBy).toLowerCase() === 'patient';

export const isSaidAtHome = (expressedBy: unknown): boolean => AT_HOME.has(textOf(expressedBy).toLowerCase());

export const quotedIf = (words: string, said: boolean): string => (said ? `“${words}”` : words);

/** A goal as it is shown to whoever gives care. */
export const quoted = (goal: RecordLike): string => {
  const words = textField(goal, 'words');
  return words === '' ? 'A goal without words' : quotedIf(words, isSaidAtHome(settled(goal, 'expressedBy')));
};

/** The fields of a goal that are typed, so that one of them may be half typed. */
export const TYPED_IN_GOAL = ['words', 'measure', 'baseline', 'target'] as const;
