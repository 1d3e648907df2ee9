/** Version signals: what a screen reads while it renders is drawn again when that key changes, and only then. */
import { createSubscriber } from 'svelte/reactivity';

interface Signal {
  read: () => void;
  changed: (() => void) | null;
}

export class Signals {
  readonly #signals = new Map<string, Signal>();

  read(key: string): void {
    let signal = this.#signals.get(key);
    if (!signal) {
      const made: Signal = { read: () => undefined, changed: null };
      made.read = createSubscriber((update) => {
        made.changed = update;
        return () => {
          made.changed = null;
        };
      });
      this.#signals.set(key, made);
      signal = made;
    }
    signal.read();
  }

  changed(key: string): void {
    this.#signals.get(key)?.changed?.();
  }

  all(): void {
    for (const signal of this.#signals.values()) signal.changed?.();
  }
}
