/**
 * What stands in a form before anybody saved it: kept sealed on this tablet with every touch, so that a lock, a reload
 * or an empty battery costs nothing. As long as it says what it began with, nothing is kept.
 */
import type { AppStore, Json } from '../../app/contract';
import { isObject } from '../../domain/reading';

type Part = string | boolean | null | string[];

/** Whether something waits in the form that is kept under this key. */
export const isKept = (store: Pick<AppStore, 'local'>, key: string): boolean => isObject(store.local(key));

const fits = (value: unknown, began: Part): boolean => {
  if (Array.isArray(began)) return Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (typeof began === 'boolean') return typeof value === 'boolean';
  return typeof value === 'string' || (value === null && began === null);
};

/** What was kept laid over what the form begins with; whatever is not of its shape is as if nothing was kept. */
export const laidOver = <T extends Record<string, Part>>(began: T, kept: Json | undefined): T => {
  if (!isObject(kept)) return began;
  return Object.fromEntries(Object.entries(began).map(([name, value]) => [name, fits(kept[name], value) ? kept[name] : value])) as T;
};

const said = (typed: Record<string, Part>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : (value ?? '')])));

export class KeptForm<T extends Record<string, Part>> {
  /** What the fields show. */
  typed: T = $state.raw({} as T);
  readonly #store: AppStore;
  readonly #key: string;
  readonly #began: () => T;
  #touched: boolean;

  /** `began` says what the form shows where nobody typed; where a record stands behind it, as it is now. */
  constructor(store: AppStore, key: string, began: () => T) {
    [this.#store, this.#key, this.#began] = [store, key, began];
    this.typed = laidOver(began(), store.local(key));
    this.#touched = isKept(store, key);
  }

  set(part: Partial<T>): void {
    this.typed = { ...this.typed, ...part };
    this.settle();
  }

  /** Lets what is kept go where the record says the same by now. */
  settle(): void {
    const same = said(this.typed) === said(this.#began());
    if (same && !this.#touched) return;
    this.#touched = !same;
    void this.#store.keepTyped(this.#key, same ? null : this.typed);
  }

  /** Saved, or left as it was: the form begins anew. */
  async forget(): Promise<void> {
    this.typed = this.#began();
    if (!this.#touched) return;
    this.#touched = false;
    await this.#store.keepTyped(this.#key, null);
  }
}
