/** What became of the plan and when: goals, actions and plans of care that were added, and what was changed of them. */
import type { Head, RecordView } from '../../app/contract';
import { recordTitle } from '../different/record-title';
import { fieldLabel, kindTitle, valueWords, type Names } from '../parts/value-words';

export const PLAN_KINDS = ['plan', 'goal', 'intervention'] as const;

export interface PlanEvent {
  id: string;
  record: RecordView;
  /** Null where the record was added. */
  field: string | null;
  at: string;
  by: string;
  visit: string | null;
  pending: boolean;
  sentence: string;
}

/** Order is that of a sentence: what it is about, then how far, then by when. */
const WATCHED: Readonly<Record<string, readonly string[]>> = {
  goal: ['words', 'measure', 'target', 'due', 'progress', 'state'],
  intervention: ['what', 'owner', 'due', 'state'],
  plan: ['title', 'period', 'state'],
};

/** What is done for a goal, and how it goes, is the plan at work and not another plan. */
const changesPlan = ({ record, field }: PlanEvent): boolean => record.kind !== 'intervention' && field !== 'progress';

const nameOf = (record: RecordView): string => {
  const [title, kind] = [recordTitle(record), kindTitle(record.kind)];
  return title === kind ? kind : `${kind}: ${title}`;
};

/** Oldest first. Of what one visit wrote to a field only the last counts: before that it was being typed. */
const written = (values: readonly Head[]): Head[] => {
  const sorted = [...values].sort((a, b) => (a.at < b.at ? -1 : 1));
  return sorted.filter((value, place) => value.visit === null || !sorted.slice(place + 1).some((later) => later.visit === value.visit && later.by === value.by));
};

const changesOf = (record: RecordView, field: string, names: Names): PlanEvent[] => {
  const view = record.fields[field];
  if (view === undefined) return [];
  const { created } = record;
  const words = (value: Head | undefined): string => (value === undefined ? '' : valueWords(record.kind, field, value.value, names));
  const differing = view.heads.length > 1;
  const values = written([...view.heads, ...view.past]);
  return values.flatMap((value, place): PlanEvent[] => {
    const making = value.at <= created.at || (value.visit !== null && value.visit === created.visit);
    const open = differing && view.heads.includes(value);
    const [before, after] = [open ? '' : words(values[place - 1]), words(value)];
    if ((making && !open) || (before === after && !open)) return [];
    const why = value.why?.text ? `, because: ${value.why.text}` : '';
    const said = open ? `${after}, not settled${why}` : `${after || 'nothing'}${before === '' ? '' : `, was ${before}`}${why}`;
    return [{
      id: `${record.id}/${field}/${value.stamps[0] ?? value.at}`,
      record, field, at: value.at, by: value.by, visit: value.visit, pending: value.pending,
      sentence: `${nameOf(record)} · ${fieldLabel(record.kind, field)}: ${said}`,
    }];
  });
};

export const planEvents = (records: readonly RecordView[], names: Names): PlanEvent[] =>
  records.flatMap((record) => [
    {
      id: record.id, record, field: null, at: record.created.at, by: record.created.by, visit: record.created.visit,
      pending: record.pending, sentence: nameOf(record),
    },
    ...(WATCHED[record.kind] ?? []).flatMap((field) => changesOf(record, field, names)),
  ]);

export interface PlanMark {
  number: number;
  /** `YYYY-MM-DD`. */
  day: string;
  /** One of the day's moments, for words. */
  at: string;
  lines: string[];
}

/** A day of more than these is counted, not told. */
const TOLD = 3;
const MANY: Readonly<Record<string, string>> = { goal: 'goals', plan: 'plans of care' };

const counted = (events: readonly PlanEvent[]): string[] =>
  PLAN_KINDS.flatMap((kind) => {
    const of = events.filter(({ record }) => record.kind === kind);
    const added = of.filter(({ field }) => field === null);
    const changed = new Set(of.filter(({ field, record }) => field !== null && !added.some((one) => one.record === record)).map(({ record }) => record.id));
    const words = (count: number): string => `${count} ${count === 1 ? kindTitle(kind).toLowerCase() : (MANY[kind] ?? kind)}`;
    return [...(added.length > 0 ? [`${words(added.length)} added`] : []), ...(changed.size > 0 ? [`${words(changed.size)} changed`] : [])];
  });

/**
 * Days on which the plan became another one, numbered from the oldest. What was before `from` stands in the
 * timeline alone, and so does what nobody added: it came with the chart, on a day that says nothing of the plan.
 */
export const planMarks = (
  events: readonly PlanEvent[], from: string, dateOf: (at: string) => string, isSomebody: (id: string) => boolean,
): PlanMark[] => {
  const days = new Map<string, PlanEvent[]>();
  for (const event of events) {
    const day = dateOf(event.at);
    if (!changesPlan(event) || day < from || (event.field === null && !isSomebody(event.by))) continue;
    const known = days.get(day);
    if (known) known.push(event);
    else days.set(day, [event]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, all], index) => ({
    number: index + 1,
    day,
    at: all[0]?.at ?? '',
    lines: all.length > TOLD ? counted(all) : all.map(({ sentence, field }) => (field === null ? `${sentence}, added` : sentence)),
  }));
};
