import { beforeAll, describe, expect, it } from 'vitest';
import type { Json, RecordView } from '../../src/app/contract';
import { loadExpressions, type ExpressionEngine } from '../../src/forms/expressions';
import { planEvents, planMarks, type PlanMark } from '../../src/views/chart/plan-events';
import { dayNumber, plotOf, shapesOf, wrapped, type Asked } from '../../src/views/chart/plot';
import { betterWords, needsWorkingOut, plotted, scoresOf, scoreWords, trendWords, type ScoreLine, type SettledScore } from '../../src/views/chart/scores';
import { agencyTime } from '../../src/views/parts/agency-time';
import { answer, answers, conflictOf, form, PHQ_9, phqRef, scored } from './charted';
import { ANA, head, LUZ, MEI, past, reader, record } from './records';

const NOW = new Date('2026-11-18T15:00:00Z');
const time = agencyTime('America/New_York', () => NOW);
const FORM = form('phq-9');
const seriesOf = (...records: RecordView[]): ScoreLine[] => scoresOf(reader([FORM, ...records]), LUZ, null);
const onlyLine = (...records: RecordView[]): ScoreLine => {
  const [line, ...rest] = seriesOf(...records);
  if (line === undefined || rest.length > 0) throw new Error('one line was expected');
  return line;
};

describe('the scores of a patient', () => {
  it('are one series an instrument, newest first, in words with their band', () => {
    const line = onlyLine(scored('2026-03-03T15:00:00Z', 14), scored('2026-04-02T15:00:00Z', 9));
    expect(line.title).toBe('PHQ-9');
    expect(line.newestFirst.map(scoreWords)).toEqual(['9 of 27, Mild', '14 of 27, Moderate']);
    expect(line.bands.map(({ label }) => label)).toEqual(['None-minimal', 'Mild', 'Moderate', 'Moderately severe', 'Severe']);
  });

  it('keep scores of another range on an axis of their own', () => {
    const other = scored('2026-05-01T15:00:00Z', 5);
    other.derived = { scores: { '44261-6': { title: 'PHQ-9', value: 5, range: [0, 24], band: 'Mild' } } };
    expect(seriesOf(scored('2026-03-03T15:00:00Z', 14), other).map(({ range }) => range)).toEqual([[0, 27], [0, 24]]);
  });

  it('show none of a private part, and none at all where the form is not at hand', () => {
    const item = (linkId: string, hidden: boolean): Json => ({
      linkId, text: 'T', type: 'group',
      extension: hidden ? [{ url: 'https://doorstep.invalid/fhir/private', valueBoolean: true }] : [],
      item: [{ linkId: `${linkId}-score`, text: 'Total', type: 'decimal', readOnly: true }],
    });
    const questionnaire = { resourceType: 'Questionnaire', url: 'u', version: '1', title: 'AHC', item: [item('open', false), item('hits', true)] };
    const known = record('form', { url: 'u', version: '1', questionnaire }, { patient: 'library' });
    const derived = { scores: { 'open-score': { value: 12, range: [0, 27], band: 'Moderate' }, 'hits-score': { value: 14, range: [4, 20], band: 'High' } } };
    const assessment = record('assessment', { title: 'AHC', form: { url: 'u', version: '1' } }, { derived });
    const lines = scoresOf(reader([known, assessment]), LUZ, null);
    expect(lines.flatMap(({ newestFirst }) => newestFirst.map(scoreWords))).toEqual(['12 of 27, Moderate']);
    expect(scoresOf(reader([assessment]), LUZ, null)).toEqual([]);
  });
});

