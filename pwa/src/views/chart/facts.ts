/** What a chart says about one patient, worked out from records; pure reading, no screen. */
import type { AppStore, Head, Json, PatientId, RecordView } from '../../app/contract';
import { anyValue, headsOf, isObject, isUnsettled, rowsOf, settled, textField, textOf } from '../../domain/reading';

type Reader = Pick<AppStore, 'of'>;

/** Refuted or mistaken entries are no allergies; "no known allergy" is a statement and is shown as text. */
const GONE = new Set(['inactive', 'resolved', 'entered-in-error', 'refuted']);

export const activeAllergies = (store: Reader, patient: PatientId): RecordView[] =>
  store.of(patient, 'allergy').filter((allergy) => isUnsettled(allergy, 'clinicalStatus') || !GONE.has(textField(allergy, 'clinicalStatus')));

export const allergiesUnsettled = (allergies: RecordView[]): boolean =>
  allergies.some((allergy) => Object.keys(allergy.fields).some((field) => isUnsettled(allergy, field)));

/** Numbers in the order in which they are to be tried; rows alone stand in the order of their ids, which says nothing. */
export const phonesOf = (person: RecordView): unknown[] => {
  const rank = (phone: unknown): number => (isObject(phone) && typeof phone.rank === 'number' ? phone.rank : Number.MAX_SAFE_INTEGER);
  return [...rowsOf(person, 'phones')].sort((one, other) => rank(one) - rank(other));
};

const STOPPED = new Set(['stopped', 'completed', 'cancelled', 'entered-in-error', 'inactive', 'ended']);

export const activeMedicines = (store: Reader, patient: PatientId): RecordView[] =>
  store.of(patient, 'medication').filter((medicine) => isUnsettled(medicine, 'status') || !STOPPED.has(textField(medicine, 'status')));

export const activeConditions = (store: Reader, patient: PatientId): RecordView[] =>
  store.of(patient, 'condition').filter((condition) => !GONE.has(textField(condition, 'clinicalStatus')));

/** Another of your patients shares the last name or the birth date. */
export const hasNameAlert = (patients: RecordView[], patient: RecordView): boolean => {
  const family = (record: RecordView): string => {
    const name = anyValue(record, 'name');
    return isObject(name) ? textOf(name.family).toLocaleLowerCase() : '';
  };
  const born = (record: RecordView): string => textField(record, 'birthDate');
  return patients.some(
    (other) =>
      other.id !== patient.id &&
      ((family(other) !== '' && family(other) === family(patient)) || (born(other) !== '' && born(other) === born(patient))),
  );
};

const startOf = (visit: RecordView): string => {
  const planned = anyValue(visit, 'scheduledFor');
  return textField(visit, 'startedAt') || (isObject(planned) ? textOf(planned.start) : '') || visit.created.at;
};

export const visitStart = startOf;

/** Oldest first. */
export const visitsOf = (store: Reader, patient: PatientId): RecordView[] =>
  [...store.of(patient, 'visit')].sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1));

const HAPPENED = new Set(['ended', 'signed', 'received', 'returned', 'approved']);

/** When this person was last here: the end of her last visit before `before`. */
export const lastHere = (visits: RecordView[], me: string, before: string): string | null => {
  const mine = visits.filter(
    (visit) => HAPPENED.has(textField(visit, 'state')) && textField(visit, 'coordinator') === me && startOf(visit) < before,
  );
  const last = mine.at(-1);
  return last ? textField(last, 'endedAt') || startOf(last) : null;
};

export interface ChangeSince {
  record: RecordView;
  field: string;
  before: Json;
  after: Head;
  key: string;
}

const WATCHED = ['patient', 'allergy', 'medication', 'condition', 'goal', 'intervention', 'coverage', 'contact', 'need', 'plan', 'referral', 'consent'];
const QUIET_FIELDS = new Set(['rank', 'from', 'identifiers', 'because', 'reason']);

/** What others changed since then, newest first. A record that is new as a whole counts once. */
export const changesSince = (records: RecordView[], since: string, me: string): ChangeSince[] =>
  records
    .filter((record) => WATCHED.includes(record.kind))
    .flatMap((record): ChangeSince[] => {
      const fields = Object.keys(record.fields).filter((field) => !QUIET_FIELDS.has(field));
      const fresh = record.created.at > since;
      if (fresh && record.created.by === me) return [];
      const [first] = fresh ? fields.filter((field) => field !== 'state') : [];
      const looked = fresh ? (first === undefined ? [] : [first]) : fields;
      return looked.flatMap((field) => {
        const heads = headsOf(record, field) as Head[];
        const [after] = heads.filter((head) => head.at > since && head.by !== me);
        if (!after) return [];
        const before = fresh ? null : (record.fields[field]?.past[0]?.value ?? null);
        return [{ record, field, before, after, key: `${record.id} ${field}` }];
      });
    })
    .sort((a, b) => (a.after.at < b.after.at ? 1 : -1));

export const recordsOf = (store: Reader, patient: PatientId): RecordView[] => WATCHED.flatMap((kind) => store.of(patient, kind));

export const openVisitOf = (store: Pick<AppStore, 'all'>, me: string): RecordView | undefined =>
  store.all('visit').find((visit) => settled(visit, 'state') === 'open' && textField(visit, 'coordinator') === me);

/** The planned visit that Start opens: today's, or one whose day has passed without it. */
export const dueVisit = (visits: RecordView[], me: string, today: string, dateOf: (iso: string) => string): RecordView | undefined =>
  visits.find(
    (visit) => settled(visit, 'state') === 'planned' && textField(visit, 'coordinator') === me && dateOf(startOf(visit)) <= today,
  );

