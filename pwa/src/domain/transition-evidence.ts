/**
 * What the records already say about an item of a transition's checklist, by the item's code. It is shown and offered;
 * whoever looks at it decides. Where two people say different things nothing is offered. Pure reading.
 */
import { isObject, rowIds, settled, textField, textOf } from './reading';
import type { RecordLike } from './reading';
import { isCorrect } from './teaching';
import { contactsOf, medicineCount } from './transitions';

/** The parts of a transition's screen that an evidence stands in. */
export type EvidencePart = 'ends' | 'goals' | 'choice' | 'medicines' | 'arranged' | 'teaching' | 'sent' | 'contacts';

export interface Evidence {
  words: string;
  /** It says all that the item asks for: it can be offered as done. */
  enough: boolean;
  /** Where it stands: a part of the transition's own screen, or another record of the chart. */
  at: { part: EvidencePart } | { record: string };
}

export interface Dated extends RecordLike {
  created: { at: string };
}

export interface EvidenceChart {
  medicines: readonly RecordLike[];
  teachings: readonly Dated[];
  /** A calendar day, and a moment, as the screen says them. */
  day: (date: string) => string;
  when: (at: string) => string;
}

type Finder = (record: Dated, chart: EvidenceChart) => Evidence | null;

const rowsWith = (record: RecordLike, field: string): { has: (part: string) => string }[] =>
  rowIds(record, field).map((row) => ({ has: (part) => textOf(settled(record, `${field}/${row}/${part}`)) }));

/** "2 of 3 tests have a name", enough once it is all of some. */
const all = (rows: { has: (part: string) => string }[], part: string, words: (done: number, of: number) => string, at: EvidencePart): Evidence | null => {
  const done = rows.filter((row) => row.has(part) !== '').length;
  return rows.length === 0 ? null : { words: words(done, rows.length), enough: done === rows.length, at: { part: at } };
};

const medicines: Finder = (record, chart) => {
  const { done, of } = medicineCount(record, chart.medicines);
  return of === 0 ? null : { words: `${done} of ${of} medicines reconciled`, enough: done === of, at: { part: 'medicines' } };
};

const goals: Finder = (record) => (textOf(settled(record, 'goals')).trim() === '' ? null : { words: 'Goals and preferences are written down', enough: true, at: { part: 'goals' } });

const list: Finder = (record, { day }) => {
  const given = textOf(settled(record, 'listGiven'));
  if (given === '') return null;
  const chosen = isObject(settled(record, 'choice'));
  return { words: `List given ${day(given)}, ${chosen ? 'choice recorded' : 'choice not recorded yet'}`, enough: chosen, at: { part: 'choice' } };
};

const accepted: Finder = (record, { when }) => {
  const by = settled(record, 'acceptedBy');
  return isObject(by) && textOf(by['by']) !== '' ? { words: `Accepted by ${textOf(by['by'])}, ${when(textOf(by['at']))}`, enough: true, at: { part: 'ends' } } : null;
};

const followUp: Finder = (record, { when }) => {
  const rows = rowsWith(record, 'followUps');
  if (rows.length === 0) return null;
  const [first] = rows.filter((row) => row.has('when') !== '').sort((a, b) => (a.has('when') < b.has('when') ? -1 : 1));
  if (!first) return { words: 'A follow-up visit without a day', enough: false, at: { part: 'arranged' } };
  return { words: `${first.has('who') || 'Follow-up visit'}: ${when(first.has('when'))}`, enough: true, at: { part: 'arranged' } };
};

const services: Finder = (record, { day }) => {
  const rows = rowsWith(record, 'services');
  const [first] = rows.map((row) => row.has('firstVisit')).filter(Boolean).sort();
  return all(rows, 'firstVisit', (done, of) => `${done} of ${of} services with the day of the first visit${first === undefined ? '' : `, the first ${day(first)}`}`, 'arranged');
};

