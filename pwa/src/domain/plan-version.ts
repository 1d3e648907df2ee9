/**
 * A plan of care as it stands, and as it was agreed: what a version keeps, which versions are in force, and
 * what the next one comes after. Values are kept raw, so that every screen says them in its own words.
 */
import { LIFECYCLES } from './generated/lifecycles';
import type { Json } from './ids';
import { hiddenGoals, PART_KEYS, type ChartFacts } from './plan-parts';
import { headsOf, isObject, listOf, settled, textField, textOf, type RecordLike } from './reading';

/** Several: two people said different things and nobody has decided. */
export type Said = string | string[];
export type Item = { id: string } & Record<string, Said>;

export interface Snapshot {
  /** 1: made before a version told who said a goal; 2: today's form. */
  v: 1 | 2;
  parts: Record<string, Said>;
  goals: Item[];
  actions: Item[];
}

export const GOAL_FIELDS = ['words', 'expressedBy', 'measure', 'baseline', 'target', 'due', 'progress', 'state'] as const;
/** What a version of the first form could not say: a plan is not another one for saying it now. */
const SINCE_SECOND = ['expressedBy'];
export const ACTION_FIELDS = ['what', 'kind', 'owner', 'due', 'state'] as const;

const one = (value: unknown): string => textOf(value).normalize('NFC');

const said = (record: RecordLike, field: string): Said => {
  const found = [...new Set(headsOf(record, field).map(({ value }) => one(value)))].sort();
  return found.length > 1 ? found : (found[0] ?? '');
};

/** Fields without a value are left out: a plan says what it says. */
const itemOf = (record: RecordLike, fields: readonly string[]): Item => {
  const item: Item = { id: record.id };
  for (const field of fields) {
    const value = said(record, field);
    if (value !== '') item[field] = value;
  }
  // A record that no event has moved yet stands in the first state of its lifecycle.
  if (!('state' in item)) item.state = LIFECYCLES[record.kind === 'goal' ? 'goal' : 'intervention'].initial;
  return item;
};

const byId = (a: Item, b: Item): number => (a.id < b.id ? -1 : 1);

/** What was told in private is in no plan that is shown, so it is in no version either. */
export const snapshotOf = (plan: RecordLike | undefined, chart: Pick<ChartFacts, 'of'>): Snapshot => {
  const hidden = hiddenGoals(chart);
  const goals = chart.of('goal').filter((goal) => textField(goal, 'state') !== 'cancelled' && !hidden.has(goal.id));
  const actions = chart.of('intervention').filter((action) => textField(action, 'state') !== 'stopped' && !hidden.has(textField(action, 'goal')));
  const parts: Record<string, Said> = {};
  for (const key of PART_KEYS) {
    const value = plan ? said(plan, key) : '';
    if (value !== '') parts[key] = value;
  }
  return {
    v: 2,
    parts,
    goals: goals.map((goal) => itemOf(goal, GOAL_FIELDS)).sort(byId),
    actions: actions.map((action) => ({ ...itemOf(action, ACTION_FIELDS), ...(textField(action, 'goal') ? { goal: textField(action, 'goal') } : {}) })).sort(byId),
  };
};

export const isEmpty = ({ parts, goals, actions }: Snapshot): boolean => Object.keys(parts).length === 0 && goals.length === 0 && actions.length === 0;

const spelled = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => (isObject(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each));

const asFirst = ({ parts, goals, actions }: Snapshot): Snapshot => ({
  v: 1, parts, actions, goals: goals.map((goal) => Object.fromEntries(Object.entries(goal).filter(([field]) => !SINCE_SECOND.includes(field))) as Item),
});

/** Two as they can be held to each other: by what the older of their forms can say. */
export const alike = (a: Snapshot, b: Snapshot): [Snapshot, Snapshot] => (a.v === b.v ? [a, b] : [asFirst(a), asFirst(b)]);

export const sameSnapshot = (a: Snapshot, b: Snapshot): boolean => {
  const [one, other] = alike(a, b);
  return spelled(one) === spelled(other);
};

const isSaid = (value: unknown): value is Said => typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'));

const itemsIn = (value: unknown): Item[] =>
  listOf(value).flatMap((each): Item[] => (isObject(each) && typeof each.id === 'string' && Object.values(each).every(isSaid) ? [each as Item] : []));

/** Null for what is no snapshot, or one of a form that this app does not know. */
export const readSnapshot = (text: string): Snapshot | null => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (problem) {
    if (problem instanceof SyntaxError) return null;
    throw problem;
  }
  if (!isObject(raw) || (raw.v !== 1 && raw.v !== 2) || !isObject(raw.parts)) return null;
  const parts = Object.fromEntries(Object.entries(raw.parts).filter((entry): entry is [string, Said] => isSaid(entry[1])));
  return { v: raw.v, parts, goals: itemsIn(raw.goals), actions: itemsIn(raw.actions) };
};

