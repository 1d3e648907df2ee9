import type { AppStore, RecordView } from '../../app/contract';
import { anyValue, isObject, textField, textOf } from '../../domain/reading';
import { linkIdOf } from '../../forms/answers';
import { flatten, readForm, type Form } from '../../forms/questionnaire';

interface KnownForm {
  form: Form;
  /** Null where nothing in it could be read. */
  hidden: ReadonlySet<string> | null;
}

/** Reading a questionnaire is not free and its library record hardly ever changes. */
const read = new WeakMap<RecordView, KnownForm>();

const knownForm = (record: RecordView): KnownForm => {
  const kept = read.get(record);
  if (kept) return kept;
  const form = readForm(anyValue(record, 'questionnaire'));
  const items = flatten(form.items);
  const hidden = items.length === 0 ? null : new Set(items.filter((item) => item.private).map((item) => item.linkId));
  const known = { form, hidden };
  read.set(record, known);
  return known;
};

const knownFormOf = (store: Pick<AppStore, 'all'>, assessment: RecordView): KnownForm | undefined => {
  const ref = anyValue(assessment, 'form');
  const [url, version] = isObject(ref) ? [textOf(ref.url), textOf(ref.version)] : ['', ''];
  const same = store.all('form').filter((form) => textField(form, 'url') === url);
  const record = same.find((form) => textField(form, 'version') === version) ?? same[0];
  return record && knownForm(record);
};

/** The form that the assessment was asked by; where that version is not at hand, another one of it. */
export const formOf = (store: Pick<AppStore, 'all'>, assessment: RecordView): Form | undefined => knownFormOf(store, assessment)?.form;

/**
 * True for what was asked with the patient alone: never in lists, charts, search or drafts. Without the
 * form at hand nobody can tell, so everything of it counts as private.
 */
export const isPrivateLink = (store: Pick<AppStore, 'all'>, assessment: RecordView, linkId: string): boolean =>
  knownFormOf(store, assessment)?.hidden?.has(linkId) ?? true;

export const isPrivateField = (store: Pick<AppStore, 'all'>, record: RecordView, field: string): boolean => {
  if (record.kind !== 'assessment') return false;
  const linkId = linkIdOf(field);
  return linkId !== null && isPrivateLink(store, record, linkId);
};
