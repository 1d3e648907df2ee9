import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import type { AppStore, Json, RecordView } from '../../src/app/contract';
import Scores from '../../src/views/chart/Scores.svelte';
import Timeline from '../../src/views/chart/Timeline.svelte';
import { answer, conflictOf, form, scored } from './charted';
import { LUZ, head, reader, record } from './records';

const patient = record('patient', { name: { family: 'Delgado', given: ['Luz'] } }, { id: LUZ });
const storeOf = (records: RecordView[], kept: Record<string, Json> = {}): AppStore =>
  ({
    ...reader([patient, form('phq-9'), ...records]),
    agency: { id: 'a', name: 'A', officePhone: '', onCallPhone: '', timezone: 'America/New_York' },
    person: () => undefined,
    local: (key: string) => kept[key],
  }) as unknown as AppStore;

/** What a screen says, without its tags. */
const said = (body: string): string => body.replaceAll(/<!--.*?-->/gsu, '').replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
const timeline = (records: RecordView[]): string => render(Timeline, { props: { store: storeOf(records), patient } }).body;
const scores = (records: RecordView[], kept?: Record<string, Json>): string => render(Scores, { props: { store: storeOf(records, kept), patient } }).body;

describe('the timeline of a long chart', () => {
  const needs = Array.from({ length: 2000 }, (_, index) =>
    record('need', {}, { created: { by: 'ana' as never, device: 't', at: new Date(Date.UTC(2000, 0, 1) + index * 86_400_000).toISOString(), visit: null } }));

  it('draws the newest fifty and says how many there are', () => {
    const body = timeline(needs);
    expect(body.match(/class="line /gu)).toHaveLength(50);
    expect(said(body)).toContain('50 of 2000 shown');
    expect(said(body)).toContain('Show older');
    expect(said(body).indexOf('Jun 22, 2005')).toBeLessThan(said(body).indexOf('Jun 21, 2005'));
  });

  it('offers nothing older where there is nothing, and no filter where all is of one kind', () => {
    expect(said(timeline(needs.slice(0, 50)))).not.toMatch(/Show older|Show only|shown/u);
    expect(said(timeline([...needs.slice(0, 2), record('note', {})]))).toContain('Show only Needs and plan Notes and photos');
  });
});

describe('the scores of a chart', () => {
  const differing = scored('2026-03-03T15:00:00Z', 9, { 'answers/44251-7': [head(answer(1)), head(answer(3))] });

  it('say why there are none', () => {
    expect(said(scores([]))).toContain('Luz has none on this tablet; a score appears only when all its questions are answered.');
  });

  it('are a table for whoever prefers one, newest first and with what is not settled', () => {
    const body = scores([scored('2026-04-02T15:00:00Z', 9), differing, scored('2025-12-02T15:00:00Z', 14), conflictOf(differing, 'answers')], { 'chart/scores-as-table': true });
    expect(said(body)).toMatch(/PHQ-9, newest first .*9 of 27, Mild .*Not settled: different answers .*14 of 27, Moderate/u);
    expect(body).toContain(`href="#/different/conflict-${differing.id}"`);
  });

  it('draw nothing of what nobody has settled', () => {
    const body = scores([differing], { 'chart/scores-as-table': false });
    expect(said(body)).toContain('Not settled: different answers');
    expect(body).not.toContain('<figure');
  });
});
