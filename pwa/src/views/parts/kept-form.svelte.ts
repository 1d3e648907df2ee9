/**
 * What stands in a form before anybody saved it: kept sealed on this tablet with every touch, so that a lock, a reload
 * or an empty battery costs nothing. As long as it says what it began with, nothing is kept.
 */
import { untrack } from 'svelte';
import type { AppStore, Json } from '../../app/contract';
import { isObject } from '../../domain/reading';

type Part = string | boolean | null | string[];
type Keeping = Pick<AppStore, 'local' | 'keepTyped'> & Partial<Pick<AppStore, 'phase'>>;

/** What was kept of a form under this key; null where nothing was, or not in the shape of a form. */
export const keptUnder = (store: Pick<AppStore, 'local'>, key: string): Record<string, Json> | null => {
  const kept = store.local(key);
  return isObject(kept) ? kept : null;
};

/** Whether something waits in the form that is kept under this key. */
export const isKept = (store: Pick<AppStore, 'local'>, key: string): boolean => keptUnder(store, key) !== null;

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

/** One write at a time: what is typed during one is written right after it, and only as it stands then. */
class Writes {
  readonly #write: () => Promise<unknown>;
  #running: Promise<void> | null = null;
  #asked = 0;

  constructor(write: () => Promise<unknown>) {
    this.#write = write;
  }

  /** Resolves when what stands now is written, or the trust pill says that it is not. */
  now(): Promise<void> {
    this.#asked += 1;
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    try {
      let written = 0;
      while (written !== this.#asked) {
        written = this.#asked;
        await this.#write();
      }
    } finally {
      this.#running = null;
    }
  }
}

/** A form whose fields are words, ticks and lists of words. */
export class KeptForm<T extends Record<string, Part>> {
  /** What the fields show. */
  typed: T = $state.raw({} as T);
  /** Whether somebody is at it: touched, and neither saved nor left on purpose. */
  open = $state(false);
  readonly #key: string;
  readonly #began: () => T;
  readonly #writes: Writes;
  #isKept: boolean;

  /** `began` says what the form shows where nobody typed; where a record stands behind it, as it is now. */
  constructor(store: Keeping, key: string, began: () => T) {
    [this.#key, this.#began] = [key, began];
    this.typed = laidOver(began(), store.local(key));
    this.#isKept = isKept(store, key);
    this.open = this.#isKept;
    // Locked meanwhile: what was kept until then is what the next Unlock shows.
    this.#writes = new Writes(() => ((store.phase ?? 'open') === 'open' ? store.keepTyped(this.#key, this.#isKept ? this.typed : null) : Promise.resolve(false)));
  }

  /** What could not be kept stays on the screen, and the trust pill says *Not saved*. */
  set(part: Partial<T>): void {
    this.typed = { ...this.typed, ...part };
    this.open = true;
    this.settle();
  }

  /** Lets what is kept go where the record says the same by now. */
  settle(): void {
    void this.#keep(said(this.typed) !== said(this.#began()));
  }

  /**
   * What stands here is sent, and the form goes in the same step: `send` is given its key. Where that is not kept the form
   * stands as it stood.
   */
  async goes(send: (away: string) => Promise<boolean>): Promise<boolean> {
    const was = this.#isKept;
    // What of it is still on its way to the vault is written as it is now: away.
    this.#isKept = false;
    const isSent = await send(this.#key);
    if (isSent) await this.forget();
    else await this.#keep(was);
    return isSent;
  }

  /** Saved, or left on purpose: the form begins anew. */
  forget(): Promise<void> {
    this.typed = this.#began();
    this.open = false;
    return this.#keep(false);
  }

  #keep(differs: boolean): Promise<void> {
    if (!differs && !this.#isKept) return Promise.resolve();
    this.#isKept = differs;
    return this.#writes.now();
  }
}

/**
 * A screen that keeps its own fields, rows among them: called once while a component is made. `whole` gives what stands
 * in the form, null while the form is not open.
 */
export const keepWhole = (store: Keeping, key: string, whole: () => Record<string, Json> | null): void => {
  let kept = JSON.stringify(untrack(() => store.local(key)) ?? null);
  const writes = new Writes(() => store.keepTyped(key, JSON.parse(kept) as Json));
  $effect(() => {
    const next = JSON.stringify(whole());
    if (next === kept) return;
    kept = next;
    void untrack(() => writes.now());
  });
};
