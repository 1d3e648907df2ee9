import { describe, expect, it } from 'vitest';
import type { Json, RecordView } from '../../src/app/contract';
import { scoresOf } from '../../src/views/chart/scores';
import { about, groupedByVisit, timelineOf, topicsOf, type Entry, type Group, type Topic } from '../../src/views/chart/timeline';
import { answer, form, scored } from './charted';
import { ANA, head, LUZ, MEI, past, reader, record } from './records';

const names = { moment: (at: string) => at, reference: () => '' };
const FORM = form('phq-9');
const entriesOf = (...records: RecordView[]): Entry[] => timelineOf(records, scoresOf(reader([FORM, ...records]), LUZ, null), names, (id) => id === ANA);
const grouped = (entries: Entry[]): Group[] => groupedByVisit(entries, new Map(entries.filter(({ id, visit }) => id === visit).map((entry) => [entry.id, entry])));
const sentences = (entries: Entry[]): string[] => entries.map(({ sentence }) => sentence);
const append = (value: Json, at: string) => ({ id: `entry-${at}`, value, by: MEI, at, wall: at, visit: null, pending: false });

describe('a timeline', () => {
  const visit = record('visit', { state: 'signed', startedAt: '2026-11-10T10:00:00Z' });
  const inVisit = { by: ANA, device: 't', at: '2026-11-10T11:00:00Z', visit: visit.id };
  const note = record('note', {}, { created: inVisit });

  it('puts what a visit made under the visit, and what was imported into one line', () => {
    const imported = Array.from({ length: 5 }, (_, index) => record('condition', { code: { code: `c${index}` } }));
    const groups = grouped(entriesOf(visit, note, ...imported));
    expect(groups).toHaveLength(2);
    expect(groups[0]).toMatchObject({ visit: { id: visit.id }, entries: [{ sentence: 'Note written' }] });
    expect(groups[1]?.entries[0]?.sentence).toBe('5 things came with the chart');
  });

  it('tells one by one what a person wrote in one minute: it did not come with the chart', () => {
    const made = { by: ANA, device: 't', at: '2026-11-10T15:00:00Z', visit: null };
    const actions = Array.from({ length: 5 }, (_, index) => record('intervention', { what: `Action ${index}` }, { created: made }));
    expect(sentences(entriesOf(...actions)).sort()).toEqual(actions.map((_, index) => `Action: Action ${index}`));
  });

  it('says when and where something happened, not only when it was heard of', () => {
    const fall = record('event', { what: 'fall', on: '2026-11-09', place: 'In the kitchen' });
    expect(sentences(entriesOf(fall))).toEqual(['Fall on Nov 9, 2026 · In the kitchen']);
  });

  it('tells scores in words, and of a private part nothing', () => {
    const phq = scored('2026-11-10T10:30:00Z', 12, {}, { created: inVisit });
    const hits = form('ahc-hrsn-core');
    const social = record('assessment', { title: 'Social needs', form: { url: hits.fields.url?.heads[0]?.value ?? null, version: null } }, {
      created: inVisit, derived: { scores: { '95614-4': { title: 'HITS', value: 14, range: [4, 20], band: 'Positive screen' } } },
    });
    const lines = scoresOf(reader([FORM, hits, phq, social]), LUZ, null);
    expect(sentences(timelineOf([phq, social], lines, names, () => true)).sort()).toEqual(['Assessment: Social needs', 'PHQ-9: 12 of 27, Moderate']);
  });

  it('says once that what two people answered is not settled', () => {
    const differing = scored('2026-11-10T10:30:00Z', 12, { 'answers/44251-7': [head(answer(1)), head(answer(3))] });
    expect(entriesOf(differing)).toMatchObject([{ sentence: 'PHQ-9, PHQ-2: not settled, different answers', icon: 'different', topics: ['scores'] }]);
  });

  it('tells how a visit went on: signed, returned with remarks, approved', () => {
    const sealed = record('visit', { state: 'approved', startedAt: '2026-11-10T10:00:00Z', signature: [head({ method: 'passkey' }, { at: '2026-11-10T12:00:00Z', by: ANA })] }, {
      entries: { returns: [append({ round: 1, at: '', remarks: ['a', 'b'] }, '2026-11-11T09:00:00Z')], approvals: [append({ round: 1 }, '2026-11-12T09:00:00Z')] },
    });
    expect(sentences(entriesOf(sealed))).toEqual(['Approved', 'Returned, 2 remarks', 'Signed', 'Visit approved']);
    expect(grouped(entriesOf(sealed))).toMatchObject([{ visit: { sentence: 'Visit approved' }, entries: [{}, {}, {}] }]);
  });

  it('tells how a move went on: its states, and who was called after it', () => {
    const moved = record('transition', { fromFacility: 'St. Mary', toProvider: 'Home' }, {
      entries: { contacts: [append({ point: '7-d', result: 'help' }, '2026-11-20T10:00:00Z')] },
    });
    const state = { heads: [head('arrived', { at: '2026-11-12T10:00:00Z' })], past: [past('accepted', 'x' as never, { at: '2026-11-11T10:00:00Z' }), past('referred', 'y' as never)] };
    expect(sentences(entriesOf({ ...moved, fields: { ...moved.fields, state } }))).toEqual([
      'Contact after a move, 7 days: Needs something', 'Transition: Arrived', 'Transition: Accepted', 'Transition: St. Mary to Home',
    ]);
  });

  it('tells what each office said about an insurance, and that it was answered', () => {
    const calls = [
      append({ provider: { name: 'Bay Heart' }, outcome: 'voicemail' }, '2026-11-20T10:00:00Z'),
      append({ provider: { name: 'Elm Heart' }, outcome: 'answered', accepts: 'in-network', needed: ['prior-authorization'] }, '2026-11-21T10:00:00Z'),
    ];
    const asked = record('coverage-check', { specialty: 'cardiology', state: [head('answered', { at: '2026-11-21T10:00:00Z' })] }, { entries: { calls } });
    expect(sentences(entriesOf(asked)).sort()).toEqual([
      'Called Bay Heart: Voicemail', 'Called Elm Heart: Answered. Yes, in network. Prior authorization needed.',
      'Insurance call: Heart (cardiology)', 'Insurance call: Heart (cardiology): Answered',
    ]);
  });

  it('tells who saw safety steps, and of a private follow-up only that there is one', () => {
    const state = { heads: [head('closed', { at: '2026-11-11T10:00:00Z' })], past: [past('acknowledged', 'x' as never, { at: '2026-11-10T11:05:00Z' }), past('open', 'y' as never)] };
    const event = (linkId: string): RecordView => {
      const base = record('safety', { trigger: { linkId } }, { created: inVisit });
      return { ...base, fields: { ...base.fields, state } };
    };
    expect(sentences(entriesOf(event('44260-8')))).toEqual(['Safety steps closed', 'Safety steps seen by the office', 'Safety steps begun']);
    expect(sentences(entriesOf(event('private')))).toEqual(['Private follow-up']);
  });

  it('shows only what is asked for, under its visit, and offers only what there is', () => {
    const goal = record('goal', { words: 'Walk' }, { created: inVisit });
    const referral = record('intervention', { what: 'Meals on wheels', kind: 'referral' }, { created: inVisit });
    const entries = entriesOf(visit, note, goal, referral);
    expect(topicsOf(entries)).toEqual(['visits', 'plan', 'referrals', 'notes']);
    const only = (...topics: Topic[]): string[] => sentences(about(entries, new Set(topics))).sort();
    expect(only('referrals')).toEqual(['Action: Meals on wheels']);
    expect(only('plan', 'notes')).toEqual(['Action: Meals on wheels', 'Goal: Walk', 'Note written']);
    expect(about(entries, new Set())).toBe(entries);
    const visits = new Map(entries.filter(({ id }) => id === visit.id).map((entry) => [entry.id, entry]));
    expect(groupedByVisit(about(entries, new Set(['plan'])), visits)).toMatchObject([{ visit: { id: visit.id }, entries: [{}, {}] }]);
  });

  it('tells each measure of a goal with who took it, and what is no number not at all', () => {
    const measures = [
      append({ value: '150', unit: 'mmHg', at: '2026-11-12T09:00:00Z' }, '2026-11-12T09:00:00Z'),
      { ...append({ value: '143', unit: 'mmHg', at: '2026-11-19T09:00:00Z' }, '2026-11-19T09:00:00Z'), visit: visit.id },
      append({ value: 'low', at: '2026-11-20T09:00:00Z' }, '2026-11-20T09:00:00Z'),
    ];
    const goal = record('goal', { words: 'Pressure under 140' }, { created: inVisit, entries: { measures } });
    const entries = entriesOf(goal);
    expect(sentences(entries)).toEqual(['Measured: 143 mmHg, Pressure under 140', 'Measured: 150 mmHg, Pressure under 140', 'Goal: Pressure under 140']);
    expect(entries[0]).toMatchObject({ record: goal.id, by: MEI, at: '2026-11-19T09:00:00Z', visit: visit.id, topics: ['plan'] });
  });

  it('finds what came with the chart under each thing that came', () => {
    const imported = ['condition', 'medication', 'goal', 'contact'].map((kind) => record(kind, {}));
    expect(topicsOf(entriesOf(...imported))).toEqual(['plan', 'health', 'people']);
    expect(about(entriesOf(...imported), new Set(['health']))).toHaveLength(1);
  });

  it('tells a call where it happened, not where it was written down, with what came of it', () => {
    const call = record('contact_log', { with: 'clinician', name: 'Dr Lee', outcome: 'reached', at: '2026-10-31T09:00:00Z' });
    const fall = record('event', { what: 'fall', on: '2026-10-30' });
    expect(entriesOf(call, fall, note).map(({ sentence, record: id }) => [sentence, id])).toEqual([
      ['Note written', note.id], ['Fall on Oct 30, 2026', fall.id], ['Call or meeting: Doctor or clinic · Dr Lee · Reached', call.id],
    ]);
  });
});
