/** Counts across the agency: its figures, and what each coordinator has to do; the twin of `server/boards/schemas.py`. */
import type { SessionKeeper } from '../sync/session';
import { count, having, list, NotDoorstep, oneOf, orNull, text, type Read } from '../sync/shape';
import type { PersonId } from './contract';
import { csvFile } from './csv-file';

/** How many of the agency's last days. */
export const PERIODS = [7, 30, 90] as const;
export type Days = (typeof PERIODS)[number];

/** What a number or a cell is. A `day` is `YYYY-MM-DD`, a `rate` is for each 100. */
export type CellKind = 'day' | 'text' | 'count' | 'minutes' | 'hours' | 'percent' | 'rate';
export type Cell = string | number | null;

export interface Figure {
  key: string;
  title: string;
  /** Null where there was nothing to measure. */
  values: { label: string; value: number | null; kind: CellKind }[];
  /** `n` of `of` is what it rests on. */
  n: number;
  of: string;
  definition: { counted: string; outOf: string; period: string; leftOut: { why: string; n: number }[]; notes: string[] };
  columns: { label: string; kind: CellKind }[];
  /** A cell for each column. */
  rows: Cell[][];
}

export interface Figures {
  /** The first and the last of the days, by the agency. */
  first: string;
  last: string;
  at: string;
  figures: Figure[];
}

export interface Load {
  patients: number;
  today: number;
  /** Visits of the seven days after today. */
  ahead: number;
  returned: number;
  dueToday: number;
  late: number;
  /** Changes on her tablets as they last told; null where none told. */
  unsent: number | null;
  toldAt: string | null;
}

export interface Coordinator {
  id: PersonId;
  name: string;
  /** Since when she works here no more. */
  gone: string | null;
  counts: Load;
}

export interface Workload {
  people: Coordinator[];
  nobody: Load;
  at: string;
}

const kind = oneOf<CellKind>('day', 'text', 'count', 'minutes', 'hours', 'percent', 'rate');
const number: Read<number> = (value, where) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new NotDoorstep(where);
};
const cell: Read<Cell> = (value, where) => (typeof value === 'string' ? value : orNull(number)(value, where));
const definition = having({ counted: text, outOf: text, period: text, leftOut: list(having({ why: text, n: count })), notes: list(text) });
const figure = having({
  key: text,
  title: text,
  values: list(having({ label: text, value: orNull(number), kind })),
  n: count,
  of: text,
  definition,
  columns: list(having({ label: text, kind })),
  rows: list(list(cell)),
});
const figures: Read<Figures> = having({ first: text, last: text, at: text, figures: list(figure) });
const load = having({ patients: count, today: count, ahead: count, returned: count, dueToday: count, late: count, unsent: orNull(count), toldAt: orNull(text) });
const workload = having({ people: list(having({ id: text, name: text, gone: orNull(text), counts: load })), nobody: load, at: text });

/** The name of a file: of every figure, or of the table behind one. */
export const fileName = (days: Days, key?: string): string => (key === undefined ? `figures-${days}-days.csv` : `figure-${key}-${days}-days.csv`);

/** In memory only, as all that the office reads. That figures were read, or left as a file, is on record. */
export class HttpBoards {
  constructor(private readonly keeper: Pick<SessionKeeper, 'ask'>) {}

  async figures(days: Days): Promise<Figures> {
    return figures(await this.keeper.ask({ method: 'GET', path: `/api/office/figures?days=${days}` }), 'figures');
  }

  csv(days: Days, key?: string): Promise<Blob> {
    return csvFile(this.keeper, `/api/office/figures.csv?days=${days}${key === undefined ? '' : `&figure=${key}`}`);
  }

  async workload(): Promise<Workload> {
    return workload(await this.keeper.ask({ method: 'GET', path: '/api/office/workload' }), 'workload') as unknown as Workload;
  }
}
