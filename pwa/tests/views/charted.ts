/** Assessments of the app's own forms, as a chart reads them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Head, Json, RecordId, RecordView } from '../../src/app/contract';
import { head, record } from './records';

const questionnaire = (id: string): Record<string, Json> =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../server/forms/questionnaires/${id}.json`, import.meta.url)), 'utf8')) as Record<string, Json>;

export const form = (id: string, more: Record<string, Json> = {}): RecordView => {
  const resource = { ...questionnaire(id), ...more };
  return record('form', { url: resource.url ?? null, version: resource.version ?? null, questionnaire: resource }, { patient: 'library' });
};

export const PHQ_9 = ['44250-9', '44255-8', '44259-0', '44254-1', '44251-7', '44258-2', '44252-5', '44253-3', '44260-8'];
const CODES = ['LA6568-5', 'LA6569-3', 'LA6570-1', 'LA6571-9'];

export const answer = (ordinal: number): Json => ({ answer: [{ valueCoding: { system: 'http://loinc.org', code: CODES[ordinal] ?? '', display: 'x' } }] });

/** The answers to the first questions, by their ordinals, as heads of the given make. */
export const answers = (ordinals: number[], more: Partial<Head> = {}): Record<string, Head[]> =>
  Object.fromEntries(ordinals.map((ordinal, place) => [`answers/${PHQ_9[place] ?? ''}`, [head(answer(ordinal), more)]]));

const band = (value: number): string => ['None-minimal', 'Mild', 'Moderate', 'Moderately severe', 'Severe', 'Severe'][Math.floor(value / 5)] ?? '';

/** A PHQ-9 that came from the server with its score. */
export const scored = (at: string, value: number, more: Record<string, Json | Head[]> = {}, of: Partial<RecordView> = {}): RecordView =>
  record(
    'assessment',
    { title: 'PHQ-9', form: phqRef, startedAt: at, ...answers([1, 1, 1, 1, 1, 1, 1, 1, 1]), ...more },
    { derived: { scores: { '44261-6': { title: 'PHQ-9', value, range: [0, 27], band: band(value), answered: 9, of: 9 } } }, ...of },
  );

const phq = questionnaire('phq-9');
export const phqRef: Json = { url: phq.url ?? null, version: phq.version ?? null };

export const conflictOf = (assessment: RecordView, field: string, open = true): RecordView => ({
  ...record('conflict', {}),
  id: `conflict-${assessment.id}` as RecordId,
  conflict: { of: { record: assessment.id, kind: assessment.kind, field }, open, episodes: [] },
});
