import type { AppStore } from '../../app/contract';

/** Where typed words are kept on this tablet until they are a change. */
export const draftKey = (visit: string, field: string): string => `visit/${visit}/draft/${field}`;

/** Words were typed here and the app was closed over them: the field opens again with them. */
export const hasDraft = (store: AppStore, visit: string, field: string): boolean =>
  typeof store.local(draftKey(visit, field)) === 'string';
