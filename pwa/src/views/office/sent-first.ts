import type { AppStore } from '../../app/contract';

/**
 * A lane is the server's reading: what was done on this computer is sent before it is read, else a record would
 * stand where it stood. Without a network the reading itself says so.
 */
export const sentFirst = async (store: Pick<AppStore, 'panel' | 'syncNow'>): Promise<void> => {
  if (store.panel.waiting > 0) await store.syncNow();
};
