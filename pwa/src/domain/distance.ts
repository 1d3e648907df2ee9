/** Straight-line distance between two places on the earth, in miles. */
export interface Point {
  lat: number;
  lon: number;
}

const EARTH_MILES = 3958.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** A place from two numbers; null where one is missing or is on no map. */
export const pointOf = (lat: unknown, lon: unknown): Point | null =>
  typeof lat === 'number' && typeof lon === 'number' && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;

/** Miles from one place to any other; null where either is not known. */
export function milesFrom(from: Point | null): (to: Point | null) => number | null {
  if (from === null) return () => null;
  const [lat, lon] = [radians(from.lat), radians(from.lon)];
  const cosine = Math.cos(lat);
  return (to) => {
    if (to === null) return null;
    const there = radians(to.lat);
    const half = Math.sin((there - lat) / 2) ** 2 + cosine * Math.cos(there) * Math.sin((radians(to.lon) - lon) / 2) ** 2;
    return 2 * EARTH_MILES * Math.asin(Math.min(1, Math.sqrt(half)));
  };
}

export const milesBetween = (a: Point | null, b: Point | null): number | null => milesFrom(a)(b);

/** "3.4 miles"; what is not known is said. */
export const milesWords = (miles: number | null): string => {
  if (miles === null) return 'Distance not known';
  return miles < 0.1 ? 'Less than 0.1 mile' : `${miles.toFixed(1)} miles`;
};

/**
 * Sorted by distance to a tenth of a mile, as it is shown. What is equally far keeps the order in which it was
 * given: lists that come by name stay by name.
 */
export function nearestFirst<T extends { miles: number | null }>(found: readonly T[]): T[] {
  // Sorting numbers alone is many times quicker than asking a function at each step.
  const keys = new Float64Array(found.map(({ miles }, place) => tenths(miles) * PLACES + place));
  keys.sort();
  const sorted: T[] = [];
  for (const key of keys) {
    const one = found[key % PLACES];
    if (one !== undefined) sorted.push(one);
  }
  return sorted;
}

/**
 * What `find` makes of the entries of a list whose places fit, the nearest first. The last order of a list is kept: it
 * changes with where one looks from, and not with each letter of what one looks for.
 */
export function nearestOf<T, Found extends { miles: number | null }>(
  find: (one: T, distance: (to: Point | null) => number | null) => Found,
): (all: readonly T[], from: Point | null, fits: (place: number) => boolean) => Found[] {
  const orders = new WeakMap<readonly T[], { from: Point | null; found: Found[]; places: Uint32Array }>();
  return (all, from, fits) => {
    let order = orders.get(all);
    if (order?.from?.lat !== from?.lat || order?.from?.lon !== from?.lon || order === undefined) {
      const distance = milesFrom(from);
      const sorted = nearestFirst(all.map((one, place) => {
        const found = find(one, distance);
        return { found, place, miles: found.miles };
      }));
      order = { from, found: sorted.map(({ found }) => found), places: Uint32Array.from(sorted, ({ place }) => place) };
      orders.set(all, order);
    }
    const { found, places } = order;
    return found.filter((_, at) => fits(places[at] ?? 0));
  };
}

const PLACES = 1_000_000;
const NOWHERE = 1_000_000;
const tenths = (miles: number | null): number => (miles === null ? NOWHERE : Math.round(miles * 10));