describe('different answers', () => {
  const assessment = scored('2026-03-03T15:00:00Z', 9, { 'answers/44251-7': [head(answer(1)), head(answer(3))] });

  it('make no score, also where the server has one of before, and say where they are decided', () => {
    const conflict = conflictOf(assessment, 'answers');
    const lines = seriesOf(assessment, conflict);
    expect(lines.map(({ title }) => title)).toEqual(['PHQ-9', 'PHQ-2']);
    expect(lines.flatMap(plotted)).toEqual([]);
    expect(lines[0]?.newestFirst).toMatchObject([{ value: null, conflict: conflict.id }]);
    expect(lines[0]?.newestFirst.map(scoreWords)).toEqual(['Not settled: different answers']);
    expect(lines[0] && trendWords(lines[0], time.day)).toBe('PHQ-9: nothing settled yet');
  });

  it('stand also between questions that two people answered unseen of each other', () => {
    const alone = scored('2026-03-03T15:00:00Z', 9);
    expect(onlyLine(alone).newestFirst[0]?.value).toBe(9);
    expect(seriesOf(alone, conflictOf(alone, 'answers')).flatMap(plotted)).toEqual([]);
    expect(onlyLine(alone, conflictOf(alone, 'answers', false)).newestFirst[0]?.value).toBe(9);
  });

  it('count only where everything that the score needs was answered by somebody', () => {
    const begun = record('assessment', { title: 'PHQ-9', form: phqRef, ...answers([1, 1, 1]), 'answers/44251-7': [head(answer(1)), head(answer(3))] });
    expect(seriesOf(begun).map(({ title }) => title)).toEqual(['PHQ-2']);
  });

  it('over whether it was deleted leave the score out of the plot', () => {
    expect(seriesOf(scored('2026-03-03T15:00:00Z', 9, { alive: [head(true), head(false)] })).flatMap(plotted)).toEqual([]);
  });

  it('over its title alone do not', () => {
    expect(onlyLine(scored('2026-03-03T15:00:00Z', 9, { title: [head('PHQ-9'), head('Mood')] })).newestFirst[0]?.value).toBe(9);
  });
});

describe('answers that no server has seen', () => {
  let engine: ExpressionEngine;
  beforeAll(async () => {
    engine = await loadExpressions();
  });
  const here = { version: null, by: ANA };
  const offline = record('assessment', { title: 'PHQ-9', form: phqRef, startedAt: '2026-11-18T14:00:00Z', ...answers([2, 2, 1, 1, 1, 1, 1, 0, 0], here) }, { version: null });

  it('are worked out on the tablet, once the engine is there', () => {
    const store = reader([FORM, offline]);
    expect(needsWorkingOut(store, LUZ)).toBe(true);
    expect(scoresOf(store, LUZ, null)).toEqual([]);
    expect(scoresOf(store, LUZ, engine).map(({ newestFirst }) => newestFirst.map(scoreWords))).toEqual([['9 of 27, Mild'], ['4 of 6, Positive screen - complete PHQ-9']]);
  });

  it('take the place of the score that the server derived before them', () => {
    const changed = scored('2026-03-03T15:00:00Z', 9, { [`answers/${PHQ_9[8] ?? ''}`]: [head(answer(3), here)], ...answers([2, 2]) });
    const worked = scoresOf(reader([FORM, changed]), LUZ, engine);
    expect(worked.map(({ newestFirst }) => newestFirst[0]?.value)).toEqual([13, 4]);
  });

  it('make no score by the rules of another version of the form', () => {
    const other = form('phq-9', { version: 'of-tomorrow' });
    expect(scoresOf(reader([other, offline]), LUZ, engine)).toEqual([]);
  });

  it('need no engine where the form has no score to show, or all is from the server', () => {
    const hits = form('ahc-hrsn-core');
    const social = record('assessment', { form: { url: hits.fields.url?.heads[0]?.value ?? null, version: null } }, { version: null });
    expect(needsWorkingOut(reader([hits, social]), LUZ)).toBe(false);
    expect(needsWorkingOut(reader([FORM, scored('2026-03-03T15:00:00Z', 9)]), LUZ)).toBe(false);
  });
});

describe('the trend in words', () => {
  it('says each of a few scores, and which end is the better one', () => {
    const line = onlyLine(scored('2026-03-03T15:00:00Z', 14), scored('2026-04-02T15:00:00Z', 9));
    expect(trendWords(line, time.day)).toBe('PHQ-9: 14 on Mar 3, 9 on Apr 2, lower is better');
  });

  it('says one score with its band and sums up many', () => {
    expect(trendWords(onlyLine(scored('2026-03-03T15:00:00Z', 14)), time.day)).toBe('PHQ-9: 14 of 27, Moderate, on Mar 3, lower is better');
    const many = [14, 20, 11, 9, 4, 6, 8].map((value, month) => scored(`2026-0${month + 1}-03T15:00:00Z`, value));
    expect(trendWords(onlyLine(...many), time.day)).toBe('PHQ-9: 7 scores, first 14 on Jan 3, last 8 on Jul 3, lowest 4 on May 3, highest 20 on Feb 3, lower is better');
  });

  it('says which end is better only as far as bands ask for action on one side', () => {
    const band = (min: number, max: number, flag: boolean) => ({ min, max, flag, label: 'b' });
    expect(betterWords([band(0, 7, true), band(8, 12, true), band(13, 15, false)])).toBe('higher is better');
    expect(betterWords([band(0, 7, false), band(8, 12, false)])).toBe('');
    expect(betterWords([band(0, 3, true), band(4, 6, false), band(7, 9, true)])).toBe('');
  });
});

