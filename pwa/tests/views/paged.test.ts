import { describe, expect, it } from 'vitest';
import { Paged } from '../../src/views/office/paged.svelte';

type Page = { rows: string[]; next: string | null };

describe('a list read page by page', () => {
  it('shows what was asked for last, in whatever order the answers come', async () => {
    const answers: ((page: Page) => void)[] = [];
    const list = new Paged<string>(() => new Promise<Page>((answer) => { answers.push(answer); }));
    const first = list.load();
    const second = list.load();
    answers[1]?.({ rows: ['today'], next: null });
    await second;
    answers[0]?.({ rows: ['late'], next: null });
    await first;
    expect([list.phase, list.rows]).toEqual(['open', ['today']]);
  });

  it('adds no page to a list that was read anew meanwhile', async () => {
    const answers: ((page: Page) => void)[] = [];
    const list = new Paged<string>(() => new Promise<Page>((answer) => { answers.push(answer); }));
    const opened = list.load();
    answers[0]?.({ rows: ['late'], next: 'late' });
    await opened;
    const more = list.more();
    const anew = list.load();
    answers[2]?.({ rows: ['today'], next: null });
    await anew;
    answers[1]?.({ rows: ['later'], next: null });
    await more;
    expect(list.rows).toEqual(['today']);
  });

  it.each([
    { read: 'answers', phase: 'open', rows: ['now'] },
    { read: 'fails', phase: 'failed', rows: [] },
  ])('is read anew while it opens, and does not wait for what nobody takes: $read', async ({ read, phase, rows }) => {
    const answers: { give: (page: Page) => void; fail: (why: Error) => void }[] = [];
    const list = new Paged<string>(() => new Promise<Page>((give, fail) => { answers.push({ give, fail }); }));
    const opening = list.load();
    const anew = list.renew();
    answers[0]?.give({ rows: ['before'], next: null });
    if (read === 'answers') answers[1]?.give({ rows: ['now'], next: null });
    else answers[1]?.fail(new Error('no network'));
    await Promise.all([opening, anew]);
    expect([list.phase, list.rows]).toEqual([phase, rows]);
  });
});
