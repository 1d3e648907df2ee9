/** Safety records: each a batch of its own, because it leaves before anything else. */
import type { Json, RecordId } from '../../app/contract';
import { BY_HAND } from '../../domain/safety';
import type { VisitModel } from './visit-model.svelte';
import type { Writer } from './writer.svelte';

type Due = VisitModel['safetyDue'][number];

const making = new Set<string>();

const make = async (model: VisitModel, writer: Writer, fields: Record<string, Json>): Promise<RecordId | null> => {
  const record = model.store.newId();
  const made = await writer.keep((form) =>
    form.send([{ do: 'create', record, kind: 'safety', patient: model.patientId, fields: { visit: model.id, ...fields } }]),
  );
  return made ? record : null;
};

/** Asked for by an answer; asking again while it is being made makes no second one. */
export const startSafety = async (model: VisitModel, writer: Writer, { assessment, trigger }: Due): Promise<void> => {
  if (making.has(assessment)) return;
  making.add(assessment);
  try {
    await make(model, writer, {
      assessment,
      trigger: { linkId: trigger.linkId, display: trigger.text, answer: trigger.display },
    });
  } finally {
    making.delete(assessment);
  }
};

/** Opened by hand; a second tap while it is being made makes no second one. */
export const startSafetyByHand = async (model: VisitModel, writer: Writer): Promise<RecordId | null> => {
  const name = `${model.id}|${BY_HAND}`;
  if (making.has(name)) return null;
  making.add(name);
  try {
    return await make(model, writer, { trigger: { linkId: BY_HAND, display: 'Opened by hand' } });
  } finally {
    making.delete(name);
  }
};
