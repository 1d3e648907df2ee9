/**
 * "6 visits ready, as of 07:42": only what is really on this tablet counts. A visit is ready when its
 * patient, the patient's history, every form it will ask (readable, in the right version), the
 * agency's numbers, and the app's own screens are here.
 */
import type { AppStore, RecordView } from '../../app/contract';
import { anyValue, isObject, textField } from '../../domain/reading';
import { settingOf } from '../../domain/settings';
import { asksForms, formsOfVisit, visitAsked } from '../../domain/visit-forms';
import { readForm } from '../../forms/questionnaire';

export interface NotReady {
  visit: RecordView;
  patient: RecordView | undefined;
  missing: string[];
}

export interface Readiness {
  of: number;
  ready: number;
  notReady: NotReady[];
}

type Reader = Pick<AppStore, 'record' | 'all' | 'arrival'>;

const opens = new WeakMap<RecordView, boolean>();

/** Opened once, successfully, on this very tablet. */
const opensHere = (form: RecordView): boolean => {
  const known = opens.get(form);
  if (known !== undefined) return known;
  const questionnaire = anyValue(form, 'questionnaire');
  const result = isObject(questionnaire) && readForm(questionnaire).items.length > 0;
  opens.set(form, result);
  return result;
};

const missingForms = (store: Reader, library: RecordView[], visit: RecordView, patient: RecordView | undefined): string[] => {
  const asked = visitAsked(visit, patient, settingOf(store, patient));
  const refs = formsOfVisit(asked, library);
  const lacking = refs.some((ref) => {
    const found = library.find((form) => textField(form, 'url') === ref.url && (ref.version === '' || textField(form, 'version') === ref.version));
    return !found || !opensHere(found);
  });
  return lacking || (refs.length === 0 && asksForms(asked)) ? ['forms'] : [];
};

/** `shell` is whether each screen of the app itself opens here without a network. */
export const readinessOf = (store: Reader, visits: RecordView[], shell = true): Readiness => {
  const library = store.all('form');
  const agency = store.all('agency')[0];
  const arriving = !store.arrival.complete && store.arrival.done < store.arrival.patients;
  const notReady = visits.flatMap((visit): NotReady[] => {
    const patient = visit.patient === 'library' ? undefined : store.record(visit.patient);
    const missing = [
      ...(patient ? [] : ['chart']),
      ...(arriving ? ['history'] : []),
      ...missingForms(store, library, visit, patient),
      ...(agency ? [] : ["office's numbers"]),
      ...(shell ? [] : ["Doorstep's own screens"]),
    ];
    return missing.length > 0 ? [{ visit, patient, missing }] : [];
  });
  return { of: visits.length, ready: visits.length - notReady.length, notReady };
};

const count = (visits: number): string => `${visits} ${visits === 1 ? 'visit' : 'visits'}`;

/** The line itself; without a contact with the office there is no "as of". */
export const readinessWords = ({ of, ready }: Readiness, asOf: string | null): string => {
  const until = asOf === null ? '' : `, as of ${asOf}`;
  return ready === of ? `${count(of)} ready${until}.` : `${ready} of ${count(of)} ready${until}.`;
};

/** Those who lack the same in one sentence: the same words said six times over hide the one that is different. */
export const missingWords = ({ notReady }: Readiness, name: (patient: RecordView | undefined) => string, online: boolean): string[] => {
  const whose = new Map<string, string[]>();
  for (const { patient, missing } of notReady) {
    const what = missing.join(', ');
    whose.set(what, [...(whose.get(what) ?? []), name(patient)]);
  }
  return [...whose].map(([what, names]) => {
    const all = names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
    if (online) return `${all}: ${what} missing`;
    return names.length === 1
      ? `${all} is not complete on this tablet: ${what}. You can still do the visit.`
      : `${all} are not complete on this tablet: ${what}. You can still do these visits.`;
  });
};
