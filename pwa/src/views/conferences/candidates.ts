/** Who may be at the table: the people around the patient, and whoever writes; each is added with one tap. */
import type { AppStore, Intent, RecordId, RecordView } from '../../app/contract';
import type { AtTable } from '../../domain/conference';
import { fullName } from '../../domain/names';
import { anyValue, isObject, rowsOf, textField, textOf } from '../../domain/reading';

export interface Candidate {
  key: string;
  name: string;
  relation: string;
  contact: string;
  reachBy: string;
}

const phoneOf = (contact: RecordView): string =>
  rowsOf(contact, 'phones').flatMap((phone) => (isObject(phone) && textOf(phone.value) ? [textOf(phone.value)] : []))[0] ?? '';

/** Those who are not in the list yet. */
export const candidatesOf = (store: AppStore, patient: RecordView, people: readonly AtTable[]): Candidate[] => {
  const all: Candidate[] = [
    { key: patient.id, name: fullName(anyValue(patient, 'name')), relation: 'Patient', contact: '', reachBy: '' },
    ...store.of(patient.id, 'contact').map((one) => ({
      key: one.id, name: fullName(anyValue(one, 'name')), relation: textField(one, 'relation') || textField(one, 'role') || 'Contact', contact: one.id, reachBy: phoneOf(one),
    })),
    { key: store.me.id, name: store.me.name, relation: store.me.role === 'coordinator' ? 'Coordinator' : 'Office', contact: '', reachBy: '' },
  ];
  return all.filter((one) => !people.some(({ name, contact }) => (one.contact !== '' && contact === one.contact) || name === one.name));
};

/** `attendance` empty: invited and not here yet. */
export const joining = (record: RecordId, row: RecordId, { name, relation, contact, reachBy }: Candidate, attendance = ''): Intent[] =>
  Object.entries({ name, relation, contact, reachBy, attendance })
    .filter(([, value]) => value !== '')
    .map(([part, value]): Intent => ({ do: 'set', record, field: `people/${row}/${part}`, value }));

const AUTHORITIES: readonly (readonly [RegExp, string])[] = [
  [/proxy|power of attorney|health care agent|surrogate/iu, 'health-care-proxy'], [/guardian|conservator/iu, 'guardian'],
];

/** What the chart says of somebody's authority; people say the rest. */
export const authorityOf = (store: AppStore, one: AtTable): string | null => {
  if (one.relation === 'Patient') return 'patient';
  const contact = one.contact === '' ? undefined : store.record(one.contact as RecordId);
  const words = `${textField(contact, 'legalRepresentative')} ${one.relation}`;
  return AUTHORITIES.find(([looks]) => looks.test(words))?.[1] ?? null;
};