describe('a plot', () => {
  const line = onlyLine(scored('2026-03-03T15:00:00Z', 0), scored('2026-03-20T15:00:00Z', 27), scored('2026-04-02T15:00:00Z', 9));
  const drawn = (points: SettledScore[], more: Partial<Asked> = {}): ReturnType<typeof plotOf> => {
    const numbers = points.map(({ at }) => dayNumber(at, time));
    return plotOf({ points, range: [0, 27], bands: line.bands, marks: [], longest: 17, days: { from: Math.min(...numbers), to: Math.max(...numbers) }, time, width: 640, text: 16, ...more });
  };

  it('holds every point within its band and its field', () => {
    const plot = drawn(plotted(line));
    const at = (place: number): number => plot.points[place]?.y ?? 0;
    const bandOf = (y: number): string => {
      const found = plot.bands.findIndex(({ top, height }) => y >= top && y <= top + height);
      return line.bands[found]?.label ?? '';
    };
    expect([0, 1, 2].map((place) => bandOf(at(place)))).toEqual(['None-minimal', 'Severe', 'Mild']);
    expect(plot.points.every(({ x, y }) => x > plot.left && x < plot.right && y > plot.top && y < plot.bottom)).toBe(true);
    expect(plot.scale.map(({ words }) => words)).toEqual(['0', '5', '10', '15', '20', '27']);
  });

  it('labels every band in words that have room in it, on a narrow screen too', () => {
    const two = [{ min: 0, max: 2, label: 'Negative screen', flag: false }, { min: 3, max: 6, label: 'Positive screen - complete PHQ-9', flag: true }];
    for (const width of [280, 640]) {
      const plot = drawn(plotted(line).slice(0, 1), { bands: two, longest: 31, range: [0, 6], width });
      expect(plot.bands.flatMap(({ lines }) => lines).every(({ words }) => plot.right + (words.length * 0.55 + 0.5) * 16 <= width)).toBe(true);
      expect(plot.bands.map(({ lines }) => lines.map(({ words }) => words).join(' '))).toEqual(two.map(({ label }) => label));
      for (const { top, height, lines } of plot.bands) expect(lines.every(({ y }) => y - 8 >= top && y + 8 <= top + height)).toBe(true);
    }
    expect(wrapped('Moderately severe', 12)).toEqual(['Moderately', 'severe']);
  });

  it('has no line through a single score', () => {
    expect(drawn(plotted(line).slice(0, 1)).line).toBe('');
    expect(drawn(plotted(line)).line).toMatch(/^M[\d. ]+L[\d. ]+L[\d. ]+$/u);
  });

  it('says the last and the first of points that stand in each other, and lets no date run into another', () => {
    const crowd = plotted(onlyLine(...Array.from({ length: 60 }, (_, index) => scored(new Date(Date.UTC(2022, 0, 1 + index * 25, 15)).toISOString(), index % 27))));
    const plot = drawn(crowd, { width: 360 });
    const said = plot.points.filter(({ label }) => label !== '');
    expect(said.length).toBeLessThan(20);
    expect(plot.points.at(-1)?.label).toBe('5');
    expect(plot.points[0]?.label).toBe('0');
    expect(plot.days.length).toBeGreaterThan(1);
    expect(plot.days.at(-1)?.words).toBe(time.day(crowd.at(-1)?.at ?? ''));
  });

  it('gives each version of the form a shape of its own', () => {
    const [first, second, third] = plotted(line);
    const versions = [{ ...first, version: '1' }, { ...second, version: '2' }, { ...third, version: '1' }] as SettledScore[];
    expect([...shapesOf(versions)]).toEqual([['1', 'circle'], ['2', 'square']]);
    const [one, two, again] = drawn(versions).points.map(({ d }) => d.replaceAll(/[\d. -]/gu, ''));
    expect(one).toBe(again);
    expect(one).not.toBe(two);
  });

  it('puts numbers of plan changes on one another into one', () => {
    const mark = (number: number, at: string): PlanMark => ({ number, day: time.date(at), at, lines: [] });
    const marks = [mark(1, '2026-03-04T15:00:00Z'), mark(2, '2026-03-05T15:00:00Z'), mark(3, '2026-03-28T15:00:00Z')];
    expect(drawn(plotted(line), { marks, width: 400 }).marks.map(({ words, x }) => [words, x.length])).toEqual([['1-2', 2], ['3', 1]]);
  });

  it("stands on the agency's days, over the nights when its clock is set too", () => {
    // 00:30 on the day the clock goes back, and 23:30 on it: 24 hours by the calendar, 24 h and 60 min by the sun.
    const [night, evening] = ['2026-11-01T04:30:00Z', '2026-11-02T04:30:00Z'].map((at) => dayNumber(at, time));
    expect(time.date('2026-11-02T04:30:00Z')).toBe('2026-11-01');
    expect(Math.floor(night ?? 0)).toBe(Math.floor(evening ?? 0));
    expect((evening ?? 0) - (night ?? 0)).toBeCloseTo(23 / 24);
    const [before, after] = ['2026-03-07T17:00:00Z', '2026-03-08T16:00:00Z'].map((at) => dayNumber(at, time));
    expect((after ?? 0) - (before ?? 0)).toBeCloseTo(1);
  });
});

