/** What a message can be about: nothing that was said in private, nor what serves it. */
import type { AppStore, PatientId, RecordView } from '../../app/contract';
import { isPrivateNeed } from '../../domain/private-need';
import { anyValue, textField } from '../../domain/reading';

const OVER = new Set(['completed', 'cancelled', 'declined', 'closed']);

export const abouts = (store: Pick<AppStore, 'of'>, patient: PatientId): RecordView[] => {
  const needs = store.of(patient, 'need');
  const hidden = new Set(needs.filter(isPrivateNeed).map(({ id }) => id as string));
  const goals = store.of(patient, 'goal').filter((goal) => !hidden.has(String(anyValue(goal, 'need'))));
  return [...needs.filter(({ id }) => !hidden.has(id)), ...goals].filter((record) => !OVER.has(textField(record, 'state')));
};
