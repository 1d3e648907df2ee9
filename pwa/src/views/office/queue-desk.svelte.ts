/**
 * The queue as one person has it before her: her filters, the rows she has read, and what came since. A row
 * never moves by itself: what changes is changed where it stands, what is new waits until it is asked for.
 */
import type { AppStore, Json, RecordId } from '../../app/contract';
import type { Moved, QueueChoices, QueueFilters, QueuePage, QueueReads, QueueRow, QueueView } from '../../app/office';
import type { Live } from './live.svelte';
import { Paged } from './paged.svelte';
import { filtersOf, sameFilters, TO_REVIEW } from './queue-filters';
import { afterMove, notYetShown } from './queue-order';

/** Under what the filters are remembered on this computer. */
const KEPT_AS = 'queue-filters';
/** Rows of the first page, at most. */
const PAGE = 50;

export class QueueDesk {
  filters = $state.raw<QueueFilters>(TO_REVIEW);
  views = $state.raw<QueueView[]>([]);
  choices = $state.raw<QueueChoices>({ coordinators: [], payers: [], forms: [] });
  /** In the list since it was read, and not shown. */
  fresh = $state.raw<readonly RecordId[]>([]);
  /** Shown, and no longer in the list. */
  gone = $state.raw<readonly RecordId[]>([]);
  /** More moved than was named: nobody knows which rows are still true. */
  stale = $state(false);
  lastApprovedAt = $state<string | null>(null);

  readonly list = new Paged<QueueRow>((after) => this.#read(after));
  readonly #live: Live;

  constructor(
    readonly store: AppStore,
    live: Live,
  ) {
    this.#live = live;
    this.filters = filtersOf(store.local(KEPT_AS)) ?? TO_REVIEW;
  }

  /** The view whose filters these are. */
  get view(): QueueView | undefined {
    return this.views.find((view) => sameFilters(view.filters, this.filters));
  }

  get changed(): boolean {
    return this.fresh.length > 0 || this.gone.length > 0 || this.stale;
  }

  /**
   * Opens the list. One page is read anew: the screen has only come, and nobody points at a row yet. Where more
   * pages were read they stand there again, as they were, with what moved since beside; so does a page that
   * can't be had now.
   */
  async open(): Promise<void> {
    if (this.list.phase !== 'open') await this.#load();
    else if (this.list.rows.length <= PAGE) await this.#renewList();
    await this.#around();
  }

  async show(filters: QueueFilters): Promise<void> {
    this.filters = filters;
    void this.store.setLocal(KEPT_AS, filters as Json);
    await this.#load();
    await this.#around();
  }

  /** Puts the list as it is now in place of the one that stands there. */
  async renew(): Promise<void> {
    await this.#renewList();
    await this.#around();
  }

  async again(): Promise<void> {
    await this.#load();
    await this.#around();
  }

  async keepView(name: string): Promise<void> {
    this.views = await (await this.#queue()).keepView(name, this.filters);
  }

  async dropView(id: string): Promise<void> {
    this.views = await (await this.#queue()).dropView(id);
  }

  /** What was told moved: each row in its place, new ones beside. */
  async moved({ visits, more }: Moved): Promise<void> {
    if (this.list.phase !== 'open') return;
    if (more) this.stale = true;
    const { filters } = this;
    let rows: QueueRow[];
    try {
      rows = await (await this.#queue()).among(filters, visits);
    } catch {
      this.stale = true;
      return;
    }
    if (filters !== this.filters) return;
    const { list, fresh, gone } = this;
    const after = afterMove({ rows: list.rows, fresh, gone }, visits, rows, { order: filters.order, whole: list.next === null });
    ({ rows: list.rows, fresh: this.fresh, gone: this.gone } = after);
    await this.#around();
  }

  async #load(): Promise<void> {
    await this.list.load();
    this.#asRead();
  }

  async #renewList(): Promise<void> {
    await this.list.renew();
    if (!this.list.stopped) this.#asRead();
  }

  #asRead(): void {
    this.fresh = [];
    this.gone = [];
    this.stale = false;
  }

  async #read(after?: string): Promise<QueuePage> {
    const page = await (await this.#queue()).page(this.filters, after);
    this.lastApprovedAt = page.lastApprovedAt;
    if (after === undefined) {
      // After the rows stand there: what moved meanwhile is laid over them.
      void Promise.resolve().then(() => this.#live.seen(page.live)).catch(() => { this.stale = true; });
      return page;
    }
    return { ...page, rows: notYetShown(page.rows, this.list.rows) };
  }

  /** Counts and choices stand beside the list; without them it works all the same. */
  async #around(): Promise<void> {
    try {
      const queue = await this.#queue();
      [this.views, this.choices] = await Promise.all([queue.views(), queue.choices()]);
    } catch {
      // What was counted before stays; the list says itself when nothing can be reached.
    }
  }

  #queue(): Promise<QueueReads> {
    return this.store.inbox.queue();
  }
}
