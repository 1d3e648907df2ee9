/** Answers on their way into an assessment, which is made by its first answer and only once. */
import type { AppStore, Json, RecordId } from '../../app/contract';
import { answerField, skipped, type AnswerJson } from '../../forms/answers';
import { flatten } from '../../forms/questionnaire';
import type { FormOfVisit, VisitModel } from './visit-model.svelte';
import { nowIso } from '../parts/clock';
import type { Writer } from './writer.svelte';

/** Two quick first taps must not make two assessments: the second waits for the first. */
const making = new Map<string, Promise<RecordId | null>>();

const make = async (
  store: AppStore,
  model: VisitModel,
  writer: Writer,
  { ref, title }: FormOfVisit,
  fields: Record<string, Json>,
): Promise<RecordId | null> => {
  const record = store.newId();
  const made = await writer.keep((form) =>
    form.send([
      {
        do: 'create',
        record,
        kind: 'assessment',
        patient: model.patientId,
        fields: { visit: model.id, form: { ...ref }, title, startedAt: nowIso(), ...fields },
      },
    ]),
  );
  return made ? record : null;
};

const setFields = async (model: VisitModel, writer: Writer, of: FormOfVisit, fields: Record<string, Json>): Promise<boolean> => {
  const key = `${model.id}|${of.ref.url}`;
  const waiting = making.get(key);
  const existing = of.assessment?.id ?? (waiting && (await waiting));
  if (existing) {
    for (const [field, value] of Object.entries(fields)) {
      if (!(await writer.keep((form) => form.set(existing, field, value)))) return false;
    }
    return true;
  }
  const made = make(model.store, model, writer, of, fields);
  making.set(key, made);
  const record = await made;
  // After a failed save the next tap has to make it anew.
  if (record === null) making.delete(key);
  return record !== null;
};

export const giveAnswer = (
  model: VisitModel,
  writer: Writer,
  of: FormOfVisit,
  linkId: string,
  value: AnswerJson | null,
): Promise<boolean> => setFields(model, writer, of, { [answerField(linkId)]: value });

const privateQuestions = (of: FormOfVisit): string[] =>
  flatten(of.form?.items ?? [])
    .filter((item) => item.kind === 'question' && item.private)
    .map(({ linkId }) => linkId);

/** "Yes, alone": recorded once; at a later try the first time stands. */
export const confirmPrivate = async (model: VisitModel, writer: Writer, of: FormOfVisit): Promise<boolean> => {
  if (of.assessment?.fields.confirmedPrivate?.heads.length) return true;
  return setFields(model, writer, of, { confirmedPrivate: nowIso() });
};

/** "Not now": what is still open goes to Ask later. */
export const askPrivateLater = (model: VisitModel, writer: Writer, of: FormOfVisit): Promise<boolean> => {
  const open = privateQuestions(of).filter((linkId) => !of.progress?.answers.has(linkId));
  return setFields(model, writer, of, Object.fromEntries(open.map((linkId) => [answerField(linkId), skipped('later')])));
};