describe('changes of the plan', () => {
  const names = { moment: time.when, reference: () => '' };
  const made = { by: MEI, device: 'office', at: '2026-03-05T15:00:00Z', visit: null };
  const first = head('1 a week', { at: made.at });
  const goal = (heads = [head('2 a week', { at: '2026-04-10T02:00:00Z', by: ANA })], older = [first]): RecordView => {
    const base = record('goal', { words: [head('Walk', { at: made.at })], target: heads, state: [head('active', { at: made.at })] }, { created: made });
    return { ...base, fields: { ...base.fields, target: { heads, past: older.map((one) => past(one.value, heads[0]?.stamps[0] ?? first.stamps[0] as never, { at: one.at, visit: one.visit })) } } };
  };

  it('are goals that were added and what became of their dates and targets, each once', () => {
    expect(planEvents([goal()], names).map(({ sentence, at }) => [sentence, at])).toEqual([
      ['Goal: Walk', made.at],
      ['Goal: Walk · Target: 2 a week, was 1 a week', '2026-04-10T02:00:00Z'],
    ]);
  });

  it('are not what was typed while the goal was being made', () => {
    const created = { ...made, visit: 'visit-1' as never };
    const typed = record('goal', { words: [head('Walk', { at: made.at, visit: created.visit })], target: [head('2', { at: '2026-03-05T15:01:00Z', visit: created.visit })] }, { created });
    expect(planEvents([typed], names)).toHaveLength(1);
  });

  it('call nothing settled that two people see differently', () => {
    const both = [head('2 a week', { at: '2026-04-10T02:00:00Z' }), head('daily', { at: '2026-04-11T02:00:00Z' })];
    expect(planEvents([goal(both)], names).slice(1).map(({ sentence }) => sentence)).toEqual(['Goal: Walk · Target: 2 a week, not settled', 'Goal: Walk · Target: daily, not settled']);
  });

  it("mark days of the agency's calendar, from the first score on, numbered from the oldest", () => {
    const marks = planMarks(planEvents([goal()], names), '2026-03-05', time.date, () => true);
    expect(marks.map(({ number, day }) => [number, day])).toEqual([[1, '2026-03-05'], [2, '2026-04-09']]);
    expect(planMarks(planEvents([goal()], names), '2026-03-06', time.date, () => true).map(({ number, day }) => [number, day])).toEqual([[1, '2026-04-09']]);
    // What came with an import has its day and not the plan's.
    expect(planMarks(planEvents([goal()], names), '2026-03-05', time.date, (id) => id !== MEI).map(({ number, day }) => [number, day])).toEqual([[1, '2026-04-09']]);
  });

  it('are counted where a day has many; what is done for a goal, and how it goes, is none of them', () => {
    const many = [goal(), goal(), goal(), record('plan', { title: 'Plan' }, { created: made }), record('intervention', { what: 'Ride' }, { created: made })];
    expect(planMarks(planEvents(many, names), '2026-03-01', time.date, () => true)[0]?.lines).toEqual(['1 plan of care added', '3 goals added']);
    const going = record('goal', { words: [head('Walk', { at: made.at })], progress: [head('improving', { at: '2026-05-01T15:00:00Z' })] }, { created: made });
    expect(planEvents([going], names)).toHaveLength(2);
    expect(planMarks(planEvents([going], names), '2026-03-01', time.date, () => true)).toHaveLength(1);
  });
});
