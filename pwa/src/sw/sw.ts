/// <reference lib="webworker" />
/**
 * The service worker keeps the app shell, and nothing else: it never sees, answers or caches a
 * request of the API, so no patient data can reach its caches.
 *
 * One release = one manifest = one cache. A new release waits until a page says that it may take
 * over (no visit is open); pages reload then, so code of two releases never runs in one page.
 *
 * While the app is closed it shows that something is due: one fixed sentence.
 */
import { readManifest, releaseOf } from './manifest';
import { NOTICE, openApp, placeOf } from './notice';

declare const self: ServiceWorkerGlobalScope;

const MANIFEST = readManifest('__SHELL_MANIFEST__');
const CACHE = 'doorstep-shell-' + releaseOf(MANIFEST);
const PATHS = new Set(MANIFEST.map(([path]) => path));

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith('doorstep-shell-') && name !== CACHE) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (event.request.mode === 'navigate' && (url.pathname === '/' || url.pathname === '/index.html')) {
    event.respondWith(fromShell('/index.html', event.request));
  } else if (PATHS.has(url.pathname)) {
    event.respondWith(fromShell(url.pathname, event.request));
  }
});

self.addEventListener('push', (event) => {
  const { title, ...notice } = NOTICE;
  event.waitUntil(
    self.registration.showNotification(title, { ...notice, icon: '/icon-192.png', data: placeOf(event.data?.text()) }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openApp(self.clients, String(event.notification.data ?? '')));
});

async function fromShell(path: string, request: Request): Promise<Response> {
  // Not opened: that would make anew, and leave behind, what the page takes off a tablet that is given back.
  return (await caches.match(path, { cacheName: CACHE })) ?? fetch(request);
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    MANIFEST.map(async ([path, sha256]) => {
      // Not from the browser's own HTTP cache: it may still hold the release before.
      const response = await fetch(path === '/index.html' ? '/' : path, { cache: 'no-store' });
      if (!response.ok) throw new Error(`the shell file ${path} answered ${String(response.status)}`);
      const bytes = await response.clone().arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      if (hex !== sha256) throw new Error(`the shell file ${path} is of another release`);
      await cache.put(path, response);
    }),
  );
}
