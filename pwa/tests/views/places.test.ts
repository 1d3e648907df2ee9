/** Every kind has its place on the tablet and in the review, or is named with the reason why not. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SEARCHED_KINDS } from '../../src/app/search';
import { KINDS } from '../../src/domain/generated/kinds';
import { TIMELINE_KINDS } from '../../src/views/chart/timeline';
import { DUTIES } from '../../src/views/duties';
import { ALSO, KNOWN } from '../../src/views/office/reviewed';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const { none } = JSON.parse(read('../../../tests/vectors/places.json')) as { none: Record<string, Record<string, string>> };
/** Its parts are given what they show by kind: `ofVisit('note')`. */
const shown = [...read('../../src/views/office/VisitReview.svelte').matchAll(/of(?:Visit|Patient)\('([a-z_-]+)'\)/gu)].map(([, kind]) => kind);

const PLACES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  tabletSearch: [...SEARCHED_KINDS],
  timeline: TIMELINE_KINDS,
  review: [...DUTIES.map(({ kind }) => kind), ...KNOWN, ...ALSO, ...shown],
};

describe.each(Object.entries(PLACES))('in the place %s', (place, has) => {
  it.each(Object.keys(KINDS))('%s is, or there is a reason why not', (kind) => {
    const reason = none[place]?.[kind] ?? '';
    expect(has.includes(kind) ? reason === '' : reason.length > 10).toBe(true);
  });
});
