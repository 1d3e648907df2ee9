import type { RecordView } from '../../app/contract';
import { dutyHref } from '../../app/router';
import { DUTIES } from './index';

/** Where a record stands that is a duty; null for any other kind. */
export const dutyFor = (record: RecordView): string | null => {
  const duty = DUTIES.find(({ kind }) => kind === record.kind);
  return duty ? dutyHref(duty.place, record.id, record.patient) : null;
};
