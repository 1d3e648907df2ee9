import { trustedScriptUrl } from './trusted-types';

/** What a page can know of the app's own release. */
export interface ShellUpdate {
  /** True while a newer release is installed and waits for its turn. */
  readonly waiting: boolean;
  /** Lets the newer release take over and reloads; call it only while no visit is open. */
  takeOver(): void;
}

/**
 * Registers the service worker and reports each newer release that waits. The page decides when it
 * may take over, because an update must never come in the middle of a visit.
 */
export async function registerServiceWorker(onUpdate: (update: ShellUpdate) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
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
}

/** Takes the app's own files off this tablet: caches and worker. The page that runs stays on the screen. */
export async function forgetShell(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
  if (!('serviceWorker' in navigator)) return;
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
}
