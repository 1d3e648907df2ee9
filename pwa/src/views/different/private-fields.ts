import type { AppStore, RecordView } from '../../app/contract';
import { anyValue, isObject, textField, textOf } from '../../domain/reading';
import { linkIdOf } from '../../forms/answers';
import { flatten, readForm } from '../../forms/questionnaire';

interface FormPrivacy {
  known: boolean;
  links: ReadonlySet<string>;
}

/** Reading a questionnaire is not free and its library record hardly ever changes. */
const read = new WeakMap<RecordView, FormPrivacy>();

const privacyOf = (form: RecordView): FormPrivacy => {
  const kept = read.get(form);
  if (kept) return kept;
  const questionnaire = anyValue(form, 'questionnaire');
  const items = isObject(questionnaire) ? flatten(readForm(questionnaire).items) : [];
  const privacy = {
    known: items.length > 0,
    links: new Set(items.filter((item) => item.private).map((item) => item.linkId)),
  };
  read.set(form, privacy);
  return privacy;
};

const formOf = (store: Pick<AppStore, 'all'>, assessment: RecordView): RecordView | undefined => {
  const ref = anyValue(assessment, 'form');
  const [url, version] = isObject(ref) ? [textOf(ref.url), textOf(ref.version)] : ['', ''];
  const same = store.all('form').filter((form) => textField(form, 'url') === url);
  return same.find((form) => textField(form, 'version') === version) ?? same[0];
};

/**
 * True for what was asked with the patient alone: never in lists, charts, search or drafts. Without the
 * form at hand nobody can tell, so everything of it counts as private.
 */
export const isPrivateLink = (store: Pick<AppStore, 'all'>, assessment: RecordView, linkId: string): boolean => {
  const form = formOf(store, assessment);
  const privacy = form && privacyOf(form);
  return !privacy?.known || privacy.links.has(linkId);
};

export const isPrivateField = (store: Pick<AppStore, 'all'>, record: RecordView, field: string): boolean => {
  if (record.kind !== 'assessment') return false;
  const linkId = linkIdOf(field);
  return linkId !== null && isPrivateLink(store, record, linkId);
};
