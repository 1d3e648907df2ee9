/**
 * Stretches of a patient's care, each a record of its own, and what closing one does to what is still open.
 * Charts that were closed before there were such records hold one end in the patient's own fields: it is read as
 * an episode, and becomes a record, word for word, with the next thing that is written about it.
 */
import { LIFECYCLES } from './generated/lifecycles';
import { anyValue, headsOf, isDeleted, isUnsettled, settled, textField, textOf, type RecordLike } from './reading';

/** Fields of the patient in which an end of care stood before, and what each is called in an episode. */
export const BEFORE = { closedReason: 'reason', handedTo: 'handedTo', handOver: 'handOver', satisfaction: 'satisfaction' } as const;

type Plain = string | number;

const valueIn = (record: RecordLike | undefined, field: string): Plain | null => {
  const value = anyValue(record, field);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
};

/** The end of care that stands in the patient's own fields; null where none does. */
export const endBefore = (patient: RecordLike | undefined): Record<string, Plain> | null => {
  const found = Object.entries(BEFORE).flatMap(([from, to]): [string, Plain][] => {
    const value = valueIn(patient, from);
    return value === null || value === '' ? [] : [[to, value]];
  });
  if (found.length === 0) return null;
  const days = Object.entries({ openedOn: valueIn(patient, 'startOfCare'), closedOn: valueIn(patient, 'discharged') });
  return Object.fromEntries([...found, ...days.flatMap(([name, value]): [string, Plain][] => (value === null ? [] : [[name, value]]))]);
};

/** A value with different answers is settled before its end is moved: one of two would be lost. */
export const isEndUnsettled = (patient: RecordLike | undefined): boolean =>
  patient !== undefined && [...Object.keys(BEFORE), 'discharged'].some((field) => isUnsettled(patient, field));

const dayOf = (episode: RecordLike): string => textOf(anyValue(episode, 'closedOn')) || textOf(anyValue(episode, 'openedOn'));

/** Newest first: the open one, then by the day on which each ended. */
export const episodesOf = <T extends RecordLike>(episodes: readonly T[]): T[] =>
  episodes
    .filter((one) => !isDeleted(one))
    .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : a.id < b.id ? 1 : -1));

export const isOpen = (episode: RecordLike): boolean => {
  const states = headsOf(episode, 'state').map(({ value }) => textOf(value));
  return states.length === 0 || states.includes('open');
};

export type Fate = 'ended' | 'handed-over' | 'done';

export interface LeftOpen {
  /** What is open; of a deadline what it is about. */
  record: string;
  what: string;
  fate: Fate | '';
  /** Why it ends; of a need what came of it, as its code. */
  reason: string;
  to: string;
  /** The colleague whose it is from now on; empty where somebody outside goes on. */
  owner?: string;
  /** Of a running deadline: which one. */
  rule?: string;
  anchor?: string;
  /** Its day. */
  due?: string;
}

/** Which of the open things it is: a record, or one of the deadlines that run about it. */
export const leftKey = ({ record, rule = '', anchor = '' }: Pick<LeftOpen, 'record' | 'rule' | 'anchor'>): string => (rule === '' ? record : `${record}-${rule}-${anchor}`);

/** By which event an open record ends with the care; null where only its own screen can end it. */
export const endingOf = (record: RecordLike): string | null => {
  const wanted: Readonly<Record<string, readonly string[]>> = {
    task: ['cancel'], intervention: ['stop'], goal: ['cancel'], referral: ['cancel'], teaching: ['stop'], visit: ['cancel'], need: ['close', 'decline'],
    transition: ['cancel'], 'coverage-check': ['close'], facility_options: ['end'], conference: ['call-off'],
  };
  const name = record.kind as keyof typeof LIFECYCLES;
  if (!(name in LIFECYCLES) || isUnsettled(record, 'state')) return null;
  const table = LIFECYCLES[name];
  const state = textOf(settled(record, 'state')) || table.initial;
  // What was done in a begun visit is signed, never called off.
  if (record.kind === 'visit' && state !== 'planned') return null;
  return (wanted[record.kind] ?? []).find((event) => (table.table[state]?.[event] ?? null) !== null) ?? null;
};

/** Whether its end says what came of it by a code: a need is closed with its outcome and only with it. */
export const asksOutcome = (record: RecordLike): boolean => record.kind === 'need' && endingOf(record) === 'close';

const OWNED: ReadonlySet<string> = new Set(['task', 'transition', 'referral', 'need', 'intervention']);

/** Whether it can be a colleague's from now on; where people differ about whose it is, that is settled first. */
export const canBeGiven = (record: RecordLike): boolean => OWNED.has(record.kind) && !isUnsettled(record, 'owner') && !isUnsettled(record, 'handedTo');

/** The first open thing of which nobody has said what happens to it, and what is missing. */
export const leftObjection = (left: readonly LeftOpen[]): { key: string; words: string } | null => {
  for (const one of left) {
    if (one.fate === '') return { key: leftKey(one), words: 'Say what happens to it.' };
    if (one.fate === 'ended' && one.reason.trim() === '') return { key: leftKey(one), words: 'Why does it end?' };
    if (one.fate === 'handed-over' && one.to.trim() === '') return { key: leftKey(one), words: 'Who goes on with it?' };
  }
  return null;
};

interface Row {
  id: string;
  what: string;
  fate: string;
  reason: string;
  to: string;
  /** Whether it was a deadline: it ends by no longer applying. */
  deadline: boolean;
}

/** What was open when an episode ended, and what was said of each. */
export const leftIn = (episode: RecordLike): Row[] => {
  const ids = new Set(Object.keys(episode.fields).flatMap((address) => (address.startsWith('left/') ? [address.split('/')[1] ?? ''] : [])));
  const said = (id: string, part: string): string => (isUnsettled(episode, `left/${id}/${part}`) ? 'not settled' : textField(episode, `left/${id}/${part}`));
  return [...ids].map((id) => ({ id, what: textField(episode, `left/${id}/what`), fate: said(id, 'fate'), reason: said(id, 'reason'), to: said(id, 'to'), deadline: textField(episode, `left/${id}/rule`) !== '' })).sort((a, b) => (a.what < b.what ? -1 : 1));
};

/** What is open and what the end of an episode says nothing of; a task that it made of a deadline is what it says of that. */
export const unansweredIn = <T extends RecordLike>(episode: RecordLike | undefined, open: readonly T[]): T[] => {
  const rows = episode ? leftIn(episode) : [];
  const said = new Set(rows.map(({ id }) => id));
  const given = new Set(rows.filter(({ deadline, fate }) => deadline && fate === 'handed-over').map(({ what }) => what));
  return open.filter((one) => !said.has(one.id) && !(one.kind === 'task' && given.has(textField(one, 'what'))));
};

/** The move by which this stretch of care began: the last one that came to us and has arrived. */
export const cameBy = <T extends RecordLike>(moves: readonly T[]): T | undefined =>
  moves
    .filter((move) => !isDeleted(move) && textField(move, 'way') === 'to-us' && textField(move, 'arrivedAt') !== '')
    .sort((a, b) => (textField(a, 'arrivedAt') < textField(b, 'arrivedAt') ? 1 : -1))[0];
