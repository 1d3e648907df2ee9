import type { RecordView } from '../../app/contract';
import { anyValue, textField } from '../../domain/reading';
import { readForm, type Form } from '../../forms/questionnaire';

/** Reads each questionnaire once: its library record does not change while a visit is open. */
export const formCache = (): ((record: RecordView) => Form) => {
  const read = new Map<string, Form>();
  return (record) => {
    const key = `${textField(record, 'url')}|${textField(record, 'version')}|${record.version ?? ''}`;
    const form = read.get(key) ?? readForm(anyValue(record, 'questionnaire'));
    read.set(key, form);
    return form;
  };
};
