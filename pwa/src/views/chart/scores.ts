/** A patient's scores as series, from records alone; pure, so that plot, table and timeline say the same. */
import type { AppStore, PatientId, RecordId, RecordView } from '../../app/contract';
import { anyValue, headsOf, isObject, isUnsettled, listOf, textField, textOf } from '../../domain/reading';
import { linkIdOf, readAnswers } from '../../forms/answers';
import type { ExpressionEngine } from '../../forms/expressions';
import { progressOf } from '../../forms/progress';
import { flatten, type Band, type Form } from '../../forms/questionnaire';
import { formOf, isPrivateLink } from '../different/private-fields';

type Range = [number, number];
type Reader = Pick<AppStore, 'all' | 'of'>;

export interface ScoreAt {
  assessment: string;
  at: string;
  by: string;
  /** Null while two people's answers differ: nothing is worked out from either. */
  value: number | null;
  range: Range | null;
  band: string;
  /** Of the form that was asked. */
  version: string;
  /** Where different answers are decided; null where nothing differs or nobody has opened it yet. */
  conflict: RecordId | null;
}

export interface SettledScore extends ScoreAt {
  value: number;
}

export interface ScoreLine {
  /** Title, code and range of the score: what differs in one of them belongs on no common axis. */
  key: string;
  title: string;
  range: Range | null;
  bands: Band[];
  newestFirst: ScoreAt[];
}

interface Found {
  code: string;
  title: string;
  value: number | null;
  range: Range | null;
  band: string;
}

export const isSettled = (score: ScoreAt): score is SettledScore => score.value !== null;

/** Answers that no server has seen yet: what it derived before is of other answers. */
const isAhead = (assessment: RecordView): boolean =>
  assessment.version === null ||
  Object.keys(assessment.fields).some((field) => linkIdOf(field) !== null && assessment.fields[field]?.heads.some(({ version }) => version === null));

/** Where some score has to be worked out here, which needs the engine for expressions. */
export const needsWorkingOut = (store: Reader, patient: PatientId): boolean =>
  store.of(patient, 'assessment').some((assessment) => isAhead(assessment) && openScores(formOf(store, assessment)).length > 0);

const openScores = (form: Form | undefined): ReturnType<typeof flatten> =>
  form === undefined ? [] : flatten(form.items).filter((item) => item.kind === 'score' && !item.private);

const derivedScores = (assessment: RecordView): Found[] =>
  Object.entries(isObject(assessment.derived.scores) ? assessment.derived.scores : {}).flatMap(([code, raw]): Found[] => {
    if (!isObject(raw) || typeof raw.value !== 'number') return [];
    const [low, high] = listOf(raw.range);
    const range: Range | null = typeof low === 'number' && typeof high === 'number' ? [low, high] : null;
    return [{ code, title: textOf(raw.title), value: raw.value, range, band: textOf(raw.band) }];
  });

/** An expression takes its time and a view is made anew when its record changes. */
const worked = new WeakMap<RecordView, Found[]>();

const workedScores = (assessment: RecordView, form: Form, engine: ExpressionEngine): Found[] => {
  const kept = worked.get(assessment);
  if (kept) return kept;
  const found = progressOf(form, assessment, engine).scores.flatMap((score): Found[] =>
    score.value === null ? [] : [{ code: score.code, title: score.title, value: score.value, range: score.range, band: score.band?.label ?? '' }],
  );
  worked.set(assessment, found);
  return found;
};

/** Titles and the visit that it belongs to say nothing about what was answered. */
const BESIDE = new Set(['title', 'visit']);

const differs = (assessment: RecordView, conflicts: readonly RecordView[]): boolean =>
  conflicts.length > 0 || Object.keys(assessment.fields).some((field) => !BESIDE.has(field) && isUnsettled(assessment, field));

/** What would be a score if people agreed: everything it needs has been answered by somebody. */
const unsettledScores = (assessment: RecordView, form: Form | undefined): Found[] => {
  const answers = readAnswers(assessment);
  const answered = (linkId: string): boolean => answers.get(linkId)?.some(({ parts }) => parts.length > 0) ?? false;
  return openScores(form)
    .filter(({ scored }) => scored.length > 0 && scored.every(answered))
    .map(({ linkId, text, range }) => ({ code: linkId, title: text, value: null, range, band: '' }));
};

const foundIn = (assessment: RecordView, form: Form | undefined, engine: ExpressionEngine | null): Found[] => {
  if (!isAhead(assessment)) return derivedScores(assessment);
  // By the rules of another version it would be another score.
  if (engine === null || form?.version !== versionAsked(assessment)) return [];
  return workedScores(assessment, form, engine);
};

