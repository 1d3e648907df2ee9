import type { AppStore, Intent, Json, RecordId } from '../../app/contract';
import { openVisitOf } from '../chart/facts';

/** The visit that this person has open with this patient: what she records now belongs to it. */
export const visitNow = (store: AppStore, patient: RecordId | string): RecordId | null => {
  const open = openVisitOf(store, store.me.id);
  return open?.patient === patient ? open.id : null;
};

/** Makes a record of a duty and gives its id. Rejects with NotSaved where it could not be kept. */
export const makeRecord = async (store: AppStore, patient: RecordId, kind: string, fields: Record<string, Json>, more: (record: RecordId) => Intent[] = () => []): Promise<RecordId> => {
  const record = store.newId();
  const form = store.openForm(visitNow(store, patient));
  try {
    await form.send([{ do: 'create', record, kind, patient, fields }, ...more(record)]);
  } finally {
    form.close();
  }
  return record;
};
