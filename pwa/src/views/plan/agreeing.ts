/** Making a version: the plan as it stands, who agreed, and what it comes after, all in one step or not at all. */
import type { AppStore, Intent, Json, RecordId, RecordView } from '../../app/contract';
import { fullName } from '../../domain/names';
import { forkOf, inForce, isChanged, nextNumber, snapshotOf, statementOf, type Agreed, type Item, type Snapshot } from '../../domain/plan-version';
import { anyValue, textField } from '../../domain/reading';
import { planOrNew, type PlanFacts } from './plan-facts';
import { planVersions } from './versions';

export interface Agreement {
  madeIn: 'visit' | 'conference' | 'chart';
  agreedBy: Agreed[];
  at: string;
  /** `YYYY-MM-DD` by the agency's clock: the plan is reviewed with it. */
  today: string;
  conference?: RecordId;
  /** The signature over all that the version says; null in a visit, whose own signature covers it. */
  sign: ((said: Json) => Promise<Json>) | null;
}

/** What is written in the same step, so that the version already holds it. */
export interface AlsoWritten {
  intents: Intent[];
  goals: Item[];
  actions: Item[];
}

const NOTHING: AlsoWritten = { intents: [], goals: [], actions: [] };
const byId = (a: Item, b: Item): number => (a.id < b.id ? -1 : 1);

const withAlso = (now: Snapshot, also: AlsoWritten): Snapshot =>
  ({ ...now, goals: [...now.goals, ...also.goals].sort(byId), actions: [...now.actions, ...also.actions].sort(byId) });

const activate = (plan: RecordView | undefined): { field: string; event: string }[] =>
  plan === undefined || ['draft', ''].includes(textField(plan, 'state')) ? [{ field: 'state', event: 'activate' }] : [];

export interface Made {
  intents: Intent[];
  version: RecordId;
  number: number;
}

/**
 * Null where nothing is different from what is in force, unless two in force are to be joined in the chart; rejects,
 * and nothing is made, where it is not signed. `plan` is what the goals of `also` name as their plan.
 */
export const versionIntents = async (
  store: AppStore, facts: PlanFacts, agreement: Agreement, also: (plan: RecordId) => AlsoWritten = () => NOTHING,
): Promise<Made | null> => {
  const { patient, plan, chart } = facts;
  const versions = planVersions(store, patient);
  const { id, make } = await planOrNew(store, plan, patient);
  const more = also(id);
  const snapshot = withAlso(snapshotOf(plan, chart), more);
  // A conference or a visit that changes nothing joins nothing by the way: that is decided where both are compared.
  const joins = agreement.madeIn === 'chart' && forkOf(versions) !== null;
  if (!isChanged(snapshot, versions) && !joins) return null;
  const { text, sha256 } = await store.sealed(snapshot as unknown as Json);
  const version = store.newId();
  const number = nextNumber(versions);
  const [made] = make;
  const said = {
    plan: id, number, replaces: inForce(versions).map((one) => one.id), sha256, madeIn: agreement.madeIn,
    agreedBy: agreement.agreedBy.map(({ name, relation }) => ({ name, relation })), agreedAt: agreement.at,
    ...(agreement.conference ? { conference: agreement.conference } : {}),
  };
  const signature = await agreement.sign?.(statementOf(version, patient, said));
  const fields = { ...said, snapshot: text, ...(signature === undefined ? {} : { signature }) };
  const intents: Intent[] = [
    ...(made?.do === 'create' ? [{ ...made, fields: { ...made.fields, reviewed: agreement.today }, events: activate(undefined) }] : []),
    ...(made ? [] : activate(plan).map(({ field, event }): Intent => ({ do: 'event', record: id, field, event }))),
    ...(made ? [] : [{ do: 'set' as const, record: id, field: 'reviewed', value: agreement.today }]),
    ...more.intents,
    { do: 'create', record: version, kind: 'plan_version', patient, fields },
  ];
  return { intents, version, number };
};

/** Who may have agreed: the patient first, then the people around her, then whoever writes. */
export const mayAgree = (store: AppStore, patient: RecordView): Agreed[] => [
  { name: fullName(anyValue(patient, 'name')), relation: 'Patient' },
  ...store.of(patient.id, 'contact').map((contact) => ({
    name: fullName(anyValue(contact, 'name')),
    relation: textField(contact, 'relation') || textField(contact, 'role') || 'Contact',
  })),
];

/** Whether something of the plan was written in this visit. */
export const planWrittenIn = (store: Pick<AppStore, 'of'>, patient: RecordId, visit: string, hidden: ReadonlySet<string>): boolean =>
  (['plan', 'goal', 'intervention'] as const).some((kind) =>
    store.of(patient, kind).some((record) => {
      if (hidden.has(record.id) || hidden.has(textField(record, 'goal'))) return false;
      return record.created.visit === visit || Object.values(record.fields).some(({ heads }) => heads.some((head) => head.visit === visit));
    }),
  );
