/** A newer release that waits. It takes over at the unlock screen, and never while a visit is open. */
import type { AppStore } from './contract';
import { registerServiceWorker, type ShellUpdate } from './service-worker';

let update = $state.raw<ShellUpdate | null>(null);

const typing = (): boolean => document.activeElement instanceof HTMLInputElement;

export const release = {
  get waiting(): boolean {
    return update?.waiting ?? false;
  },
  async follow(): Promise<void> {
    await registerServiceWorker((next) => { update = next; });
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
