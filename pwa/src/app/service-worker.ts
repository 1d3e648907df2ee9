import { trustedScriptUrl } from './trusted-types';

/** What a page can know of the app's own release. */
export interface ShellUpdate {
  /** True while a newer release is installed and waits for its turn. */
  readonly waiting: boolean;
  /** Lets the newer release take over and reloads; call it only while no visit is open. */
  takeOver(): void;
}

/** Whether this page reads the app's files from this tablet; it does at once on every start but the first. */
export const readsFromHere = (): boolean => 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null;

/**
 * Registers the service worker and reports each newer release that waits. The page decides when it
 * may take over, because an update must never come in the middle of a visit.
 *
 * Resolves once every file of the app is kept here and this page reads from there: from then on each of its screens
 * opens without a network. Rejects where the files could not all be kept; called again, it tries again.
 */
export async function registerServiceWorker(onUpdate: (update: ShellUpdate) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) throw new Error('this browser keeps no app');
  const url = trustedScriptUrl('doorstep-sw', '/sw.js');
  const registration = await navigator.serviceWorker.register(url, { scope: '/', updateViaCache: 'none' });
  let reloading = false;
  const controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first worker of a fresh install claims a page that already runs its release.
    if (!controlled || reloading) return;
    reloading = true;
    location.reload();
  });
  const report = (): void => {
    const waiting = registration.waiting;
    if (waiting === null || navigator.serviceWorker.controller === null) return;
    onUpdate({ waiting: true, takeOver: () => { waiting.postMessage('take-over'); } });
  };
  report();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', report);
  });
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker !== null) await activated(worker);
}

/** An active worker has claimed the pages that were open before it. */
function activated(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('not every file of the app could be kept'));
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/** Takes the app's own files off this tablet: caches and worker. The page that runs stays on the screen. */
export async function forgetShell(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
  if (!('serviceWorker' in navigator)) return;
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
}
