/** What the tablet lists before signing is what the office checks, by the vectors that the server runs too. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AppStore, PatientId, RecordId, RecordView } from '../../src/app/contract';
import { isDeleted } from '../../src/sync/alive';
import { loadExpressions, type ExpressionEngine } from '../../src/forms/expressions';
import { clinicalAlerts, worthChecking } from '../../src/views/visit/review-facts';
import { visitModel } from '../../src/views/visit/visit-model.svelte';
import { head, record } from '../views/records';

interface Short {
  id: string;
  kind: string;
  visit?: string;
  fields?: Record<string, unknown>;
  entries?: Record<string, unknown[]>;
}

interface Vector {
  description: string;
  input: { timezone: string; records: Short[] };
  expected: { blocks: unknown[]; checks: unknown[]; alerts: unknown[] };
}

const MADE = '2026-11-01T10:00:00.000Z';
const read = (path: string): unknown => JSON.parse(readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8'));
const { tests } = read('tests/vectors/checks.json') as { tests: Vector[] };

const isSeveral = (value: unknown): value is { heads: { value: never; at?: string; visit?: RecordId }[] } =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'heads';

const view = ({ id, kind, visit, fields = {}, entries = {} }: Short): RecordView => ({
  ...record(
    kind,
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        (isSeveral(value) ? value.heads : [{ value: value as never }]).map(({ value: one, ...more }) => head(one, { at: MADE, ...more })),
      ]),
    ),
  ),
  id: id as RecordId,
  patient: 'luz' as PatientId,
  created: { by: 'mei' as never, device: 'office', at: MADE, visit: (visit ?? null) as RecordId | null },
  entries: Object.fromEntries(
    Object.entries(entries).map(([name, values]) => [
      name,
      values.map((value, place) => ({ id: `entry-${place}`, value, by: 'mei', at: MADE, wall: MADE, visit: null, pending: false })),
    ]),
  ) as never,
});

const library = [
  ...['phq-9', 'ahc-hrsn-core'].map((name) => {
    const questionnaire = read(`server/forms/questionnaires/${name}.json`) as Record<string, unknown>;
    const { url, version } = questionnaire;
    return view({ id: name, kind: 'form', fields: { url, version, questionnaire } });
  }),
  view({ id: 'needs', kind: 'needs_table', fields: { rules: read('server/forms/needs.json') } }),
];

const storeOf = ({ timezone, records }: Vector['input']): AppStore => {
  const views = records.map(view).filter((one) => !isDeleted(one));
  views.sort((a, b) => (a.id < b.id ? -1 : 1));
  const store = {
    agency: { timezone },
    me: { id: 'mei' },
    record: (id: string) => views.find((one) => one.id === id),
    of: (_patient: string, kind: string) => views.filter((one) => one.kind === kind),
    all: (kind: string) => library.filter((one) => one.kind === kind),
    local: () => undefined,
  };
  return store as unknown as AppStore;
};

describe('tests/vectors/checks.json', () => {
  let engine: ExpressionEngine;
  beforeAll(async () => {
    engine = await loadExpressions();
  });

  test.each(tests)('$description', ({ input, expected }) => {
    const model = visitModel(storeOf(input), () => 'visit' as RecordId, () => engine, () => 'note');
    expect({ blocks: model.blocks, checks: worthChecking(model), alerts: clinicalAlerts(model) }).toEqual(expected);
  });
});
