import type { RecordView } from '../../app/contract';
import { isObject, textOf } from '../../domain/reading';

export interface Mark {
  id: string;
  at: string;
  text: string;
  section: string;
  field: string;
}

/** The time-stamped one-tap notes of a visit, in order. */
export const marksOf = (visit: RecordView | undefined): Mark[] =>
  (visit?.entries.marks ?? []).flatMap(({ id, value }) =>
    isObject(value)
      ? [{ id, at: textOf(value.at), text: textOf(value.text), section: textOf(value.section), field: textOf(value.field) }]
      : [],
  );
