/** What a message can be about: nothing that was said in private, nor what serves it. */
import type { AppStore, PatientId, RecordView } from '../../app/contract';
import { anyValue, isObject, textField } from '../../domain/reading';

const PRIVATE_NEED = 'sdoh-category-unspecified';
const OVER = new Set(['completed', 'cancelled', 'declined', 'closed']);

const isPrivateNeed = (need: RecordView): boolean =>
  (need.fields.domain?.heads ?? []).some(({ value }) => isObject(value) && value.code === PRIVATE_NEED);

export const abouts = (store: Pick<AppStore, 'of'>, patient: PatientId): RecordView[] => {
  const needs = store.of(patient, 'need');
  const hidden = new Set(needs.filter(isPrivateNeed).map(({ id }) => id as string));
  const goals = store.of(patient, 'goal').filter((goal) => !hidden.has(String(anyValue(goal, 'need'))));
  return [...needs.filter(({ id }) => !hidden.has(id)), ...goals].filter((record) => !OVER.has(textField(record, 'state')));
};