const warned: Finder = (record, { teachings, day }) => {
  const about = teachings.filter((one) => textField(one, 'topic') === 'warning-signs' && one.created.at >= record.created.at);
  const learned = about.find((one) => isCorrect(textOf(settled(one, 'result'))));
  const shown = learned ?? about[0];
  if (shown) return { words: `Warning signs taught ${day(shown.created.at.slice(0, 10))}, ${learned ? 'said back' : 'not said back correctly yet'}`, enough: learned !== undefined, at: { record: shown.id } };
  return textOf(settled(record, 'warningSigns')).trim() === '' ? null : { words: 'Warning signs are written; nothing says that they were gone over', enough: false, at: { part: 'teaching' } };
};

const CAREGIVERS = new Set(['caregiver', 'both']);
const SAID_BACK = new Set(['said', 'showed']);

const caregiver: Finder = (record, { teachings, day }) => {
  const taught = textOf(settled(record, 'caregiverTaught'));
  const answer = textOf(settled(record, 'teachBack'));
  if (taught !== '' && answer !== '') return { words: `${taught}: ${SAID_BACK.has(answer) ? 'said or shown back' : 'not said back correctly yet'}`, enough: SAID_BACK.has(answer), at: { part: 'teaching' } };
  const hers = teachings.filter((one) => CAREGIVERS.has(textOf(settled(one, 'learner'))) && one.created.at >= record.created.at);
  const learned = hers.find((one) => isCorrect(textOf(settled(one, 'result'))));
  const shown = learned ?? hers[0];
  return shown ? { words: `Caregiver taught ${day(shown.created.at.slice(0, 10))}, ${learned ? 'said back' : 'not said back correctly yet'}`, enough: learned !== undefined, at: { record: shown.id } } : null;
};

const sent: Finder = (record) => all(rowsWith(record, 'sent'), 'sentAt', (done, of) => `${done} of ${of} papers sent`, 'sent');
const received: Finder = (record) => all(rowsWith(record, 'sent'), 'receivedAt', (done, of) => `${done} of ${of} papers received`, 'sent');

const summary: Finder = (record, { when }) => {
  const rows = rowsWith(record, 'sent').filter((row) => row.has('what') === 'discharge-summary');
  const here = rows.find((row) => row.has('receivedAt') !== '');
  if (here) return { words: `Discharge summary received ${when(here.has('receivedAt'))}`, enough: true, at: { part: 'sent' } };
  return rows.length === 0 ? null : { words: 'Discharge summary not received yet', enough: false, at: { part: 'sent' } };
};

const called: Finder = (record, { when }) => {
  const tries = contactsOf(record);
  const reached = tries.filter(({ result }) => result !== 'not-reached').at(-1);
  if (reached) return { words: `${reached.who || 'Somebody'} was reached ${when(reached.at)}`, enough: true, at: { part: 'contacts' } };
  return tries.length === 0 ? null : { words: `Tried ${tries.length === 1 ? 'once' : `${tries.length} times`}, nobody reached`, enough: false, at: { part: 'contacts' } };
};

const FINDERS: Readonly<Record<string, Finder>> = {
  accepted,
  call: called,
  caregiver,
  equipment: (record) => all(rowsWith(record, 'equipment'), 'delivered', (done, of) => `${done} of ${of} delivered`, 'arranged'),
  'follow-up': followUp,
  goals,
  list,
  medicines,
  received,
  sent,
  services,
  tests: (record) => all(rowsWith(record, 'pendingTests'), 'whoFollows', (done, of) => `${done} of ${of} pending tests with who follows up`, 'arranged'),
  told: summary,
  'warning-signs': warned,
};

/** What the records say of the item with this code; null where they say nothing, or nothing reads that code. */
export const evidenceOf = (code: string, record: Dated, chart: EvidenceChart): Evidence | null =>
  Object.hasOwn(FINDERS, code) ? (FINDERS[code]?.(record, chart) ?? null) : null;
