/**
 * Going on where one was. Lock leaves the page and a kill ends it, so the last place (an address, a
 * number and an element's id) is kept sealed in the vault and taken up after Unlock.
 */
import { isObject, settled, textField, textOf } from '../domain/reading';
import type { AppStore } from './contract';
import { router, type Place } from './router';

const KEY = 'place';
const PAUSE_MS = 800;

const readPlace = (stored: unknown): { hash: string; place: Place } | null => {
  if (!isObject(stored) || typeof stored.scroll !== 'number' || !Number.isFinite(stored.scroll)) return null;
  const hash = textOf(stored.hash);
  return hash === '' ? null : { hash, place: { scroll: stored.scroll, focus: textOf(stored.focus) || null } };
};

/** Only a visit is gone back to by itself: elsewhere an empty address means Today. */
const hasOpenVisit = (store: AppStore): boolean =>
  store.all('visit').some((visit) => settled(visit, 'state') === 'open' && textField(visit, 'coordinator') === store.me.id);

/** Called once each time a store opens, before its first screen is drawn. */
export const goOn = (store: AppStore): void => {
  router.forget();
  const kept = readPlace(store.local(KEY));
  if (kept) {
    const fresh = location.hash === '' || location.hash === '#/unlock';
    if (fresh && kept.hash.startsWith('#/visits/') && hasOpenVisit(store)) router.replace(kept.hash);
    if (location.hash === kept.hash) router.returning(kept.hash, kept.place);
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = kept?.hash;
  router.keepIn((hash, place) => {
    clearTimeout(timer);
    const keep = (): void => {
      if (store.phase !== 'open') return;
      // A place that could not be kept costs a scroll; what was typed is kept elsewhere and says so itself.
      store.setLocal(KEY, { hash, scroll: Math.round(place.scroll), focus: place.focus }).catch(() => undefined);
    };
    // A new address is kept at once, because the tablet may die any moment; scrolling within it, now and then.
    if (hash === last) timer = setTimeout(keep, PAUSE_MS);
    else keep();
    last = hash;
  });
};
