/**
 * What a screen shows: the server's record with this person's own open changes laid over it, in the
 * order in which she wrote them (SYNC.md sections 5.5 and 7). The twin of `sync/overlay.py`.
 */
import type { ConflictView, EntryView, FieldView, Head, Json, PersonId, RecordId, RecordView, Stamp } from '../app/contract';
import { SEALED } from '../domain/generated/lifecycles';
import { against, aliveAddress, aliveScopes, isAliveAddress, isUnseenByADeletion, standUp, voice } from './alive';
import { equal } from './canonical';
import type { Change, ConflictDocument, Op, RecordDocument, ServerDocument, StoredEntry, StoredHead } from './document';
import { isDerived } from './ids';
import { fieldTable, kindTable, lifecycleOf } from './kinds';
import { groupIsUnsettled, meet, NotShown, stateAfter, changeOf, type FieldOp, type LaidHead } from './rules';
import { added, removed } from './sets';

/** As many replaced values as the server sends with a field. */
const MOST_PAST = 20;

/** One of this person's changes that the base does not contain yet. */
export interface OwnChange {
  change: Change;
  /** True until a final receipt. */
  pending: boolean;
}

export interface Author {
  person: PersonId;
  device: string;
  /** How far this tablet's clock is ahead of the server's, in milliseconds. */
  skewMs: number;
  /**
   * States of a visit as they were when she wrote this change. Signing seals what comes after it: judged by
   * the state of now, everything written before an offline signature would turn into corrections of itself.
   */
  visitStates: (visit: RecordId, change: Change) => Json[];
}

export const isConflictDocument = (document: ServerDocument): document is ConflictDocument =>
  document.kind === 'conflict';

/** Undefined when neither the server nor this person has made the record. */
export function layOver(base: ServerDocument | undefined, own: OwnChange[], author: Author): RecordView | undefined {
  if (base && isConflictDocument(base)) return conflictView(base);
  let view = base ? baseView(base) : undefined;
  for (const one of own) if (one.change.id !== base?.created.change) view = laid(view, one, author) ?? view;
  return view;
}

const mayBeMadeAgain = ({ kind, record }: Change): boolean => kindTable(kind)?.derived === true && isDerived(record);

/** The view after a change; undefined where the change shows nothing. Nothing of the given view is changed. */
function laid(before: RecordView | undefined, { change, pending }: OwnChange, author: Author): RecordView | undefined {
  if (before ? holds(before, change.id) : kindTable(change.kind)?.auditOnly) return undefined;
  const creates = change.ops[0]?.op === 'create';
  // What two people make of one other record is one: the second is an edit of the first.
  if (creates ? before !== undefined && !mayBeMadeAgain(change) : before === undefined) return undefined;
  const work = new Laying(before, change, pending, author);
  try {
    return work.all();
  } catch (error) {
    if (error instanceof NotShown) return undefined;
    throw error;
  }
}

class Laying {
  readonly #view: RecordView;

  constructor(
    private readonly before: RecordView | undefined,
    private readonly change: Change,
    private readonly pending: boolean,
    private readonly author: Author,
  ) {
    const view = before ?? newView(change, author);
    this.#view = { ...view, fields: { ...view.fields }, entries: { ...view.entries }, pending: view.pending || pending };
  }

  all(): RecordView {
    this.#initialState();
    for (const op of currentOps(this.change)) {
      if (op.op === 'create') continue;
      if (this.#isAddedInstead(op)) {
        if (op.op === 'set' || op.op === 'correct' || op.op === 'add') this.#reach(op.field);
        continue;
      }
      if (op.op === 'append') this.#entry(op.field, op.value);
      else if (op.op === 'add') this.#add(op);
      else if (op.op === 'remove') this.#remove(op);
      else if (op.op === 'delete') this.#delete(op);
      else this.#fieldOp(op);
      if (op.op !== 'remove' && op.op !== 'delete') this.#reach(op.field);
    }
    return this.#view;
  }

