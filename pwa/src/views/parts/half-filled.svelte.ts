/** A form that is half filled in is kept with every touch: a lock, a reload or a step aside costs nothing. */
import { untrack } from 'svelte';
import type { AppStore, Json } from '../../app/contract';
import { isObject, textOf } from '../../domain/reading';

/** What was kept of a form under this key; null where nothing was, or not in the shape of a form. */
export const halfFilled = (store: Pick<AppStore, 'local'>, key: string): Record<string, Json> | null => {
  const kept = store.local(key);
  return isObject(kept) ? kept : null;
};

/** The words of each field that `blank` names; a field that was not kept is blank. */
export const wordsOf = <Fields extends Record<string, string>>(kept: Json | undefined, blank: Fields): Fields => {
  const found = isObject(kept) ? kept : {};
  return Object.fromEntries(Object.keys(blank).map((name) => [name, name in found ? textOf(found[name]) : blank[name]])) as Fields;
};

/** Called once while a component is made. `whole` gives what stands in the form, null while the form is not open. */
export const keepHalfFilled = (store: Pick<AppStore, 'local' | 'keepTyped'>, key: string, whole: () => Record<string, Json> | null): void => {
  let kept = JSON.stringify(untrack(() => store.local(key)) ?? null);
  $effect(() => {
    const next = JSON.stringify(whole());
    if (next === kept) return;
    kept = next;
    void untrack(() => store.keepTyped(key, JSON.parse(next) as Json));
  });
};
