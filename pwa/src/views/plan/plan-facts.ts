/** What the plan screens read of a chart, in one place, so that tablet and office, visit and chart say the same. */
import type { AppStore, Intent, PatientId, RecordId, RecordView } from '../../app/contract';
import { derivedId } from '../../domain/derived-id';
import { careParts, currentPlan, type CarePart, type ChartFacts, type Prefill } from '../../domain/plan-parts';
import type { ExpressionEngine } from '../../forms/expressions';
import { scoresOf, scoreWords } from '../chart/scores';
import type { AgencyTime } from '../parts/agency-time';

export interface PlanFacts {
  patient: RecordId;
  plan: RecordView | undefined;
  parts: CarePart[];
  chart: ChartFacts;
}

type Reader = Pick<AppStore, 'of' | 'all' | 'record'>;

/** `engine` null: scores of answers that no server has seen yet wait for it. */
export const planFacts = (store: Reader, patient: RecordId, engine: ExpressionEngine | null, time: AgencyTime): PlanFacts => {
  const scores = scoresOf(store, patient as PatientId, engine).flatMap((line) => {
    const [latest] = line.newestFirst;
    return latest ? [{ words: `${line.title}: ${scoreWords(latest)}`, at: latest.at }] : [];
  });
  const chart: ChartFacts = {
    patient: store.record(patient),
    of: (kind) => store.of(patient, kind),
    scores,
    today: time.today(),
    dateOf: time.date,
  };
  const plan = currentPlan(store.of(patient, 'plan'), store.of(patient, 'plan_version'));
  return { patient, plan, parts: careParts(plan, chart), chart };
};

const PLAN_TITLE = 'Plan of care';

/**
 * The plan of care of this patient, made where there is none yet. Two who begin it unseen by each other begin one: its id
 * follows from the patient and from how many plans there were before.
 */
export const planOrNew = async (store: Pick<AppStore, 'of' | 'sealed'>, plan: RecordView | undefined, patient: RecordId): Promise<{ id: RecordId; make: Intent[] }> => {
  if (plan) return { id: plan.id, make: [] };
  const id = await derivedId((value) => store.sealed(value), patient, `plan/${store.of(patient, 'plan').length}`);
  return { id, make: [{ do: 'create', record: id, kind: 'plan', patient, fields: { title: PLAN_TITLE } }] };
};

/** Words that a person has just called right, with what the chart said of it then. */
export const confirming = (part: CarePart, words: string, source: string, at: string): { part: string; words: string; chart: string; source: string; at: string } =>
  ({ part: part.key, words, chart: part.prefill?.words ?? '', source, at });

export const sourceOf = (prefill: Prefill | null, words: string, own: string): string => (prefill !== null && prefill.words === words ? prefill.source : own);