  /** A new record is in its lifecycle's first state, as a head, so that a state is always there to be seen. */
  #initialState(): void {
    const lifecycle = this.before ? null : lifecycleOf(this.change.kind);
    if (!lifecycle || this.change.ops.some((op) => 'field' in op && op.field === lifecycle.field)) return;
    const head = this.#head([], null, lifecycle.table.initial);
    this.#view.fields[lifecycle.field] = { heads: [head], past: [] };
  }

  #fieldOp(op: FieldOp): void {
    const table = fieldTable(this.change.kind, op.field);
    if (!table || table.rule === 'rows') throw new NotShown(op.field);
    const field = this.#view.fields[op.field] ?? { heads: [], past: [] };
    const value = op.op === 'event' ? stateAfter(table.lifecycle ?? '', statesSeen(field, op.saw), op.event) : op.value;
    const made = this.#head(op.saw, op.why ?? null, value);
    const met = meet({ heads: field.heads, made, saw: new Set([...op.saw, this.change.id]) }, table, op);
    const past = met.gone.map(([head, replacedBy]) => ({ ...head, until: made.at, replacedBy }));
    this.#view.fields[op.field] = { heads: met.heads, past: [...past, ...field.past].slice(0, MOST_PAST) };
  }

  #add({ field, value, tag }: Extract<Op, { op: 'add' }>): void {
    if (fieldTable(this.change.kind, field)?.rule !== 'union') throw new NotShown(field);
    this.#view.entries[field] = added(this.#view.entries[field] ?? [], { ...this.#asEntry(value), id: tag ?? this.change.id });
  }

  #remove({ field, saw }: Extract<Op, { op: 'remove' }>): void {
    if (fieldTable(this.change.kind, field)?.rule !== 'union') throw new NotShown(field);
    const before = this.#view.fields[field] ?? { heads: [], past: [] };
    const left = removed(before, this.#view.entries[field] ?? [], new Set(saw), this.#at(), this.change.id as Stamp);
    this.#view.entries[field] = left.entries;
    if (left.field.past.length > 0 || before.heads.length > 0) {
      this.#view.fields[field] = { heads: left.field.heads, past: left.field.past.slice(0, MOST_PAST) };
    }
  }

  #delete(op: Extract<Op, { op: 'delete' }>): void {
    const address = aliveAddress(op.field);
    const table = fieldTable(this.change.kind, address);
    if (!table) throw new NotShown(address);
    const field = this.#view.fields[address] ?? { heads: [], past: [] };
    const saw = [...new Set([...op.saw.stamps, ...op.saw.entries, ...(op.saw.children as string[] as Stamp[])])].sort();
    const made = this.#head(saw, op.why ?? null, false);
    const voices = against(this.#view, address, made);
    const set = { op: 'set' as const, field: address, value: false, saw };
    const met = meet({ heads: field.heads, made, saw: new Set([...saw, this.change.id]) }, table, set);
    const past = met.gone.map(([head, replacedBy]) => ({ ...head, until: made.at, replacedBy }));
    this.#view.fields[address] = { heads: standUp(met.heads, voices), past: [...past, ...field.past].slice(0, MOST_PAST) };
  }

  /** Stands up against a deletion that had not seen this edit, of its row or of the record. */
  #reach(field: string): void {
    if (isAliveAddress(field)) return;
    for (const address of aliveScopes(field)) {
      const there = this.#view.fields[address];
      if (!there || !isUnseenByADeletion(there, this.change.id)) continue;
      const head = this.#view.fields[field]?.heads.find(({ stamps }) => stamps.some((stamp) => stamp === this.change.id));
      const own = voice(this.#head(head?.saw ?? [], null, true));
      this.#view.fields[address] = { ...there, heads: standUp(there.heads, [own]) };
    }
  }

  /** After signing, a plain edit of what the visit seals is added to it instead of changing it. */
  #isAddedInstead(op: Exclude<Op, { op: 'create' }>): boolean {
    if (op.op === 'append' || op.op === 'event') return false;
    const field = op.op === 'delete' ? aliveAddress(op.field) : op.field;
    const saw = op.op === 'add' ? [] : op.op === 'delete' ? op.saw.stamps : op.saw;
    if (!this.#becomesAddendum({ field, saw }, fieldTable(this.change.kind, field)?.group)) return false;
    const value = op.op === 'remove' ? null : op.op === 'delete' ? false : op.value;
    const { why } = op as { why?: Head['why'] };
    const said = { field, value, why: why ? { ...why } : null };
    const told = op.op === 'set' || op.op === 'correct' ? said : { ...said, op: op.op, saw: [...saw, ...(op.op === 'delete' ? op.saw.entries : [])] };
    const there = this.#view.entries.corrections ?? [];
    const again = there.some(({ id }) => id === this.change.id);
    this.#view.entries.corrections = [...there, { ...this.#asEntry(told), id: again ? `${this.change.id}.${there.length}` : this.change.id }];
    return true;
  }

  #becomesAddendum(op: Touch, group: string | undefined): boolean {
    const { before } = this;
    if (!before || !kindTable(before.kind)?.seals) return false;
    const states = visitsOf(before).flatMap((visit) => this.#statesOf(visit));
    const sealed = states.some((state) => (SEALED as readonly Json[]).includes(state));
    return sealed && !states.includes('returned') && !closesConflict(before, op, group, this.change.id);
  }

  #statesOf(visit: RecordId): Json[] {
    return visit === this.before?.id ? valuesOf(this.before, 'state') : this.author.visitStates(visit, this.change);
  }

  #entry(field: string, value: Json): void {
    this.#view.entries[field] = [...(this.#view.entries[field] ?? []), this.#asEntry(value)];
  }

  #asEntry(value: Json): EntryView {
    const { id, wall, visit } = this.change;
    return { id, value, by: this.author.person, at: this.#at(), wall, visit, pending: this.pending };
  }

  #head(saw: Stamp[], why: Head['why'], value: Json): LaidHead {
    const { id, wall, visit } = this.change;
    const { person: by, device } = this.author;
    return { stamps: [id as Stamp], value, by, device, at: this.#at(), wall, version: null, saw, visit, why, pending: this.pending };
  }

  #at(): string {
    return effectiveHere(this.change, this.author);
  }
}

