/** Wires the one store of the page: real vault, real server, real clock. */
import { randomBytes } from '../vault/random';
import { Http } from '../sync/http';
import { HttpSessionApi } from '../sync/session';
import { startVault } from '../vault/client';
import { storageState } from '../vault/storage';
import type { VaultClient } from '../vault/types';
import { SyncAttendance } from './attendance';
import { signManifest } from './ceremonies/sign-visit';
import { signInWithPasskey } from './ceremonies/unlock';
import { entrance } from './entrance';
import { noteLost } from './lost';
import { Locking, lockAndLeave, type LockReason } from './locking';
import type { OpenSession } from './open-session';
import { forgetShell } from './service-worker';
import { DoorstepStore, type Attendance } from './store.svelte';
import { claimVaultTab, onOtherTabLocked, takeOver, tellOtherTabs, type VaultTab } from './vault-tab';

export const APP_VERSION = '0.1.0';
const SYNC_LOCK = 'doorstep-sync';
const OFFICE_ROLES = new Set(['administrator', 'reviewer']);

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
    proveVisit: (manifest, passphrase) => {
      const prove = (): ReturnType<typeof signManifest> =>
        signManifest(vault, manifest, passphrase === undefined ? { passkey: true } : { passphrase }, () => new Date());
      return locking ? locking.ownSheet(prove) : prove();
    },
    claim: (steal) => tab.claim(steal, () => locking?.lock('taken-over')),
    attend: (session, entered) => {
      const sync = new SyncAttendance({
        session,
        vault,
        http,
        api,
        random: randomBytes,
        now: () => Date.now(),
        app: APP_VERSION,
        signIn: entered.signIn,
        alone,
        timers: { set: (work, ms) => window.setTimeout(work, ms), clear: (timer) => { window.clearTimeout(timer as number); } },
        broken: (error) => { reportError(error); },
        ended: ({ handedOver, at }) => store.end({ handedOver, at }),
      });
      const watch = new Locking(lockWatch(store, session, tab));
      locking = watch;
      return attendance(session, sync, watch, (work) => watch.ownSheet(work), { vault, api });
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

/** One tab syncs; a tab that finds another at it tries again later. */
async function alone(work: () => Promise<void>): Promise<boolean> {
  return navigator.locks.request(SYNC_LOCK, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await work();
    return true;
  });
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

function lockWatch(store: DoorstepStore, session: OpenSession, tab: HeldTab): ConstructorParameters<typeof Locking>[0] {
  return {
    situation: () => ({
      office: OFFICE_ROLES.has(session.me.role),
      visitOpen: store.all('visit').some(({ fields }) => fields.state?.heads.some(({ value }) => value === 'open') ?? false),
      sending: session.sync.sending !== null,
    }),
    warn: (seconds) => {
      store.lockingIn = seconds;
    },
    hidden: () => {
      // The platform may end the app without another word.
      if (session.writing.blocked) void session.writing.keepWaiting();
    },
    lock: (reason: LockReason) => {
      void lockAndLeave(reason, {
        saveDrafts: () => session.writing.keepWaiting(),
        tellLost: noteLost,
        forgetKeys: () => {
          store.close();
        },
        tellOthers: tellOtherTabs,
        releaseTab: () => {
          tab.release();
        },
        // A fresh document: nothing decrypted stays in the memory of this one.
        leave: () => {
          location.reload();
        },
      });
    },
  };
}

function attendance(
  session: OpenSession,
  sync: SyncAttendance,
  watch: Locking,
  ownSheet: <T>(work: () => Promise<T>) => Promise<T>,
  door: { vault: VaultClient; api: HttpSessionApi },
): Attendance {
  const online = (): void => {
    void sync.syncNow();
  };
  const stops = [
    watch.start(document),
    onOtherTabLocked(() => {
      watch.lock('other-tab');
    }),
    () => {
      window.removeEventListener('online', online);
    },
  ];
  window.addEventListener('online', online);
  sync.start().catch(reportError);
  lookAtTablet(session).catch(reportError);
  return {
    office: sync.office,
    syncNow: () => sync.syncNow(),
    written: () => {
      sync.written();
    },
    stayUnlocked: () => {
      watch.stay();
    },
    signIn: async () => {
      await sync.signedIn(await ownSheet(() => signInWithPasskey(door, session.info)));
      await sync.syncNow();
    },
    end: () => {
      sync.stop();
      for (const stop of stops) stop();
    },
  };
}

async function lookAtTablet(session: OpenSession): Promise<void> {
  session.tell({ tablet: { app: APP_VERSION } });
  const { persisted, freeBytes } = await storageState(true);
  session.tell({ tablet: { storageProtected: persisted, freeBytes } });
}
