import { describe, expect, it } from 'vitest';
import { HttpImports } from '../../src/app/imports';
import { NotDoorstep } from '../../src/sync/shape';

const source = { source: 'hospice', name: 'hospices', date: '2026-10-01', read: 24, new: 24, changed: 0, same: 0, gone: 0 };
const line = { number: 7, at: 'a', what: 'facilities', files: 'a.csv', by: null, undone: null, undoFirst: null, counted: true, sources: [source], left: 1, mended: 0, gone: 0 };
const detail = { ...line, notes: [], reasons: [{ left: true, why: 'no name', count: 1, helps: 'Put the name in' }], rows: 1 };
const row = { number: 0, how: 'left', file: 'a.csv', row: '2', key: '', why: 'no name', helps: '' };

const answering = (answers: Record<string, unknown>) => {
  const asked: unknown[] = [];
  const imports = new HttpImports({
    ask: (request) => {
      asked.push(request);
      return Promise.resolve(answers[`${request.method} ${request.path}`]);
    },
  });
  return { imports, asked };
};

describe('imports over the wire', () => {
  it('are listed page by page, by their numbers', async () => {
    const { imports } = answering({
      'GET /api/office/imports': { imports: [line], next: 7, total: 30 },
      'GET /api/office/imports?before=7': { imports: [], next: null, total: 30 },
      'GET /api/office/imports/7': detail,
    });
    await expect(imports.page()).resolves.toEqual({ rows: [line], next: '7', total: 30 });
    await expect(imports.page('7')).resolves.toEqual({ rows: [], next: null, total: 30 });
    await expect(imports.one(7)).resolves.toEqual(detail);
  });

  it('are searched in bodies: an address ends up in logs', async () => {
    const { imports, asked } = answering({ 'POST /api/office/imports/7/report': { rows: [row], next: 0, total: 2 } });
    await expect(imports.report(7, { how: 'left', text: 'Alder' })).resolves.toEqual({ rows: [row], next: '0', total: 2 });
    await imports.report(7, { why: 'no name', text: '' }, '0');
    expect(asked).toEqual([
      { method: 'POST', path: '/api/office/imports/7/report', body: { how: 'left', why: null, text: 'Alder', after: null } },
      { method: 'POST', path: '/api/office/imports/7/report', body: { how: null, why: 'no name', text: '', after: 0 } },
    ]);
  });

  it('are taken back, and their reports come as files', async () => {
    const effect = { sources: [{ source: 'hospice', name: 'hospices', back: 0, again: 0, new: 24 }], known: 0 };
    const { imports } = answering({
      'GET /api/office/imports/7/effect': effect,
      'POST /api/office/imports/7/undo': { entries: 24, notes: [] },
      'GET /api/office/imports/7/report.csv': new TextEncoder().encode('file').buffer,
    });
    await expect(imports.effect(7)).resolves.toEqual(effect);
    await expect(imports.undo(7)).resolves.toEqual({ entries: 24, notes: [] });
    await expect((await imports.csv(7)).text()).resolves.toBe('file');
  });

  it('are not taken from an answer that is none of Doorstep', async () => {
    const { imports } = answering({ 'GET /api/office/imports': '<html>', 'GET /api/office/imports/7': { ...detail, what: 'patients' }, 'GET /api/office/imports/7/report.csv': '<html>' });
    await expect(imports.page()).rejects.toBeInstanceOf(NotDoorstep);
    await expect(imports.one(7)).rejects.toBeInstanceOf(NotDoorstep);
    await expect(imports.csv(7)).rejects.toBeInstanceOf(NotDoorstep);
  });
});
