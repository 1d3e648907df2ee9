/** Wires the one store of the page: real vault, real server, real clock. */
import { randomBytes } from '../vault/random';
import { Http } from '../sync/http';
import { HttpSessionApi } from '../sync/session';
import { startVault } from '../vault/client';
import { entrance } from './entrance';
import type { Locking } from './locking';
import { forgetShell } from './service-worker';
import { DoorstepStore } from './store.svelte';
import { loadDueLines } from '../views/today/due-lines';
import { claimVaultTab, takeOver, type VaultTab } from './vault-tab';

/** Not needed at the door: read behind it. */
const loadAttending = (): Promise<typeof import('./attending')> => import('./attending');

export function openStore(): DoorstepStore {
  const vault = startVault();
  const http = new Http({ fetch: (input, init) => fetch(input, init), vault, now: () => Date.now() });
  const api = new HttpSessionApi(http);
  const tab = new HeldTab();
  const store: DoorstepStore = new DoorstepStore({
    vault,
    random: randomBytes,
    now: () => Date.now(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    doors: entrance({ vault, api }),
    proveVisit: async (manifest, passphrase) => {
      const { signManifest } = await import('./ceremonies/sign-visit');
      const prove = (): ReturnType<typeof signManifest> =>
        signManifest(vault, manifest, passphrase === undefined ? { passkey: true } : { passphrase }, () => new Date());
      return locking ? locking.ownSheet(prove) : prove();
    },
    claim: (steal) => tab.claim(steal, () => locking?.lock('taken-over')),
    attend: async (session, entered) => {
      const { attend } = await loadAttending();
      const begun = attend({ vault, http, api, tab, store }, session, entered);
      locking = begun.locking;
      return begun.attendance;
    },
    prepare: () => {
      // Nobody needs these to come in: where one could not be read, whoever needs it asks for it again and says so.
      for (const part of [import('./ceremonies/sign-visit'), loadDueLines()]) part.catch(() => undefined);
      return loadAttending();
    },
    forgetShell,
    leave: (anyway) => {
      const watch = locking;
      if (watch) void lockByHand(store, watch, anyway);
    },
  });
  let locking: Locking | null = null;
  return store;
}

/** Who locks by hand is there to be asked, where something would be lost. By itself the app locks without asking. */
async function lockByHand(store: DoorstepStore, watch: Locking, anyway: boolean): Promise<void> {
  if (anyway || (await store.keepWaiting())) watch.lock('by-hand');
  else store.lockAsks = true;
}

class HeldTab {
  #tab: VaultTab | null = null;

  async claim(steal: boolean, lost: () => void): Promise<boolean> {
    this.#tab ??= steal ? await takeOver() : await claimVaultTab();
    if (this.#tab === null) return false;
    void this.#tab.lost.then(lost);
    return true;
  }

  release(): void {
    this.#tab?.release();
    this.#tab = null;
  }
}