/**
 * Who said a goal of a plan. Of a version of the first form the chart tells it: who said a goal is written when it is
 * begun. What is not known, or not agreed on, is nobody's.
 */
export const saidBy = ({ v }: Snapshot, goal: Item, chart: (id: string) => RecordLike | undefined): string => {
  if (v === 1) return textOf(settled(chart(goal.id), 'expressedBy'));
  return typeof goal.expressedBy === 'string' ? goal.expressedBy : '';
};

export interface Agreed {
  name: string;
  relation: string;
}

export interface Version {
  id: string;
  number: number;
  /** "Version 4"; "Version 4 of Mei Chen" where two people made one of that number. */
  label: string;
  by: string;
  agreedAt: string;
  agreedBy: Agreed[];
  replaces: string[];
  snapshot: Snapshot | null;
}

interface Made extends RecordLike {
  created: { by: string; at: string };
}

const numberOf = (record: RecordLike): number => {
  const value = headsOf(record, 'number')[0]?.value;
  return typeof value === 'number' ? value : 0;
};

const agreedIn = (record: RecordLike): Agreed[] =>
  listOf(headsOf(record, 'agreedBy')[0]?.value).flatMap((each) => (isObject(each) ? [{ name: textOf(each.name), relation: textOf(each.relation) }] : []));

/** What whoever makes a version signs, in its one spelling: all that it says, the plan itself by its hash. */
export const statementOf = (version: string, patient: string, fields: Readonly<Record<string, Json>>): Json => {
  const said = Object.entries(fields).filter(([name]) => name !== 'signature' && name !== 'snapshot');
  return { v: 1, agrees: version, patient, version: Object.fromEntries(said) };
};

/** Newest first. `nameOf` gives a person's name. */
export const versionsOf = (records: readonly Made[], nameOf: (id: string) => string): Version[] => {
  const count = new Map<number, number>();
  for (const record of records) count.set(numberOf(record), (count.get(numberOf(record)) ?? 0) + 1);
  return records
    .map((record): Version => {
      const number = numberOf(record);
      const twice = (count.get(number) ?? 0) > 1;
      return {
        id: record.id,
        number,
        label: twice ? `Version ${number} of ${nameOf(record.created.by)}` : `Version ${number}`,
        by: record.created.by,
        agreedAt: textField(record, 'agreedAt') || record.created.at,
        agreedBy: agreedIn(record),
        replaces: listOf(headsOf(record, 'replaces')[0]?.value).map(textOf),
        snapshot: readSnapshot(textField(record, 'snapshot')),
      };
    })
    .sort((a, b) => b.number - a.number || (a.agreedAt === b.agreedAt ? (a.id < b.id ? -1 : 1) : a.agreedAt < b.agreedAt ? 1 : -1));
};

/** Those that no other comes after: one in force, or several that two people made unseen by each other. */
export const inForce = (versions: readonly Version[]): Version[] => {
  const replaced = new Set(versions.flatMap(({ replaces }) => replaces));
  return versions.filter(({ id }) => !replaced.has(id));
};

/** Versions in force beside each other, and the newest that all of them come after: null where each was a first. */
export interface Fork {
  versions: Version[];
  from: Version | null;
  /** They hold the same plan, word for word. */
  same: boolean;
}

/** Every version that this one comes after, however far back. */
const before = (versions: readonly Version[], version: Version): Set<string> => {
  const found = new Set<string>();
  const follow = ({ replaces }: Version): void => {
    for (const id of replaces) {
      if (found.has(id)) continue;
      found.add(id);
      const older = versions.find((one) => one.id === id);
      if (older) follow(older);
    }
  };
  follow(version);
  return found;
};

/** Two people who each made a version unseen by each other: null where one stands, as it does once another joins them. */
export const forkOf = (versions: readonly Version[]): Fork | null => {
  const current = inForce(versions);
  const [first] = current;
  if (!first || current.length < 2) return null;
  const all = current.map((one) => before(versions, one));
  const from = versions.filter(({ id }) => all.every((seen) => seen.has(id))).sort((a, b) => b.number - a.number)[0] ?? null;
  const same = current.every(({ snapshot }) => snapshot !== null && first.snapshot !== null && sameSnapshot(snapshot, first.snapshot));
  return { versions: current, from, same };
};

export const nextNumber = (versions: readonly Version[]): number => versions.reduce((most, { number }) => Math.max(most, number), 0) + 1;

/** True where the plan as it stands is none of those in force. */
export const isChanged = (now: Snapshot, versions: readonly Version[]): boolean => {
  const current = inForce(versions);
  if (current.length === 0) return !isEmpty(now);
  return current.every(({ snapshot }) => snapshot === null || !sameSnapshot(snapshot, now));
};
