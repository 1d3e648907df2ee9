/** Imports of the directory, as an administrator sees to them; the twin of `server/directory/schemas.py`. */
import type { SessionKeeper } from '../sync/session';
import { count, flag, having, list, oneOf, orNull, text, type Read } from '../sync/shape';
import { csvFile } from './csv-file';

/** What an import counted of one source. */
export interface ImportSource {
  source: string;
  name: string;
  /** The day that its figures are of; empty where it does not say. */
  date: string;
  read: number;
  new: number;
  changed: number;
  same: number;
  gone: number;
}

export interface ImportLine {
  number: number;
  at: string;
  what: 'facilities' | 'services';
  files: string;
  /** Null where the command on the server did not say. */
  by: string | null;
  undone: { at: string; by: string | null } | null;
  /** The import that stands upon it; null where none does. */
  undoFirst: number | null;
  /** False of one from before accounts were kept: nobody knows what it counted. */
  counted: boolean;
  sources: ImportSource[];
  left: number;
  mended: number;
  gone: number;
}

export interface ImportReason {
  left: boolean;
  why: string;
  count: number;
  helps: string;
}

export interface ImportDetail extends ImportLine {
  notes: string[];
  reasons: ImportReason[];
  /** Rows in its report. */
  rows: number;
}

/** Nothing was taken of a row; it was taken, but for something; or it stands in no list any more. */
export const HOWS = ['left', 'mended', 'gone'] as const;
export type How = (typeof HOWS)[number];

export interface ReportRow {
  number: number;
  how: How;
  file: string;
  /** The line of the file, or which table of it. */
  row: string;
  key: string;
  why: string;
  helps: string;
}

/** Which rows of a report; what is left out does not matter. */
export interface ReportAsked {
  how?: How;
  why?: string;
  text: string;
}

export interface UndoEffect {
  sources: { source: string; name: string; back: number; again: number; new: number }[];
  /** Of so many that go the agency wrote something down. */
  known: number;
}

export interface Counted<Row> {
  rows: Row[];
  next: string | null;
  total: number;
}

export interface ImportReads {
  page(before?: string): Promise<Counted<ImportLine>>;
  one(number: number): Promise<ImportDetail>;
  report(number: number, asked: ReportAsked, after?: string): Promise<Counted<ReportRow>>;
  csv(number: number): Promise<Blob>;
  effect(number: number): Promise<UndoEffect>;
  undo(number: number): Promise<{ entries: number; notes: string[] }>;
}

const source = having({ source: text, name: text, date: text, read: count, new: count, changed: count, same: count, gone: count });
const line = {
  number: count,
  at: text,
  what: oneOf<ImportLine['what']>('facilities', 'services'),
  files: text,
  by: orNull(text),
  undone: orNull(having({ at: text, by: orNull(text) })),
  undoFirst: orNull(count),
  counted: flag,
  sources: list(source),
  left: count,
  mended: count,
  gone: count,
};
const page = having({ imports: list(having(line)), next: orNull(count), total: count });
const detail: Read<ImportDetail> = having({
  ...line,
  notes: list(text),
  reasons: list(having({ left: flag, why: text, count, helps: text })),
  rows: count,
});
const row = having({ number: count, how: oneOf<How>(...HOWS), file: text, row: text, key: text, why: text, helps: text });
const report = having({ rows: list(row), next: orNull(count), total: count });
const effect: Read<UndoEffect> = having({ sources: list(having({ source: text, name: text, back: count, again: count, new: count })), known: count });
const undone = having({ entries: count, notes: list(text) });

const IMPORTS = '/api/office/imports';
/** The name of the file of a report. */
export const fileOfReport = (number: number): string => `import-${number}.csv`;
const cursor = (next: number | null): string | null => (next === null ? null : String(next));

export class HttpImports implements ImportReads {
  constructor(private readonly keeper: Pick<SessionKeeper, 'ask'>) {}

  async page(before?: string): Promise<Counted<ImportLine>> {
    const found = page(await this.keeper.ask({ method: 'GET', path: before === undefined ? IMPORTS : `${IMPORTS}?before=${before}` }), 'imports');
    return { rows: found.imports, next: cursor(found.next), total: found.total };
  }

  async one(number: number): Promise<ImportDetail> {
    return detail(await this.keeper.ask({ method: 'GET', path: `${IMPORTS}/${number}` }), 'import');
  }

  /** What is looked for travels in the body: an address ends up in logs. */
  async report(number: number, { how, why, text: words }: ReportAsked, after?: string): Promise<Counted<ReportRow>> {
    const body = { how: how ?? null, why: why ?? null, text: words, after: after === undefined ? null : Number(after) };
    const found = report(await this.keeper.ask({ method: 'POST', path: `${IMPORTS}/${number}/report`, body }), 'report');
    return { rows: found.rows, next: cursor(found.next), total: found.total };
  }

  csv(number: number): Promise<Blob> {
    return csvFile(this.keeper, `${IMPORTS}/${number}/report.csv`);
  }

  async effect(number: number): Promise<UndoEffect> {
    return effect(await this.keeper.ask({ method: 'GET', path: `${IMPORTS}/${number}/effect` }), 'effect');
  }

  async undo(number: number): Promise<{ entries: number; notes: string[] }> {
    return undone(await this.keeper.ask({ method: 'POST', path: `${IMPORTS}/${number}/undo`, body: {} }), 'undo');
  }
}
