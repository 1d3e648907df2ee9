/** Makes changes out of what a screen intends: one batch an intent, one change a record in it. */
import type { Intent, Json, PatientId, RecordId, Stamp, Why } from '../app/contract';
import { aliveAddress, isAliveAddress } from './alive';
import type { Change, Need, Op, Whole } from './document';
import { fieldTable, kindTable, lifecycleOf } from './kinds';
import { changeOf } from './rules';
import { numberAdditions, opsToward, type Item } from './sets';

/** An intent that is no sentence of the domain: a fault of the screen, not of the person. */
export class NotAnIntent extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotAnIntent';
  }
}

/** An intent with the testimony for it. `decide` replaces exactly what was seen, whatever the rule. */
export type Part =
  | (Intent & Testimony)
  | { do: 'decide'; record: RecordId; field: string; value: Json; why: Why; saw: (field: string) => Stamp[]; whole?: (row?: string) => Whole };

export interface Testimony {
  saw: (field: string) => Stamp[];
  base?: string;
  /** Items of a set that were on the screen. */
  items?: (field: string) => Item[];
  /** All of a record, or of a row of it, that was there. */
  whole?: (row?: string) => Whole;
}

export interface Origin {
  kind: string;
  patient: PatientId;
}

export interface Desk {
  newId: () => string;
  /** Clock readings of one change. */
  reading: () => { wall: string; hlc: string };
  /** Kind and patient of a record that exists here. */
  origin: (record: RecordId) => Origin | undefined;
  /** The change that made the record, while it has no final receipt. */
  maker: (record: RecordId) => string | null;
  /** Whether a change of this tablet still has no final receipt. */
  open: (change: string) => boolean;
}

/** The visit in which the person works, or null outside one; `alsoNeeds` are softly needed by every change. */
export interface Setting {
  visit: RecordId | null;
  alsoNeeds: string[];
}

export function compose(parts: Part[], setting: Setting, desk: Desk): { id: string; changes: Change[] } {
  const batch = desk.newId();
  const changes: Change[] = [];
  for (const part of parts) addPart(part, changes, batch, setting, desk);
  for (const change of changes) change.ops = numberAdditions(change.id, change.ops);
  for (const change of changes) change.needs = needsOf(change, changes, setting, desk);
  return { id: batch, changes };
}

function addPart(part: Part, changes: Change[], batch: string, setting: Setting, desk: Desk): void {
  const ops = opsOf(part, kindOf(part, changes, desk));
  // A list that was set to what it is already changes nothing.
  if (ops.length === 0) return;
  const last = changes.filter((change) => change.record === part.record).at(-1);
  const fields = new Set(ops.map((op) => ('field' in op ? op.field : '')));
  const touched = last?.ops.some((op) => 'field' in op && fields.has(op.field)) ?? true;
  // A change touches each field at most once; a second touch is a change of its own.
  if (last && !touched) last.ops.push(...ops);
  else changes.push(blank(part, ops, changes, batch, setting, desk));
}

function kindOf(part: Part, changes: Change[], desk: Desk): string {
  if (part.do === 'create') return part.kind;
  const made = changes.find((change) => change.record === part.record) ?? desk.origin(part.record);
  if (!made) throw new NotAnIntent('the record is not on this tablet');
  return made.kind;
}

function blank(part: Part, ops: Op[], changes: Change[], batch: string, setting: Setting, desk: Desk): Change {
  const made = part.do === 'create' ? part : (changes.find(({ record }) => record === part.record) ?? desk.origin(part.record));
  const table = made && kindTable(made.kind);
  if (!made || !table) throw new NotAnIntent('no such kind of record');
  const visit = made.kind === 'visit' ? part.record : setting.visit;
  return {
    v: 2,
    id: desk.newId(),
    batch,
    record: part.record,
    patient: made.patient,
    kind: made.kind,
    schema: table.schema,
    visit,
    ...desk.reading(),
    needs: [],
    ops,
  };
}

