/**
 * Where the person is, and the way back. `history.state` carries one number and nothing else,
 * because Chromium keeps it on disk.
 */
import { parentOf, readRoute, type Route } from './routes';

export * from './routes';

type Listener = (route: Route) => void;

/** How a screen was reached: `back` and `return` (after Unlock) restore scroll and focus. */
export type Arrival = 'new' | 'back' | 'return';

/** Where somebody stood on a screen: only numbers and element ids. */
export interface Place {
  scroll: number;
  focus: string | null;
}

interface Layer {
  close: () => void;
}

const listeners = new Set<Listener>();
const places = new Map<string, Place>();
const layers: Layer[] = [];

let arrival: Arrival = 'new';
let position = 0;
/** Pops that this module asked for itself, so that they are not taken for the person's Back. */
let ownPops = 0;
let started = false;
let keeper: ((key: string, place: Place) => void) | null = null;

const stateNumber = (): number => {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'n' in state && typeof state.n === 'number' ? state.n : -1;
};

const emit = (): void => {
  const route = readRoute(location.hash);
  for (const listener of listeners) listener(route);
};

const onPop = (): void => {
  if (ownPops > 0) {
    ownPops -= 1;
    position = Math.max(stateNumber(), 0);
    return;
  }
  const at = stateNumber();
  if (at >= 0 && at < position) {
    position = at;
    const layer = layers.pop();
    // Back closes what lies on top first; the place below has not changed.
    if (layer) {
      layer.close();
      return;
    }
    arrival = 'back';
  } else if (at > position) {
    position = at;
    arrival = 'back';
  }
};

const onHash = (): void => {
  if (stateNumber() < 0) {
    position += 1;
    history.replaceState({ n: position }, '');
    arrival = 'new';
  }
  // Whatever lay on top belonged to the place that was left.
  for (const layer of layers.splice(0)) layer.close();
  emit();
};

const start = (): void => {
  if (started) return;
  started = true;
  history.scrollRestoration = 'manual';
  if (stateNumber() < 0) history.replaceState({ n: 0 }, '');
  position = stateNumber();
  addEventListener('popstate', onPop);
  addEventListener('hashchange', onHash);
};

export const router = {
  get route(): Route {
    return readRoute(location.hash);
  },
  get arrival(): Arrival {
    return arrival;
  },
  /** Calls the listener now and at each change of place; returns the way to stop. */
  follow(listener: Listener): () => void {
    start();
    listeners.add(listener);
    listener(readRoute(location.hash));
    return () => listeners.delete(listener);
  },
  go(hash: string): void {
    arrival = 'new';
    const covered = layers.splice(0);
    for (const layer of covered) layer.close();
    // A sheet's own history entry becomes the new place, or Back would stop at a sheet that is gone.
    if (covered.length > 0) this.replace(hash);
    else if (location.hash === hash) emit();
    else location.hash = hash;
  },
  /** Takes the place of the present one, so that Back does not lead into something finished. */
  replace(hash: string): void {
    arrival = 'new';
    history.replaceState({ n: position }, '', hash);
    emit();
  },
  /** One step back in this session, else one level up. */
  back(): void {
    if (position > 0) history.back();
    else this.replace(parentOf(readRoute(location.hash)));
  },
  /** After Unlock the same screen is built anew and stands where it stood. */
  returning(key: string, place: Place): void {
    places.set(key, place);
    arrival = 'return';
  },
  /**
   * Something on top of the screen (a sheet): Back closes it. Returns what its own Close calls;
   * that takes the history entry away again.
   */
  layer(close: () => void): () => void {
    start();
    const layer: Layer = { close };
    layers.push(layer);
    position += 1;
    history.pushState({ n: position }, '');
    return () => {
      const index = layers.indexOf(layer);
      if (index < 0) return;
      layers.splice(index, 1);
      ownPops += 1;
      history.back();
    };
  },
  keep(key: string, place: Place): void {
    places.set(key, place);
    keeper?.(key, place);
  },
  /** Where the last place is kept beyond this page: Lock leaves the page (the vault seals it). */
  keepIn(next: ((key: string, place: Place) => void) | null): void {
    keeper = next;
  },
  kept(key: string): Place | undefined {
    return places.get(key);
  },
  /** Another person opens the tablet: nothing of the first one's way may be left. */
  forget(): void {
    places.clear();
    arrival = 'new';
  },
};

export type Router = typeof router;
