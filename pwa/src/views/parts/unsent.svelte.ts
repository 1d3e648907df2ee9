/**
 * A form that is filled in before it is saved, most often while somebody is on the phone: every touch is kept on this
 * tablet, so that a lock, a kill or another screen in between costs nothing. It is over when it is saved or left on purpose.
 */
import type { AppStore, Json } from '../../app/contract';
import { isObject } from '../../domain/reading';

export type Typed = Record<string, string>;

/** What was kept, in the shape of `empty`; null where nothing was. What has no place in that shape is left out. */
export const readTypedForm = <T extends Typed>(kept: Json | undefined, empty: T): T | null => {
  if (!isObject(kept)) return null;
  const known = Object.keys(empty).flatMap((part): [string, string][] => {
    const value = kept[part];
    return typeof value === 'string' ? [[part, value]] : [];
  });
  return { ...empty, ...Object.fromEntries(known) };
};

export class Unsent<T extends Typed> {
  /** Null while the form is not open. */
  typed = $state.raw<T | null>(null);
  readonly #store: Pick<AppStore, 'local' | 'keepTyped'>;
  readonly #key: string;
  readonly #empty: T;
  #writing: Promise<unknown> | null = null;
  #again = false;

  constructor(store: Pick<AppStore, 'local' | 'keepTyped'>, key: string, empty: T) {
    [this.#store, this.#key, this.#empty] = [store, key, empty];
    this.typed = readTypedForm(store.local(key), empty);
  }

  get now(): T {
    return this.typed ?? this.#empty;
  }

  /** What could not be kept stays on the screen, and the trust pill says *Not saved*. */
  set(part: Partial<T>): void {
    this.typed = { ...this.now, ...part };
    this.#keep();
  }

  /** Saved, or left on purpose. */
  end(): void {
    this.typed = null;
    this.#keep();
  }

  /** One write at a time: what was typed during one is written right after it, and only as it stands then. */
  #keep(): void {
    if (this.#writing) {
      this.#again = true;
      return;
    }
    this.#writing = this.#store.keepTyped(this.#key, this.typed).finally(() => {
      this.#writing = null;
      if (!this.#again) return;
      this.#again = false;
      this.#keep();
    });
  }
}