/** When the change will count as made, as far as this tablet can tell: its wall clock put right. */
const effectiveHere = ({ wall }: Change, { skewMs }: Author): string =>
  skewMs === 0 ? wall : new Date(Date.parse(wall) - skewMs).toISOString();

const valuesOf = (view: RecordView, field: string): Json[] => (view.fields[field]?.heads ?? []).map(({ value }) => value);

function statesSeen(field: FieldView, saw: Stamp[]): Json[] {
  const known = [...field.heads, ...field.past];
  return saw.flatMap((stamp) => known.find(({ stamps }) => stamps.includes(stamp))?.value ?? []);
}

function visitsOf(view: RecordView): RecordId[] {
  if (view.kind === 'visit') return [view.id];
  const named = valuesOf(view, 'visit').filter((value): value is RecordId => typeof value === 'string');
  if (named.length > 0) return named;
  return view.created.visit === null ? [] : [view.created.visit];
}

interface Touch {
  field: string;
  saw: Stamp[];
}

/** What an earlier app wrote, as what it means now: a list set whole where items are added and removed today. */
function currentOps({ id, kind, ops }: Change): Op[] {
  const isOld = (op: Op): op is Extract<Op, { op: 'set' }> => op.op === 'set' && fieldTable(kind, op.field)?.rule === 'union';
  return ops.flatMap((op) => {
    if (!isOld(op)) return [op];
    const removal: Op[] = op.saw.length > 0 ? [{ op: 'remove', field: op.field, saw: op.saw }] : [];
    const items = (Array.isArray(op.value) ? op.value : []).filter((item, place, all) => all.findIndex((other) => equal(other, item)) === place);
    return [...removal, ...items.map((value, place): Op => ({ op: 'add', field: op.field, value, tag: `${id}.${place + 1}` }))];
  });
}

/** A decision: the field (or its group) has different answers and the author saw every one. */
function closesConflict(before: RecordView, op: Touch, group: string | undefined, own: string): boolean {
  const sides = Object.entries(before.fields)
    .filter(([field]) => (group ? fieldTable(before.kind, field)?.group === group : field === op.field))
    .flatMap(([field, { heads }]) => heads.map((head) => ({ field, head })));
  const open = group ? groupIsUnsettled(sides) : sides.length > 1;
  return open && sides.every(({ head }) => head.stamps.some((stamp) => stamp === own || op.saw.includes(stamp)));
}

function holds(view: RecordView, change: string): boolean {
  const heads = Object.values(view.fields).flatMap(({ heads, past }) => [...heads, ...past]);
  return (
    heads.some(({ stamps }) => stamps.some((stamp) => changeOf(stamp) === change)) ||
    Object.values(view.entries).some((entries) => entries.some(({ id }) => changeOf(id) === change))
  );
}

function newView(change: Change, author: Author): RecordView {
  const { record: id, kind, patient, visit } = change;
  const created = { by: author.person, device: author.device, at: effectiveHere(change, author), visit };
  return { id, kind, patient, version: null, created, fields: {}, entries: {}, derived: {}, pending: false };
}

/**
 * The server's part of a view shares the document's own parts: with thousands of records a copy of each
 * head would be most of an unlock. What is laid over replaces parts and never changes them.
 */
function baseView(base: RecordDocument): RecordView {
  const { id, kind, patient, version, derived, created } = base;
  for (const { heads, past } of Object.values(base.fields)) {
    heads.forEach(markSettled);
    past.forEach(markSettled);
  }
  for (const entries of Object.values(base.entries)) entries.forEach(markSettled);
  const fields = base.fields as Record<string, FieldView>;
  const entries = base.entries as unknown as Record<string, EntryView[]>;
  return { id, kind, patient, version, created, fields, entries, derived, pending: false };
}

/** What the server sent is not pending. */
function markSettled(part: StoredHead | StoredEntry): void {
  (part as { pending?: boolean }).pending = false;
}

const headView = (stored: StoredHead): Head => ({ ...stored, pending: false });

function conflictView(base: ConflictDocument): RecordView {
  const episodes = base.episodes.map((episode) => ({ ...episode, heads: episode.heads.map(headView) }));
  const conflict: ConflictView = { of: base.of, open: base.open, episodes };
  const { id, kind, patient, version } = base;
  const created = { by: '' as PersonId, device: '', at: episodes[0]?.opened.at ?? '', visit: null };
  return { id, kind, patient, version, created, fields: {}, entries: {}, derived: {}, conflict, pending: false };
}

/** Plain fields with different answers, and groups by their name, in order: nothing may rest on them. */
export function unsettledIn(view: RecordView): string[] {
  const found = new Set<string>();
  const groups = new Map<string, Parameters<typeof groupIsUnsettled>[0]>();
  for (const [field, { heads }] of Object.entries(view.fields)) {
    const group = fieldTable(view.kind, field)?.group;
    if (group) groups.set(group, [...(groups.get(group) ?? []), ...heads.map((head) => ({ field, head }))]);
    else if (heads.length > 1) found.add(field);
  }
  for (const [group, sides] of groups) if (groupIsUnsettled(sides)) found.add(group);
  return [...found].sort();
}
