/** Which forms a visit asks, and so which sections it has. The twin of what `server/review/facts.py` reads of it. */
import { isObject, anyValue, listOf, textField, textOf, type RecordLike } from './reading';
import { formsOfSection, sectionsOf, type SectionId } from './sections';
import { ageOn, isOwnChoice, offersForm, type Setting } from './settings';

export interface FormRef {
  url: string;
  version: string;
  sha256: string;
}

export interface VisitAsked {
  type: string;
  /** The forms that it was planned or begun with. */
  carried: FormRef[];
  /** Begun: what it asks does not change any more. */
  begun: boolean;
  /** Somebody chose this patient's settings; else what was planned for her stands. */
  chosen: boolean;
  setting: Pick<Setting, 'packs'>;
  age: number | null;
}

export const refOf = (value: unknown): FormRef => {
  const ref = isObject(value) ? value : {};
  return { url: textOf(ref.url), version: textOf(ref.version), sha256: textOf(ref.sha256) };
};

const part = (record: RecordLike | undefined, field: string, name: string): string => {
  const value = anyValue(record, field);
  return isObject(value) ? textOf(value[name]) : '';
};

export const visitAsked = (visit: RecordLike | undefined, patient: RecordLike | undefined, setting: Pick<Setting, 'packs'>): VisitAsked => {
  const day = textField(visit, 'startedAt') || part(visit, 'scheduledFor', 'start');
  return {
    type: part(visit, 'type', 'code'),
    carried: listOf(anyValue(visit, 'forms')).map(refOf),
    begun: textField(visit, 'startedAt') !== '',
    chosen: isOwnChoice(patient),
    setting,
    age: ageOn(textField(patient, 'birthDate'), day.slice(0, 10)),
  };
};

const offers = ({ setting, type, age }: VisitAsked, url: string): boolean => offersForm(setting, url, type, age);

/** What it asks. What was planned is narrowed by the patient's own settings until it has begun, never after. */
export const formsOfVisit = (asked: VisitAsked, library: readonly RecordLike[]): FormRef[] => {
  if (asked.carried.length > 0) return asked.begun || !asked.chosen ? asked.carried : asked.carried.filter(({ url }) => offers(asked, url));
  return library
    .filter((form) => {
      const types = listOf(anyValue(form, 'visitTypes'));
      return (types.length === 0 || types.includes(asked.type) || asked.type === 'unscheduled') && offers(asked, textField(form, 'url'));
    })
    .map((form) => ({ url: textField(form, 'url'), version: textField(form, 'version'), sha256: textField(form, 'sha256') }));
};

/** The sections of its type, without those whose every form this visit does not ask. */
export const sectionsAsked = (asked: VisitAsked, refs: readonly FormRef[]): SectionId[] =>
  sectionsOf(asked.type).filter((section) => {
    const forms = formsOfSection(section);
    return forms.length === 0 || forms.some((url) => refs.some((ref) => ref.url === url) || (!asked.begun && offers(asked, url)));
  });

/** Whether the patient's settings ask any form at it: then a tablet without one is not ready for it. */
export const asksForms = (asked: VisitAsked): boolean =>
  asked.setting.packs.some(({ forms }) => forms.some(({ code }) => offers(asked, code)));
