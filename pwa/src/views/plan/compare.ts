/** Two versions side by side, in words that a family understands: what is new, what is gone, what is another now. */
import { PART_TITLES } from '../../domain/plan-parts';
import { ACTION_FIELDS, alike, GOAL_FIELDS, type Item, type Said, type Snapshot } from '../../domain/plan-version';
import { fieldLabel, valueWords } from '../parts/value-words';

export interface CompareLine {
  id: string;
  label: string;
  before: string;
  after: string;
  /** Shown word by word. */
  prose: boolean;
}

export interface CompareGroup {
  title: string;
  lines: CompareLine[];
}

/** A value of a snapshot as people read it; of different answers all. */
export const saidWords = (kind: string, field: string, value: Said | undefined): string => {
  if (value === undefined) return '';
  if (typeof value === 'string') return valueWords(kind, field, value);
  return `Not settled: ${value.map((one) => valueWords(kind, field, one) || 'nothing').join(' / ')}`;
};

const first = (value: Said | undefined): string => (typeof value === 'string' ? value : (value?.join(' / ') ?? ''));

interface Things {
  kind: 'goal' | 'intervention';
  name: 'words' | 'what';
  fields: readonly string[];
  isNew: string;
  isGone: string;
}

const GOALS: Things = { kind: 'goal', name: 'words', fields: GOAL_FIELDS, isNew: 'A new goal', isGone: 'No longer a goal' };
const ACTIONS: Things = { kind: 'intervention', name: 'what', fields: ACTION_FIELDS, isNew: 'New', isGone: 'No longer planned' };

const whole = ({ kind, name }: Things, item: Item): string => {
  const details = (kind === 'goal' ? ['target', 'due'] : ['owner', 'due'])
    .map((field) => [fieldLabel(kind, field), saidWords(kind, field, item[field])] as const)
    .filter(([, words]) => words !== '')
    .map(([label, words]) => `${label}: ${words}`);
  return [first(item[name]), ...details].join(' · ');
};

const linesOf = (things: Things, before: readonly Item[], after: readonly Item[]): CompareLine[] => {
  const was = new Map(before.map((item) => [item.id, item]));
  const now = new Map(after.map((item) => [item.id, item]));
  const changed = after.flatMap((item): CompareLine[] => {
    const old = was.get(item.id);
    if (old === undefined) return [{ id: item.id, label: things.isNew, before: '', after: whole(things, item), prose: false }];
    return things.fields.flatMap((field): CompareLine[] => {
      const [from, to] = [saidWords(things.kind, field, old[field]), saidWords(things.kind, field, item[field])];
      if (from === to) return [];
      return [{ id: `${item.id}/${field}`, label: `“${first(item[things.name])}” · ${fieldLabel(things.kind, field)}`, before: from, after: to, prose: field === things.name }];
    });
  });
  const gone = before.filter(({ id }) => !now.has(id)).map((item): CompareLine => ({ id: item.id, label: things.isGone, before: whole(things, item), after: '', prose: false }));
  return [...changed, ...gone];
};

const partLines = (before: Snapshot, after: Snapshot): CompareLine[] =>
  Object.entries(PART_TITLES).flatMap(([key, title]): CompareLine[] => {
    const [from, to] = [saidWords('plan', key, before.parts[key]), saidWords('plan', key, after.parts[key])];
    return from === to ? [] : [{ id: key, label: title, before: from, after: to, prose: true }];
  });

export const compareSnapshots = (earlier: Snapshot, later: Snapshot): CompareGroup[] => {
  const [before, after] = alike(earlier, later);
  return [
    { title: 'Goals', lines: linesOf(GOALS, before.goals, after.goals) },
    { title: 'Who does what', lines: linesOf(ACTIONS, before.actions, after.actions) },
    { title: 'Other parts of the plan', lines: partLines(before, after) },
  ].filter(({ lines }) => lines.length > 0);
};
