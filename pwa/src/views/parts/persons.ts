import type { AppStore, PersonId } from '../../app/contract';

/** How a person is named beside her work: "You", the agency's record of her, or that she is not known here. */
export const personName = (store: Pick<AppStore, 'me' | 'person'>, id: string): string => {
  if (id === store.me.id) return 'You';
  return store.person(id as PersonId)?.name ?? 'Someone at the agency';
};

/** The same within a sentence: "Acknowledged 10:31 by you". */
export const personInside = (store: Pick<AppStore, 'me' | 'person'>, id: string): string => (id === store.me.id ? 'you' : personName(store, id));
