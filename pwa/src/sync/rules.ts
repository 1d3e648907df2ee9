/**
 * How a new value meets the heads of its field, by rule: the device's copy of `sync/rules/`, run against
 * the same vectors. It only ever lays this person's own change over what the server sent; where the
 * server would merge two people's work, both stand here as heads.
 */
import type { Json, Stamp } from '../app/contract';
import type { FieldTable } from '../domain/generated/kinds';
import { equal } from './canonical';
import type { Op, StoredHead } from './document';
import { lifecycleTable } from './kinds';

/** A head while it is being laid over; `pending` is true for what this tablet's open changes made. */
export interface LaidHead extends StoredHead {
  pending: boolean;
}

/** Operations that lay a value to the heads of a field. */
export type FieldOp = Extract<Op, { op: 'set' | 'correct' | 'event' }>;

export interface Meeting {
  heads: LaidHead[];
  made: LaidHead;
  saw: ReadonlySet<string>;
}

/** The heads after a meeting, and those that went, each with the stamp that replaced it. */
export interface Met {
  heads: LaidHead[];
  gone: [LaidHead, Stamp][];
}

/** The server would hold this change: it shows nothing, and hinders none behind it. */
export class NotShown extends Error {}

export function meet(meeting: Meeting, field: FieldTable, op: FieldOp): Met {
  // Before equality and before "replaces all it saw": neither may touch a signature by itself.
  if (field.rule === 'once') return op.op === 'correct' ? correct(meeting) : setOnce(meeting);
  const unseen = unseenOf(meeting);
  if (unseen.length === 0) return replaceAll(meeting);
  if (field.rule === 'latest') return latest(meeting, unseen);
  return join(meeting, unseen) ?? both(meeting, unseen);
}

const stampOf = ({ made }: Meeting): Stamp => made.stamps[0] ?? ('' as Stamp);

const isSeen = ({ saw }: Meeting, head: LaidHead): boolean => head.stamps.some((stamp) => saw.has(stamp));

const unseenOf = (meeting: Meeting): LaidHead[] => meeting.heads.filter((head) => !isSeen(meeting, head));

function replaceAll(meeting: Meeting): Met {
  return { heads: [meeting.made], gone: meeting.heads.map((head) => [head, stampOf(meeting)]) };
}

/** What was set unseen by each other stands as equals until a person decides. */
function both(meeting: Meeting, unseen: LaidHead[]): Met {
  const gone = meeting.heads.filter((head) => !unseen.includes(head));
  return { heads: [...unseen, meeting.made], gone: gone.map((head) => [head, stampOf(meeting)]) };
}

/** Equal values never conflict: the stamp joins the head of equal value, the others of `among` stay. */
function join(meeting: Meeting, among: LaidHead[]): Met | null {
  const twin = among.find((head) => equal(head.value, meeting.made.value));
  if (!twin) return null;
  const gone = meeting.heads.filter((head) => !among.includes(head));
  return {
    heads: among.map((head) => (head === twin ? joined(head, meeting.made) : head)),
    gone: gone.map((head) => [head, stampOf(meeting)]),
  };
}

const joined = (head: LaidHead, made: LaidHead): LaidHead => ({
  ...head,
  stamps: [...new Set([...head.stamps, ...made.stamps])],
  saw: [...new Set([...head.saw, ...made.saw])],
});

function setOnce(meeting: Meeting): Met {
  if (meeting.heads.length === 0) return { heads: [meeting.made], gone: [] };
  return join(meeting, meeting.heads) ?? { heads: [...meeting.heads, meeting.made], gone: [] };
}

function correct(meeting: Meeting): Met {
  const unseen = unseenOf(meeting);
  if (unseen.length === 0) return replaceAll(meeting);
  const met = join(meeting, unseen);
  return met ?? both(meeting, unseen);
}

function latest(meeting: Meeting, unseen: LaidHead[]): Met {
  const met = join(meeting, unseen);
  if (met) {
    const stamp = stampOf(meeting);
    const heads = unseen.map((head, place) => (met.heads[place]?.stamps.includes(stamp) ? latestOf(head, meeting.made) : head));
    return { heads, gone: met.gone };
  }
  const winner = [...unseen, meeting.made].reduce((best, head) => (isLater(head, best) ? head : best));
  const stamp = winner.stamps[0] ?? stampOf(meeting);
  const gone = [...meeting.heads, meeting.made].filter((head) => head !== winner);
  return { heads: [winner], gone: gone.map((head) => [head, stamp]) };
}

/** Of two equal values the later one says when. */
function latestOf(head: LaidHead, made: LaidHead): LaidHead {
  const [later, earlier] = isLater(made, head) ? [made, head] : [head, made];
  return {
    ...later,
    stamps: [...new Set([...later.stamps, ...earlier.stamps])],
    saw: [...new Set([...head.saw, ...made.saw])],
  };
}

/** Effective time, then change id: times are of one spelling, so text order is time order. */
function isLater(a: LaidHead, b: LaidHead): boolean {
  if (a.at !== b.at) return a.at > b.at;
  return changeOf(a.stamps[0] ?? '') > changeOf(b.stamps[0] ?? '');
}

/** The change that a stamp belongs to. */
export const changeOf = (stamp: string): string => stamp.split(/[@.]/)[0] ?? stamp;

/** The state that an event leads to from what the person saw; nothing seen is the initial state. */
export function stateAfter(lifecycle: string, seen: Json[], event: string): string {
  const table = lifecycleTable(lifecycle);
  if (!table) throw new NotShown(lifecycle);
  const from = seen.filter((state): state is string => typeof state === 'string');
  const outcomes = new Set((from.length > 0 ? from : [table.initial]).map((state) => table.table[state]?.[event] ?? null));
  const [only] = outcomes;
  if (outcomes.size !== 1 || typeof only !== 'string') throw new NotShown(event);
  return only;
}

interface Side {
  field: string;
  head: StoredHead;
}

/** True when two heads of a group were written without either author having seen the other. */
export function groupIsUnsettled(sides: Side[]): boolean {
  const apart = (a: readonly string[], b: readonly string[]): boolean => !a.some((one) => b.includes(one));
  return sides.some(({ field, head }, place) =>
    sides.slice(place + 1).some(
      (other) =>
        field === other.field ||
        (apart(head.stamps, [...other.head.saw, ...other.head.stamps]) && apart(head.saw, other.head.stamps)),
    ),
  );
}

