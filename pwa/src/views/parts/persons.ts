import type { AppStore, PersonId, RecordId } from '../../app/contract';
import type { Doer } from '../../domain/plan-actions';
import { textField } from '../../domain/reading';

const WORKING = new Set(['coordinator', 'reviewer']);

/** How a person is named beside her work: "You", the agency's record of her, or that she is not known here. */
export const personName = (store: Pick<AppStore, 'me' | 'person'>, id: string): string => {
  if (id === store.me.id) return 'You';
  return store.person(id as PersonId)?.name ?? 'Someone at the agency';
};

/** The same within a sentence: "Acknowledged 10:31 by you". */
export const personInside = (store: Pick<AppStore, 'me' | 'person'>, id: string): string => (id === store.me.id ? 'you' : personName(store, id));

/** Whether this author is a person of the agency: an import is nobody. */
export const isSomebody = (store: Pick<AppStore, 'me' | 'record'>, id: string): boolean =>
  id === store.me.id || textField(store.record(id as RecordId), 'role') !== '';

/** Oneself as an action of the plan names her, and who else of those who work here has that name. */
export const doerOf = (store: Pick<AppStore, 'all' | 'me'>): Doer => {
  const { id, name } = store.me;
  const others = store.all('person').filter((person) => (person.id as string) !== id && textField(person, 'name') === name && textField(person, 'left') === '');
  return { id, name, namesakes: others.map((person) => person.id) };
};

/**
 * Whom of the care team work can be given to beside oneself, by name. What writes for the server has a name and no role,
 * and does nobody's work; with `me` oneself comes first; who has left stands there only where she is the one it is given to.
 */
export const colleagues = (store: Pick<AppStore, 'all' | 'me'>, now = '', me?: 'me'): { value: string; label: string }[] => [
  ...(me ? [{ value: store.me.id as string, label: store.me.name }] : []),
  ...store
    .all('person')
    .filter((person) => (person.id as string) === now || (WORKING.has(textField(person, 'role')) && textField(person, 'left') === ''))
    .filter((person) => (person.id as string) !== store.me.id)
    .map((person) => ({ value: person.id, label: `${textField(person, 'name')}${textField(person, 'left') === '' ? '' : ', no longer works here'}` }))
    .sort((a, b) => a.label.localeCompare(b.label)),
];