function opsOf(part: Part, kind: string): Op[] {
  if (part.do === 'create') return creating(part);
  const name = part.do === 'delete' ? aliveAddress(part.row) : part.field;
  const table = fieldTable(kind, name);
  if (!table) throw new NotAnIntent(`${kind} has no field ${name}`);
  if (part.do === 'delete') return [deleting(part)];
  const { field } = part;
  if (part.do === 'append') return [{ op: 'append', field, value: part.value }];
  const saw = part.saw(field);
  if (part.do === 'event') return [{ op: 'event', field, event: part.event, saw, ...(part.why ? { why: part.why } : {}) }];
  if (part.do === 'correct') return [{ op: 'correct', field, value: part.value, saw }];
  if (part.do === 'decide' && isAliveAddress(field) && part.value === false) {
    const row = field === 'alive' ? undefined : field.slice(0, -'/alive'.length);
    return [deleting({ ...part, do: 'delete', ...(row ? { row } : {}) })];
  }
  if (part.do === 'decide') {
    return [{ op: table.rule === 'once' ? 'correct' : 'set', field, value: part.value, saw, why: part.why }];
  }
  if (table.rule === 'union') return opsToward(field, Array.isArray(part.value) ? part.value : [], part.items?.(field) ?? []);
  const extra = { ...(part.base === undefined ? {} : { base: part.base }), ...(part.why ? { why: part.why } : {}) };
  return [{ op: 'set', field, value: part.value, saw, ...extra }];
}

function deleting({ row, why, whole }: Extract<Part, { do: 'delete' }>): Op {
  if (!whole) throw new NotAnIntent('a deletion says what was seen');
  return { op: 'delete', ...(row ? { field: row } : {}), saw: whole(row), ...(why ? { why } : {}) };
}

function creating(part: Extract<Part, { do: 'create' }>): Op[] {
  const sets = Object.entries(part.fields).flatMap(([field, value]): Op[] => {
    const rule = fieldTable(part.kind, field)?.rule;
    if (!rule) throw new NotAnIntent(`${part.kind} has no field ${field}`);
    if (rule === 'append') return [{ op: 'append', field, value }];
    if (rule === 'union') return opsToward(field, Array.isArray(value) ? value : [], []);
    if (rule === 'rows') throw new NotAnIntent('a row is written by its parts');
    if (rule === 'lifecycle') throw new NotAnIntent('a state changes by events');
    return [{ op: 'set', field, value, saw: [] }];
  });
  const events = (part.events ?? []).map(({ field, event }): Op => ({ op: 'event', field, event, saw: [] }));
  return [{ op: 'create' }, ...sets, ...events];
}

/** What this change is built on and the server has not answered for yet. */
function needsOf(change: Change, batch: Change[], setting: Setting, desk: Desk): Need[] {
  const needs = new Map<string, boolean>();
  const add = (id: string | null | undefined, hard: boolean): void => {
    if (id && id !== change.id) needs.set(id, (needs.get(id) ?? false) || hard);
  };
  const inBatch = batch.find(({ record, ops }) => record === change.record && ops[0]?.op === 'create');
  add(inBatch?.id ?? desk.maker(change.record), true);
  if (change.visit && change.visit !== change.record) add(desk.maker(change.visit), false);
  for (const op of change.ops) {
    for (const stamp of sawOf(op)) if (desk.open(changeOf(stamp))) add(changeOf(stamp), false);
  }
  for (const id of setting.alsoNeeds) add(id, false);
  return [...needs].map(([id, hard]) => ({ id, hard }));
}

function sawOf(op: Op): Stamp[] {
  if (op.op === 'delete') return [...op.saw.stamps, ...op.saw.entries];
  return 'saw' in op ? op.saw : [];
}

/** The state field of a kind, for screens that send an event without naming it. */
export const stateField = (kind: string): string | null => lifecycleOf(kind)?.field ?? null;
