import type { AppStore } from '../../app/contract';
import { textField } from '../../domain/reading';

/** An import has a name too, and no role: nobody can be asked to do something by it. */
const WORKS_WITH_PATIENTS = new Set(['coordinator', 'reviewer']);

/**
 * Whoever may have work with a patient, by name; oneself has a chip of her own. Who has left is among them only where
 * she is the one who stands there.
 */
export const colleagues = (store: Pick<AppStore, 'all' | 'me'>, now = ''): { value: string; label: string }[] =>
  store
    .all('person')
    .filter((person) => (person.id as string) === now || (WORKS_WITH_PATIENTS.has(textField(person, 'role')) && textField(person, 'left') === ''))
    .filter((person) => (person.id as string) !== store.me.id)
    .map((person) => ({ value: person.id, label: `${textField(person, 'name')}${textField(person, 'left') === '' ? '' : ', no longer works here'}` }))
    .sort((a, b) => a.label.localeCompare(b.label));
