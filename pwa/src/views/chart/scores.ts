import type { AppStore, RecordView } from '../../app/contract';
import { isObject, listOf, textField, textOf } from '../../domain/reading';
import { isPrivateLink } from '../different/private-fields';

export interface ScoreAt {
  assessment: string;
  at: string;
  by: string;
  value: number;
  range: [number, number] | null;
  band: string;
}

export interface ScoreLine {
  /** Code of the score and title of its form. */
  key: string;
  title: string;
  newestFirst: ScoreAt[];
}

const readScore = (raw: unknown): Omit<ScoreAt, 'assessment' | 'at' | 'by'> | null => {
  if (!isObject(raw) || typeof raw.value !== 'number') return null;
  const [low, high] = listOf(raw.range);
  return {
    value: raw.value,
    range: typeof low === 'number' && typeof high === 'number' ? [low, high] : null,
    band: textOf(raw.band),
  };
};

/** Complete scores only, and never one of a private part. */
export const scoresOf = (store: Pick<AppStore, 'all'>, assessments: RecordView[]): ScoreLine[] => {
  const lines = new Map<string, ScoreLine>();
  for (const assessment of assessments) {
    const scores = isObject(assessment.derived.scores) ? assessment.derived.scores : {};
    for (const [code, raw] of Object.entries(scores)) {
      const score = readScore(raw);
      if (score === null || isPrivateLink(store, assessment, code)) continue;
      const title = (isObject(raw) ? textOf(raw.title) : '') || textField(assessment, 'title') || 'Score';
      const key = `${title} ${code}`;
      const line = lines.get(key) ?? { key, title, newestFirst: [] };
      const at = textField(assessment, 'startedAt') || assessment.created.at;
      line.newestFirst.push({ ...score, assessment: assessment.id, at, by: assessment.created.by });
      lines.set(key, line);
    }
  }
  for (const line of lines.values()) line.newestFirst.sort((a, b) => (a.at < b.at ? 1 : -1));
  return [...lines.values()];
};

/** "12 of 27, Moderate". */
export const scoreWords = ({ value, range, band }: ScoreAt): string =>
  [range ? `${value} of ${range[1]}` : String(value), band].filter(Boolean).join(', ');