/**
 * Complete scores, by instrument, each newest first, and never one of a private part. What is deleted is in no
 * list of the store. `engine` null: what was not sent yet waits for it.
 */
export const scoresOf = (store: Reader, patient: PatientId, engine: ExpressionEngine | null): ScoreLine[] => {
  const lines = new Map<string, ScoreLine>();
  const conflicts = store.of(patient, 'conflict').filter(({ conflict }) => conflict?.open && !BESIDE.has(conflict.of.field));
  for (const assessment of store.of(patient, 'assessment')) {
    const form = formOf(store, assessment);
    const open = conflicts.filter(({ conflict }) => conflict?.of.record === assessment.id);
    const found = differs(assessment, open) ? unsettledScores(assessment, form) : foundIn(assessment, form, engine);
    for (const { code, title: own, value, range, band } of found) {
      if (isPrivateLink(store, assessment, code)) continue;
      const title = own || textField(assessment, 'title') || 'Score';
      const key = `${title} ${code} ${range?.join() ?? ''}`;
      const line = lines.get(key) ?? { key, title, range, bands: openScores(form).find(({ linkId }) => linkId === code)?.bands ?? [], newestFirst: [] };
      const at = textField(assessment, 'startedAt') || assessment.created.at;
      line.newestFirst.push({ assessment: assessment.id, at, by: askedBy(assessment), value, range, band, version: versionAsked(assessment), conflict: open[0]?.id ?? null });
      lines.set(key, line);
    }
  }
  for (const line of lines.values()) line.newestFirst.sort((a, b) => (a.at === b.at ? (a.assessment < b.assessment ? 1 : -1) : a.at < b.at ? 1 : -1));
  return [...lines.values()].sort((a, b) => widthOf(b) - widthOf(a) || a.title.localeCompare(b.title));
};

/** The fuller instrument comes first: of PHQ-9 and the two questions at its beginning it is the one to look at. */
const widthOf = ({ range }: ScoreLine): number => (range === null ? 0 : range[1] - range[0]);

const versionAsked = (assessment: RecordView): string => {
  const ref = anyValue(assessment, 'form');
  return isObject(ref) ? textOf(ref.version) : '';
};

/** Whoever began it; it is hers also where somebody else went on. */
const askedBy = (assessment: RecordView): string => headsOf(assessment, 'startedAt')[0]?.by ?? assessment.created.by;

/** Oldest first, settled ones alone: what a plot may draw. */
export const plotted = ({ newestFirst }: ScoreLine): SettledScore[] => newestFirst.filter(isSettled).reverse();

/** "12 of 27, Moderate". */
export const scoreWords = ({ value, range, band }: ScoreAt): string =>
  value === null ? 'Not settled: different answers' : [range ? `${value} of ${range[1]}` : String(value), band].filter(Boolean).join(', ');

/** Which end is the better one, as far as the bands that ask for action say; else nothing is said. */
export const betterWords = (bands: readonly Band[]): string => {
  const [asking, calm] = [bands.filter(({ flag }) => flag), bands.filter(({ flag }) => !flag)];
  if (asking.length === 0 || calm.length === 0) return '';
  if (Math.min(...asking.map(({ min }) => min)) > Math.max(...calm.map(({ max }) => max))) return 'lower is better';
  if (Math.max(...asking.map(({ max }) => max)) < Math.min(...calm.map(({ min }) => min))) return 'higher is better';
  return '';
};

/** More points than these are summed up: nobody listens to forty numbers. */
const TOLD = 6;

/** "PHQ-9: 14 on Mar 3, 9 on Apr 2, lower is better". */
export const trendWords = (line: ScoreLine, day: (at: string) => string): string => {
  const points = plotted(line);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return `${line.title}: nothing settled yet`;
  const say = ({ value, at }: SettledScore): string => `${value} on ${day(at)}`;
  const better = betterWords(line.bands);
  const told =
    points.length === 1
      ? [`${scoreWords(first)}, on ${day(first.at)}`]
      : points.length <= TOLD
        ? points.map(say)
        : [`${points.length} scores`, `first ${say(first)}`, `last ${say(last)}`, `lowest ${say(least(points, 1))}`, `highest ${say(least(points, -1))}`];
  return `${line.title}: ${[...told, better].filter(Boolean).join(', ')}`;
};

/** The first of the lowest, or with -1 of the highest. */
const least = (points: readonly SettledScore[], sign: 1 | -1): SettledScore =>
  points.reduce((found, point) => (point.value * sign < found.value * sign ? point : found));
