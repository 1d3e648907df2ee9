/** What a remark stands at: the record, the question of an answer, the present value in words. */
import type { AppStore, RecordId, RecordView } from '../../app/contract';
import { editorOf, type Editor } from '../../domain/editable';
import { anyValue, headsOf, isObject, textField, textOf } from '../../domain/reading';
import type { Anchor } from '../../domain/rounds';
import { linkIdOf } from '../../forms/answers';
import { flatten, readForm, type FormItem } from '../../forms/questionnaire';

export type ValueWords = (kind: string, field: string, value: unknown) => string;

export interface FieldContext {
  record: RecordView | undefined;
  kind: string;
  item: FormItem | null;
  editor: Editor | null;
  /** Each current value in words; more than one where nobody has decided. */
  now: string[];
  value: unknown;
}

const itemOf = (store: AppStore, assessment: RecordView, linkId: string): FormItem | null => {
  const ref = anyValue(assessment, 'form');
  if (!isObject(ref)) return null;
  const form = store.all('form').find((one) => textField(one, 'url') === textOf(ref.url) && textField(one, 'version') === textOf(ref.version));
  const resource = anyValue(form, 'questionnaire');
  if (resource === undefined) return null;
  return flatten(readForm(resource).items).find((item) => item.linkId === linkId) ?? null;
};

export const contextOf = (store: AppStore, { record: id, field }: Anchor, words: ValueWords): FieldContext => {
  const record = store.record(id as RecordId);
  const kind = record?.kind ?? '';
  const linkId = linkIdOf(field);
  const item = record && linkId !== null ? itemOf(store, record, linkId) : null;
  const heads = headsOf(record, field);
  return { record, kind, item, editor: field === '' ? null : editorOf(kind, field, item), now: heads.map(({ value }) => words(kind, field, value)), value: heads[0]?.value };
};
