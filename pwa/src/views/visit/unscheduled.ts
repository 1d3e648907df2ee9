import type { AppStore, RecordId } from '../../app/contract';
import { VISIT_TYPES } from '../../domain/sections';

const TYPE_SYSTEM = 'https://doorstep.invalid/fhir/visit-type';

/** Makes a visit that nobody had planned, for now; the caller opens it at its start. */
export const makeUnscheduledVisit = async (store: AppStore, patient: RecordId, now: Date = new Date()): Promise<RecordId> => {
  const record = store.newId();
  const form = store.openForm(record);
  try {
    await form.send([
      {
        do: 'create',
        record,
        kind: 'visit',
        patient,
        fields: {
          scheduledFor: { start: now.toISOString() },
          type: { system: TYPE_SYSTEM, code: 'unscheduled', display: VISIT_TYPES.unscheduled ?? 'Unscheduled visit' },
          coordinator: store.me.id,
        },
      },
    ]);
  } finally {
    form.close();
  }
  return record;
};
