/**
 * The app's own files on this tablet, and a newer release that waits. It takes over at the unlock screen, and never
 * while a visit is open.
 */
import type { AppStore } from './contract';
import { readsFromHere, registerServiceWorker, type ShellUpdate } from './service-worker';

type Shell = 'coming' | 'kept' | 'failed';

// The development server has no worker: it gives out each file itself.
let shell = $state.raw<Shell>(!import.meta.env.PROD || readsFromHere() ? 'kept' : 'coming');
let update = $state.raw<ShellUpdate | null>(null);

const typing = (): boolean => document.activeElement instanceof HTMLInputElement;

export const release = {
  get waiting(): boolean {
    return update?.waiting ?? false;
  },
  /** Whether every screen opens here without a network. */
  get shell(): Shell {
    return shell;
  },
  async follow(): Promise<void> {
    if (shell === 'failed') shell = 'coming';
    try {
      await registerServiceWorker((next) => { update = next; });
      shell = 'kept';
    } catch {
      // Said where it matters: a tablet that is not ready says so, and offers to try again.
      if (shell !== 'kept') shell = 'failed';
    }
  },
  /**
   * Words half typed at the door would be lost with the page, so they are waited for too. A door beside another
   * tab that holds the store knows nothing of what is open there, and taking over reloads that tab as well.
   */
  takeOverIfFree(store: Pick<AppStore, 'phase' | 'vaults' | 'elsewhere'>): void {
    const atTheDoor = store.phase === 'locked' && !store.elsewhere && store.vaults.every((vault) => vault.visitOpenSince === null);
    if (update !== null && atTheDoor && !typing()) update.takeOver();
  },
};
