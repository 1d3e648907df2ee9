/** Imports of the directory as the server lists them: one a month, the newest with a long report. */
import { Unreachable } from '../src/app/ceremonies/session-api';
import type { Counted, ImportDetail, ImportLine, ImportReads, ReportAsked, ReportRow, UndoEffect } from '../src/app/imports';

const PAGE = 20;
const REPORT_PAGE = 50;
const LEFT = 130;
const WHY = 'no certification number';
const HELPS = 'Put the number in, and import again; a line of sums or notes may stay out';

export class HarnessImports implements ImportReads {
  readonly #undone = new Set<number>();

  /** 9: the server is not there. */
  constructor(private readonly count: number) {}

  page(before?: string): Promise<Counted<ImportLine>> {
    if (this.count === 9) return Promise.reject(new Unreachable());
    const first = before === undefined ? this.count : Number(before) - 1;
    const rows = Array.from({ length: Math.min(PAGE, first) }, (_, place) => this.#line(first - place));
    const last = first - rows.length;
    return Promise.resolve({ rows, next: last > 0 ? String(last + 1) : null, total: this.count });
  }

  one(number: number): Promise<ImportDetail> {
    const reasons = [{ left: true, why: WHY, count: LEFT, helps: HELPS }];
    return Promise.resolve({ ...this.#line(number), notes: ['tablets carry 90 facilities and 0 services; 4 of 6 parts are sent anew'], reasons, rows: LEFT });
  }

  report(_: number, { text }: ReportAsked, after?: string): Promise<Counted<ReportRow>> {
    const all = Array.from({ length: LEFT }, (__, number): ReportRow => ({
      number, how: 'left', file: 'NH_ProviderInfo.csv', row: String(number + 2), key: '', why: WHY, helps: HELPS,
    })).filter(({ row }) => row.includes(text));
    const begin = after === undefined ? 0 : all.findIndex(({ number }) => number > Number(after));
    const rows = all.slice(begin, begin + REPORT_PAGE);
    return Promise.resolve({ rows, next: begin + REPORT_PAGE < all.length ? String(rows.at(-1)?.number) : null, total: all.length });
  }

  csv(): Promise<Blob> {
    return Promise.resolve(new Blob(['file\r\n']));
  }

  effect(): Promise<UndoEffect> {
    return Promise.resolve({ sources: [{ source: 'nursing-home', name: 'nursing homes', back: 88, again: 2, new: 3 }], known: 1 });
  }

  undo(number: number): Promise<{ entries: number; notes: string[] }> {
    this.#undone.add(number);
    return Promise.resolve({ entries: 91, notes: [] });
  }

  #line(number: number): ImportLine {
    const standing = Array.from({ length: this.count }, (_, place) => this.count - place).find((one) => !this.#undone.has(one)) ?? 0;
    const at = new Date(Date.UTC(2026, 10 - (this.count - number), 5, 14, 12)).toISOString();
    return {
      number, at, what: 'facilities', files: 'NH_ProviderInfo.csv, HH_Provider.csv', by: null,
      undone: this.#undone.has(number) ? { at: new Date().toISOString(), by: 'Grace Lindqvist' } : null,
      undoFirst: standing > number ? standing : null,
      counted: true,
      sources: [{ source: 'nursing-home', name: 'nursing homes', date: at.slice(0, 10), read: 90 + LEFT, new: 3, changed: 80, same: 5, gone: 2 }],
      left: LEFT, mended: 0, gone: 2,
    };
  }
}
