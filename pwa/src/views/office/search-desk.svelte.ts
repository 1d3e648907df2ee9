/**
 * One person's search: what she typed and what was found. In memory only, so that Back from a chart finds it
 * again; the lock reloads the page, and it is gone.
 */
import type { AppStore } from '../../app/contract';
import type { FoundRow } from '../../app/office';
import { Paged } from './paged.svelte';
import { enough } from './search-words';

/** After the last key: whoever types on is not asked for yet. */
const PAUSE_MS = 250;

export class SearchDesk {
  text = $state('');
  /** What the list answers; empty where nothing is asked. */
  asked = $state('');
  looking = $state(false);
  complete = $state(true);

  readonly list = new Paged<FoundRow>((after) => this.#read(after));
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = 0;

  constructor(private readonly store: AppStore) {
    this.list.clear();
  }

  type(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    if (enough(text)) this.#timer = setTimeout(() => void this.ask(), PAUSE_MS);
    else this.#nothing();
  }

  /** Looks for what was typed, at once. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    if (!enough(this.text)) {
      this.#nothing();
      return;
    }
    this.#asking += 1;
    const own = this.#asking;
    this.looking = true;
    this.asked = this.text.trim();
    if (this.list.rows.length > 0) await this.list.renew();
    else await this.list.load();
    if (own === this.#asking) this.looking = false;
  }

  #nothing(): void {
    this.#asking += 1;
    this.looking = false;
    this.complete = true;
    this.asked = '';
    this.list.clear();
  }

  async #read(after?: string): Promise<{ rows: FoundRow[]; next: string | null }> {
    const page = await this.store.inbox.search(this.asked, after);
    this.complete = page.complete;
    return page;
  }
}

const desks = new WeakMap<AppStore, SearchDesk>();

export const searchDeskOf = (store: AppStore): SearchDesk => {
  const known = desks.get(store);
  if (known) return known;
  const made = new SearchDesk(store);
  desks.set(store, made);
  return made;
};
