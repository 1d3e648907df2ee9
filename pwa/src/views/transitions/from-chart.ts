/** What the chart has already of what a transition asks for in words: offered, and taken with one tap. */
import type { RecordView } from '../../app/contract';
import { quoted } from '../../domain/goal-words';
import { openGoals } from '../../domain/plan-parts';
import { headsOf, isDeleted, settled, textField, textOf } from '../../domain/reading';
import { topicWords } from '../teaching/finishing';

type Of = (kind: string) => readonly RecordView[];

const isEmpty = (record: RecordView, field: string): boolean => headsOf(record, field).every(({ value }) => textOf(value).trim() === '');

/** The plan's goals, a line each; nothing where goals are written here already. */
export const goalsOffered = (record: RecordView, of: Of): string =>
  isEmpty(record, 'goals') ? openGoals({ of: (kind) => of(kind).filter((one) => !isDeleted(one)) }).filter((goal) => textOf(settled(goal, 'words')).trim() !== '').map(quoted).join('\n') : '';

const CAREGIVERS: ReadonlySet<string> = new Set(['caregiver', 'both']);
/** The two scales are one; this one names its first answer otherwise. */
const asTeachBack = (result: string): string => (result === 'said-back' ? 'said' : result);

export interface Taught {
  caregiver: string;
  caregiverTaught: string;
  teachBack: string;
}

/** The newest teaching of a caregiver that has a result; null where something of it is written here already. */
export const teachingOffered = (record: RecordView, of: Of): Taught | null => {
  if (!(['caregiver', 'caregiverTaught', 'teachBack'] as const).every((field) => isEmpty(record, field))) return null;
  const [last] = of('teaching')
    .filter((one) => !isDeleted(one) && CAREGIVERS.has(textOf(settled(one, 'learner'))) && textOf(settled(one, 'result')) !== '')
    .sort((a, b) => (a.created.at > b.created.at ? -1 : 1));
  return last ? { caregiver: textField(last, 'learnerName'), caregiverTaught: topicWords(last), teachBack: asTeachBack(textField(last, 'result')) } : null;
};
