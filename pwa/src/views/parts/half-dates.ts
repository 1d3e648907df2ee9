/**
 * Dates of which only a part is typed. Such a date is no value that its form could keep, so that what stands in its boxes
 * is kept here, sealed like a form: by page and field. It goes once it is a date, or when its form is left where it stands.
 */
import type { AppStore, Json } from '../../app/contract';
import type { DateParts } from '../../domain/dates';
import { isObject, textOf } from '../../domain/reading';

type Keeping = Pick<AppStore, 'local' | 'keepTyped' | 'phase'>;

/** What a component's own id begins with: another number after the next Unlock. */
const OWN = /^c\d+-?/u;

export class HalfDates {
  #store: Keeping | null = null;
  readonly #kept = new Set<string>();

  /** Called for each store that opens. */
  keepIn(store: Keeping): void {
    this.#store = store;
    this.#kept.clear();
  }

  /** Where on this page it stands: by its field's id and label, which a page has once. */
  place(page: string, id: string, label: string): string {
    return `half a date ${page} ${id.replace(OWN, '')} ${label}`;
  }

  of(place: string): DateParts | null {
    const kept = this.#store?.local(place);
    if (!isObject(kept)) return null;
    this.#kept.add(place);
    return { month: textOf(kept['month']), day: textOf(kept['day']), year: textOf(kept['year']) };
  }

  keep(place: string, { month, day, year }: DateParts): void {
    this.#kept.add(place);
    this.#write(place, { month, day, year });
  }

  forget(place: string): void {
    if (this.#kept.delete(place)) this.#write(place, null);
  }

  /** The field is gone: with its form, unless the page was left or locked with it. */
  gone(place: string, page: string, now: string): void {
    if (page === now) this.forget(place);
  }

  #write(place: string, value: Json): void {
    if (this.#store?.phase === 'open') void this.#store.keepTyped(place, value);
  }
}

export const halfDates = new HalfDates();
