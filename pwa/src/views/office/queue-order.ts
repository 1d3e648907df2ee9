import type { RecordId } from '../../app/contract';
import type { QueueFilters, QueueRow } from '../../app/office';

/** The office's orders (`server/office/queue_lines.py`), as the parts that are compared one after the other. */
const PLACES: Readonly<Record<NonNullable<QueueFilters['order']>, (row: QueueRow) => readonly (string | number)[]>> = {
  due: (row) => [row.urgent === null ? 1 : 0, row.dueAt ?? '9999', row.arrivedAt ?? '', row.visit.id],
  oldest: (row) => [row.arrivedAt ?? '', row.visit.id],
  newest: (row) => [row.arrivedAt ?? '', row.visit.id],
};

/** Whether a row's place is before another's: what stands behind the last row that was read comes with its page. */
export const standsBefore = (row: QueueRow, other: QueueRow, order: QueueFilters['order'] = 'due'): boolean => {
  const [a, b] = [PLACES[order](row), PLACES[order](other)];
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at < 0) return false;
  const less = (a[at] ?? '') < (b[at] ?? '');
  return order === 'newest' ? !less : less;
};

/** Rows that are shown, and beside them what the list has meanwhile. */
export interface Shown {
  rows: QueueRow[];
  /** In the list since it was read, and not shown. */
  fresh: readonly RecordId[];
  /** Shown, and no longer in the list. */
  gone: readonly RecordId[];
}

const idOf = ({ visit }: QueueRow): RecordId => visit.id;

/**
 * What stands on the screen after visits moved: each row where it was. `now` are those of them that the list has.
 * With `whole` nothing stands behind the last row; else what does comes with its page and is not new.
 */
export const afterMove = (shown: Shown, moved: readonly RecordId[], now: readonly QueueRow[], { order, whole }: { order: QueueFilters['order']; whole: boolean }): Shown => {
  const [told, here, had] = [new Set(moved), new Map(now.map((row) => [idOf(row), row])), new Set(shown.rows.map(idOf))];
  const rows = shown.rows.map((row) => here.get(idOf(row)) ?? row);
  const last = whole ? undefined : rows.at(-1);
  const comes = now.filter((row) => !had.has(idOf(row)) && (last === undefined || standsBefore(row, last, order)));
  return {
    rows,
    fresh: [...shown.fresh.filter((id) => !told.has(id)), ...comes.map(idOf)],
    gone: [...shown.gone.filter((id) => !told.has(id)), ...moved.filter((id) => had.has(id) && !here.has(id))],
  };
};

/** Rows of a page that are not shown yet: one that moved behind its place meanwhile is on two pages. */
export const notYetShown = (page: QueueRow[], shown: readonly QueueRow[]): QueueRow[] => {
  const had = new Set(shown.map(idOf));
  return page.filter((row) => !had.has(idOf(row)));
};
