import type { RecordId } from '../../app/contract';
import type { QueueRow } from '../../app/office';
import { showBorn } from '../../domain/dates';
import { dueWords } from '../../domain/due-words';
import { shortCode } from '../../domain/names';
import { anyValue, isObject, textOf } from '../../domain/reading';
import { ageWords } from '../parts/agency-time';
import type { IconName } from '../parts/icons';
import type { Tone } from '../parts/tones';
import type { Speaker } from './speaker';

/** Icon, colour and words of something that is not finished. */
export interface Mark {
  tone: Tone;
  icon: IconName;
  words: string;
}

/** What one line of the queue says, in words. */
export interface QueueWords {
  id: RecordId;
  patient: string;
  who: string;
  urgent: Mark | null;
  visit: string;
  scores: string;
  coordinator: string;
  waits: string;
  due: Mark | null;
  dueAt: string;
  found: Mark[];
  state: Mark | null;
  stateWords: string;
  rounds: string;
  claim: Mark | null;
}

const URGENT: Readonly<Record<string, string>> = { safety: 'Urgent: safety', need: 'Urgent need' };

const STATES: Readonly<Record<string, string>> = {
  received: 'Visit received', signed: 'Arriving', returned: 'Returned', approved: 'Approved', planned: 'Planned', open: 'Visit under way', ended: 'Ended, not signed',
};

const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

const scoreWords = ({ assessments }: QueueRow): string =>
  assessments
    .flatMap(({ title, scores }) =>
      Object.values(scores).map((score) => {
        if (!isObject(score) || typeof score.value !== 'number') return '';
        const band = textOf(score.band);
        return `${textOf(score.title) || title}: ${score.value}${band ? `, ${band}` : ''}`;
      }),
    )
    .filter(Boolean)
    .join(' · ');

const foundIn = ({ alerts, blocks, checks, different, held }: QueueRow): Mark[] => {
  const marks: (Mark & { count: number })[] = [
    { count: alerts, tone: 'danger', icon: 'flag', words: many(alerts, 'clinical alert', 'clinical alerts') },
    { count: blocks, tone: 'danger', icon: 'stop', words: many(blocks, 'block', 'blocks') },
    { count: different, tone: 'different', icon: 'different', words: `Different answers · ${different}` },
    { count: held, tone: 'warning', icon: 'lock', words: `Held · ${held}` },
    { count: checks, tone: 'warning', icon: 'warning', words: many(checks, 'check', 'checks') },
  ];
  return marks.filter(({ count }) => count > 0);
};

const stateOf = ({ state, arriving, cosign }: QueueRow): Mark | null => {
  if (state === 'not settled') return { tone: 'different', icon: 'different', words: 'Not settled' };
  if (arriving) return { tone: 'info', icon: 'sending', words: `Arriving: ${arriving.here} of ${arriving.of}` };
  if (state === 'returned') return { tone: 'info', icon: 'returned', words: 'Returned' };
  return cosign === 'cosigner' ? { tone: 'info', icon: 'due', words: 'Waiting for supervisor' } : null;
};

const claimOf = ({ claim }: QueueRow, say: Speaker, now: Date): Mark | null => {
  if (claim === null || claim.until <= now.toISOString()) return null;
  return { tone: claim.mine ? 'quiet' : 'info', icon: 'person', words: claim.mine ? 'You are on it' : `${claim.by.name} is on it since ${say.time(claim.since)}` };
};

export const queueWords = (row: QueueRow, say: Speaker, now: Date): QueueWords => {
  const type = anyValue(row.visit, 'type');
  const display = isObject(type) ? textOf(type.display) : '';
  const late = row.dueAt !== null && row.dueAt < now.toISOString();
  return {
    id: row.visit.id,
    patient: row.patient.name,
    who: [row.patient.birthDate && showBorn(row.patient.birthDate), row.patient.mrn && `MRN ${row.patient.mrn}`].filter(Boolean).join(' · '),
    urgent: row.urgent === null ? null : { tone: 'danger', icon: 'stop', words: URGENT[row.urgent] ?? 'Urgent' },
    visit: `${display || 'Visit'} ${shortCode(row.visit.id)}${row.first ? ' · first visit' : ''}`,
    scores: scoreWords(row),
    coordinator: row.coordinator?.name ?? '',
    // A safety event does not wait for the rest of its visit.
    waits: row.arrivedAt === null ? '' : ageWords(row.arrivedAt, now),
    due: row.dueAt === null ? null : { tone: late ? 'danger' : 'quiet', icon: 'due', words: dueWords(row.dueAt, now) },
    dueAt: row.dueAt === null ? '' : say.when(row.dueAt),
    found: foundIn(row),
    state: stateOf(row),
    stateWords: STATES[row.state] ?? row.state,
    rounds: row.rounds === 0 ? '' : `Returned ${many(row.rounds, 'time', 'times')}`,
    claim: claimOf(row, say, now),
  };
};

/** The next one worth a person's time: nobody else is on it, and it is all here. */
export const nextOf = (rows: readonly QueueRow[], gone: readonly string[], now: Date): QueueRow | undefined => {
  const free = rows.filter(({ visit, claim }) => !gone.includes(visit.id) && (claim === null || claim.mine || claim.until <= now.toISOString()));
  return free.find(({ arriving }) => arriving === null) ?? free[0];
};
