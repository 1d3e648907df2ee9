import type { AppStore } from '../../app/contract';
import { textField } from '../../domain/reading';

/** Whoever may have work with a patient, by name; oneself has a chip of her own. */
export const colleagues = (store: Pick<AppStore, 'all' | 'me'>): { value: string; label: string }[] =>
  store
    .all('person')
    .filter((person) => textField(person, 'role') !== 'administrator' && (person.id as string) !== store.me.id)
    .map((person) => ({ value: person.id, label: textField(person, 'name') }))
    .sort((a, b) => a.label.localeCompare(b.label));
