/**
 * Sets, whose items people add and remove one by one: the twin of `sync/rules/union.py`, and what makes such
 * operations out of a list that a screen sets whole.
 */
import type { EntryView, FieldView, Json, PastValue, RecordView, Stamp } from '../app/contract';
import { equal } from './canonical';
import type { Op } from './document';

/** An item under its tag. Items of a list from before the field was a set share the tag of that list. */
export interface Item {
  tag: Stamp;
  value: Json;
}

const changeOfTag = (tag: string): string => tag.split('.')[0] ?? tag;

/** True when a tag, or its change for all its additions, is among the tags. */
export const covers = (tags: ReadonlySet<string>, tag: string): boolean => tags.has(tag) || tags.has(changeOfTag(tag));

/** The items of a set as a record has them: a head whose value is a list stands for all its items. */
export function itemsIn(view: RecordView | undefined, field: string): Item[] {
  const lists = (view?.fields[field]?.heads ?? []).flatMap(({ stamps, value }) =>
    stamps.slice(0, 1).flatMap((tag) => (Array.isArray(value) ? value : []).map((item) => ({ tag, value: item }))),
  );
  return [...lists, ...(view?.entries[field] ?? []).map(({ id, value }) => ({ tag: id as Stamp, value }))];
}

/** The operations after which a set has these items, from those that were on the screen. */
export function opsToward(field: string, wanted: Json[], shown: Item[]): Op[] {
  const isWanted = ({ value }: Item): boolean => wanted.some((one) => equal(one, value));
  const gone = new Set(shown.filter((item) => !isWanted(item)).map(({ tag }) => tag));
  const left = shown.filter(({ tag }) => !gone.has(tag));
  const added = wanted.filter((one, place) => wanted.findIndex((other) => equal(other, one)) === place && !left.some(({ value }) => equal(value, one)));
  const removal: Op[] = gone.size > 0 ? [{ op: 'remove', field, saw: [...gone] }] : [];
  return [...removal, ...added.map((value): Op => ({ op: 'add', field, value }))];
}

/** Gives each of several additions of a change a tag of its own; one alone has the change's id. */
export function numberAdditions(id: string, ops: Op[]): Op[] {
  const many = ops.filter(({ op }) => op === 'add').length > 1;
  let number = 0;
  return many ? ops.map((op) => (op.op === 'add' ? { ...op, tag: `${id}.${++number}` } : op)) : ops;
}

export function added(entries: EntryView[], entry: EntryView): EntryView[] {
  if (entries.some(({ id }) => id === entry.id)) return entries;
  return [...entries, entry].sort((a, b) => order(a.id, b.id));
}

function order(a: string, b: string): number {
  const [first, second] = [changeOfTag(a), changeOfTag(b)];
  if (first !== second) return first < second ? -1 : 1;
  return Number(a.split('.')[1] ?? 0) - Number(b.split('.')[1] ?? 0);
}

/** What stays after a removal, and what becomes the field's past. */
export function removed(field: FieldView, entries: EntryView[], saw: ReadonlySet<string>, until: string, by: Stamp): { field: FieldView; entries: EntryView[] } {
  const gone = entries.filter(({ id }) => covers(saw, id));
  const heads = field.heads.filter(({ stamps }) => !stamps.some((stamp) => saw.has(stamp)));
  const lists = field.heads.filter((head) => !heads.includes(head)).map((head): PastValue => ({ ...head, until, replacedBy: by }));
  const past = [...gone.map((entry) => pastOf(entry, until, by)), ...lists, ...field.past];
  return { field: { heads, past }, entries: entries.filter((entry) => !gone.includes(entry)) };
}

function pastOf({ id, value, by, at, wall, visit, pending }: EntryView, until: string, replacedBy: Stamp): PastValue {
  return { stamps: [id as Stamp], value, by, device: '', at, wall, version: null, saw: [], visit, why: null, pending, until, replacedBy };
}
