import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import type { AppStore, Json, RecordView } from '../../src/app/contract';
import Episodes from '../../src/views/chart/Episodes.svelte';
import Events from '../../src/views/chart/Events.svelte';
import Scores from '../../src/views/chart/Scores.svelte';
import Stays from '../../src/views/chart/Stays.svelte';
import Timeline from '../../src/views/chart/Timeline.svelte';
import { agencyTime } from '../../src/views/parts/agency-time';
import { answer, conflictOf, form, scored } from './charted';
import { LUZ, head, reader, record } from './records';

const patient = record('patient', { name: { family: 'Delgado', given: ['Luz'] } }, { id: LUZ });
const storeOf = (records: RecordView[], kept: Record<string, Json> = {}): AppStore =>
  ({
    ...reader([patient, form('phq-9'), ...records]),
    agency: { id: 'a', name: 'A', officePhone: '', onCallPhone: '', timezone: 'America/New_York' },
    person: () => undefined,
    local: (key: string) => kept[key],
    openForm: () => ({ close: () => undefined }),
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

describe('the events of a chart', () => {
  const events = (fields: Record<string, Json>, records: RecordView[] = []): string => {
    const luz = record('patient', { name: { family: 'Delgado', given: ['Luz'] }, ...fields }, { id: LUZ });
    return said(render(Events, { props: { store: storeOf(records), patient: luz, time: agencyTime('America/New_York', () => new Date('2026-11-18T15:00:00Z')) } }).body);
  };
  const stay = { 'stays/s/facility': 'Mercy', 'stays/s/admitted': '2026-11-02T15:00:00.000Z' };

  it('name the hospital stays of the care dates, and say that none is recorded only where none is', () => {
    expect(events({})).toContain('No hospital stay, emergency, fall or death is recorded.');
    const told = events(stay);
    expect(told).toContain('No emergency, fall or death is recorded.');
    expect(told).toMatch(/Hospital stay .*Nov 2.*Mercy .*Home again: not recorded/u);
  });

  it('tell a stay once that was written as an event', () => {
    const told = events(stay, [record('event', { what: 'hospital', on: '2026-11-02', stay: 's', place: 'Mercy' })]);
    expect(told).not.toContain('Home again');
  });
});

describe('the hospital stays of a chart', () => {
  const time = agencyTime('America/New_York', () => new Date('2026-11-18T15:00:00Z'));
  const stays = (fields: Record<string, Json>): string => {
    const luz = record('patient', fields, { id: LUZ });
    const event = record('event', { what: 'hospital', on: '2026-11-02', stay: 's', place: 'Mercy' });
    return said(render(Stays, { props: { store: storeOf([event]), patient: luz, time, calendar: {} as never, now: new Date('2026-11-18T15:00:00Z') } }).body);
  };

  it('have the day of the event that they were written as, until somebody enters the hour', () => {
    expect(stays({ 'stays/s/facility': 'Mercy' })).toMatch(/Admitted Nov 2, 2026 ?, hour not known/u);
    const entered = stays({ 'stays/s/facility': 'Mercy', 'stays/s/admitted': '2026-11-03T15:00:00.000Z' });
    expect(entered).toMatch(/Admitted .*Nov 3/u);
    expect(entered).not.toContain('hour not known');
    expect(stays({ 'stays/another/facility': 'Elm' })).toContain('Admitted not known');
  });
});

describe('the episodes of a chart', () => {
  it('are told with a space before and after "to"', () => {
    const closed = record('episode', { state: 'closed', closedOn: '2026-12-28' });
    const told = render(Episodes, { props: { store: storeOf([closed]), patient, time: agencyTime('America/New_York', () => new Date('2026-12-30T15:00:00Z')), now: new Date('2026-12-30T15:00:00Z') } as never }).body;
    expect(told.replaceAll(/<!--.*?-->|<[^>]+>/gsu, '').replaceAll(/\s+/gu, ' ')).toContain('First day not recorded to Dec 28');
  });
});
