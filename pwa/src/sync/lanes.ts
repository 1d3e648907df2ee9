/** In which order, and how much at a time, an outbox leaves: urgent first, with what it is built on. */
import { kindTable } from './kinds';
import type { Own } from './outbox';
import type { WireBatch } from './wire';

export interface Limits {
  changes: number;
  text: number;
}

/** Batches in order of writing; a batch is one intent and never torn. */
function batchesOf(waiting: Own[]): Map<string, Own[]> {
  const batches = new Map<string, Own[]>();
  for (const own of waiting) batches.set(own.entry.batch, [...(batches.get(own.entry.batch) ?? []), own]);
  return batches;
}

type Lane = 'urgent' | 'visit';

/** Urgent by its kind, or because its author said so. */
const laneOf = ({ kind, ops }: Own['change']): string | undefined => {
  const table = kindTable(kind);
  const urgent = table?.urgentField !== undefined && ops.some((op) => op.op === 'set' && op.field === table.urgentField && op.value === true);
  return urgent ? 'urgent' : table?.lane;
};

const isOf = (own: Own[], lane: Lane): boolean => own.some(({ change }) => laneOf(change) === lane);

/** A lane's batches and, in order of writing, everything that they need and the server has not answered for. */
function withNeeds(batches: Map<string, Own[]>, lane: Lane): Set<string> {
  const batchOf = new Map([...batches].flatMap(([batch, own]) => own.map(({ change }) => [change.id, batch] as const)));
  const taken = new Set<string>();
  const todo = [...batches].filter(([, own]) => isOf(own, lane)).map(([batch]) => batch);
  for (let batch = todo.pop(); batch !== undefined; batch = todo.pop()) {
    if (taken.has(batch)) continue;
    taken.add(batch);
    for (const { change } of batches.get(batch) ?? []) {
      for (const { id } of change.needs) {
        const needed = batchOf.get(id);
        if (needed !== undefined) todo.push(needed);
      }
    }
  }
  return taken;
}

/**
 * What the next request carries: the urgent lane alone while there is any; else visits and their notes
 * before the rest, each in order of writing; within the limits but at least one batch. `done` are batches
 * of this round already. Photos are no part of it: their bytes go when the outbox is through.
 */
export function nextBatches(waiting: Own[], done: ReadonlySet<string>, limits: Limits): WireBatch[] {
  const batches = batchesOf(waiting);
  const [urgent, visits] = [withNeeds(batches, 'urgent'), withNeeds(batches, 'visit')];
  const left = [...batches].filter(([batch]) => !done.has(batch));
  const first = left.filter(([batch]) => urgent.has(batch));
  const rest = [...left.filter(([batch]) => visits.has(batch)), ...left.filter(([batch]) => !visits.has(batch))];
  return within((first.length > 0 ? first : rest).map(([batch, own]) => wireBatch(batch, own)), limits);
}

/** As many whole batches from the front as the limits allow, but at least one. */
export function within(left: WireBatch[], limits: Limits): WireBatch[] {
  let changes = 0;
  let length = 0;
  const end = left.findIndex((batch, place) => {
    changes += batch.changes.length;
    length += batch.changes.reduce((sum, { text }) => sum + text.length, 0);
    return place > 0 && (changes > limits.changes || length > limits.text);
  });
  return end === -1 ? left : left.slice(0, end);
}

function wireBatch(id: string, own: Own[]): WireBatch {
  const changes = own.map(({ entry }) => ({ id: entry.id, sha256: entry.sha256, text: entry.text }));
  return { id, sig: own[0]?.entry.sig ?? '', changes };
}
