/** An answer that opened the safety steps and is another one now: what it was, what it is, who changed it, and why. */
import type { RecordView } from '../../app/contract';
import { anyValue, headsOf, isObject, textOf } from '../../domain/reading';
import { CHANGED_BACK, stepDone } from '../../domain/safety';
import { answerField, answerText, readAnswer } from '../../forms/answers';

export interface ChangedBack {
  before: string;
  after: string;
  by: string;
  at: string;
  why: { value: string; by: string; at: string } | null;
}

/** Null while the answer still is the one that opened the steps, and where no answer opened them. */
export const changedBack = (event: RecordView, assessment: RecordView | undefined): ChangedBack | null => {
  const trigger = anyValue(event, 'trigger');
  if (!isObject(trigger) || assessment === undefined) return null;
  const heads = headsOf(assessment, answerField(textOf(trigger.linkId)));
  const before = textOf(trigger.answer);
  const [head] = heads;
  // Different answers are shown as such, beside each other, where the answers are.
  if (head === undefined || heads.length > 1 || before === '') return null;
  const after = answerText(readAnswer(head.value) ?? undefined);
  if (after === before) return null;
  return { before, after, by: head.by, at: head.at, why: stepDone(event, CHANGED_BACK) };
};
