/** What runs while a store is open: sync, the idle lock, what this tablet is like. Read once the door is drawn. */
import { randomBytes } from '../vault/random';
import type { Http } from '../sync/http';
import type { HttpSessionApi } from '../sync/session';
import { storageState } from '../vault/storage';
import type { VaultClient } from '../vault/types';
import { waiting } from '../views/parts/waiting-move.svelte';
import { SyncAttendance } from './attendance';
import { signInWithPasskey } from './ceremonies/unlock';
import type { Entered } from './doors';
import { noteLost } from './lost';
import { Locking, lockAndLeave, type LockReason } from './locking';
import type { OpenSession } from './open-session';
import type { Attendance, DoorstepStore } from './store.svelte';
import { onOtherTabLocked, tellOtherTabs } from './vault-tab';

export const APP_VERSION = '0.1.0';
const SYNC_LOCK = 'doorstep-sync';
const OFFICE_ROLES = new Set(['administrator', 'reviewer']);

export interface Ports {
  vault: VaultClient;
  http: Http;
  api: HttpSessionApi;
  tab: { release(): void };
  store: DoorstepStore;
}

export function attend(ports: Ports, session: OpenSession, entered: Entered): { attendance: Attendance; locking: Locking } {
  const { vault, http, api, tab, store } = ports;
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
  const locking = new Locking(lockWatch(store, session, tab));
  return { locking, attendance: attendance(session, sync, locking, (work) => locking.ownSheet(work), { vault, api }) };
}

/** One tab syncs; a tab that finds another at it tries again later. */
async function alone(work: () => Promise<void>): Promise<boolean> {
  return navigator.locks.request(SYNC_LOCK, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false;
    await work();
    return true;
  });
}

function lockWatch(store: DoorstepStore, session: OpenSession, tab: Ports['tab']): ConstructorParameters<typeof Locking>[0] {
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
      void waiting.finish();
      if (session.writing.blocked) void session.writing.keepWaiting();
    },
    lock: (reason: LockReason) => {
      void lockAndLeave(reason, {
        saveDrafts: () => {
          // What waits for its Undo is meant by who locks: it takes its turn before the keys go.
          void waiting.finish();
          return session.writing.keepWaiting();
        },
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
    refreshLibrary: () => sync.refreshLibrary(),
    written: () => {
      sync.written();
    },
    stayUnlocked: () => {
      watch.stay();
    },
    signIn: async () => {
      const signIn = await ownSheet(() => signInWithPasskey(door, session.info));
      // Not before: nothing waits for a sheet that somebody looks at.
      await sync.signedIn(Promise.resolve(signIn));
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
