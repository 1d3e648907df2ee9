/** What the office says of people and access: who has how far come, and what an act does before it is done. */
import type { AccessSpan, Moved, Share, StaffLine, StaffPerson } from '../../app/people';
import { calendarOf } from '../../domain/deadline-calendar';
import { daysFrom } from '../../domain/dates';
import { agencyTime, agoWords } from '../parts/agency-time';
import type { Mark } from './queue-words';

type When = (iso: string) => string;

/** Where what is typed of somebody new is kept until she is invited. */
export const INVITING = 'people/new';

export const many = (count: number, one: string, several = `${one}s`): string => `${count} ${count === 1 ? one : several}`;

export const stateOf = ({ state, linkUntil, ended }: Pick<StaffLine, 'state' | 'linkUntil' | 'ended'>, when: When): Mark | string => {
  switch (state) {
    case 'active':
      return 'Active';
    case 'invited':
      return { tone: 'info', icon: 'due', words: `Invited. Link not used yet, good until ${when(linkUntil ?? '')}` };
    case 'not-invited':
      return { tone: 'warning', icon: 'warning', words: 'Not joined. No link of hers works' };
    case 'no-tablet':
      return { tone: 'warning', icon: 'warning', words: 'No tablet left' };
    default:
      return `Ended ${when(ended ?? '')}`;
  }
};

export const passkeyWords = ({ passkeys, touched }: Pick<StaffLine, 'passkeys' | 'touched'>, now: Date): string =>
  passkeys === 0 ? 'None' : `${passkeys}${touched === null ? '' : `, last used ${agoWords(touched, now)}`}`;

export const tabletWords = ({ tablets, lastContact }: Pick<StaffLine, 'tablets' | 'lastContact'>, now: Date): string =>
  tablets === 0 ? 'None' : `${tablets}${lastContact === null ? ', never heard from' : `, last contact ${agoWords(lastContact, now)}`}`;

/** What of hers is not here yet, as far as her tablets said; and what becomes of it. */
export const unsentWords = (tablets: readonly { unsent: number | null; lastContact: string | null }[], now: Date): string => {
  const held = 'What she writes until her tablet hears of it will be held for checking.';
  if (tablets.length === 0) return 'She has no tablet: nothing of hers can be unsent.';
  const told = tablets.filter(({ unsent }) => unsent !== null);
  if (told.length === 0) return `Her tablets have not said what is unsent. ${held}`;
  const unsent = told.reduce((sum, one) => sum + (one.unsent ?? 0), 0);
  const oldest = told.map(({ lastContact }) => lastContact).sort()[0] ?? null;
  const asOf = oldest === null ? 'as last told' : `as told ${agoWords(oldest, now)}`;
  if (unsent === 0) return `Nothing of hers is unsent, ${asOf}. ${held}`;
  return `${many(unsent, 'change')} of hers ${unsent === 1 ? 'is' : 'are'} unsent, ${asOf}; ${unsent === 1 ? 'it' : 'they'} will be held for checking.`;
};

/** What ending an employment takes away. */
export const endingWords = ({ patients, tablets }: Pick<StaffPerson, 'patients' | 'tablets'>): string =>
  `She sees no patient any more${patients === 0 ? '' : ` (${many(patients, 'patient')} now)`}, her sign-in links are good for nothing, and ${
    tablets === 0 ? 'no tablet can be signed in.' : `${tablets === 1 ? 'her tablet hands' : `her ${tablets} tablets hand`} over what waits at the next contact, then ${tablets === 1 ? 'empties itself' : 'empty themselves'}.`
  }`;

/** Days as people mean them: the last one counts whole. */
export const spanOf = (zone: string, first: string | null, last: string | null): { from: string | null; until: string | null } => {
  const calendar = calendarOf(zone);
  const today = agencyTime(zone).today();
  return {
    from: first === null || first <= today ? null : calendar.begins(first),
    until: last === null ? null : calendar.begins(daysFrom(last, 1)),
  };
};

/** "until the end of Dec 5", or the very time where it does not end with a day. */
export const untilWords = (ends: string | null, zone: string): string => {
  if (ends === null) return 'until somebody ends it';
  const time = agencyTime(zone);
  return time.time(ends) === '00:00' ? `until the end of ${time.day(new Date(new Date(ends).getTime() - 1))}` : `until ${time.when(ends)}`;
};

export const accessWords = ({ begins, ends, running }: AccessSpan, zone: string): string =>
  `${running ? 'Since' : 'From'} ${agencyTime(zone).when(begins)}, ${untilWords(ends, zone)}`;

/** Patients once each, in the order of their names. */
export const patientsOf = (access: readonly AccessSpan[]): AccessSpan['patient'][] =>
  [...new Map(access.map(({ patient }) => [patient.id, patient])).values()].sort((a, b) => a.name.localeCompare(b.name));

/** Who gets whom: a patient goes where it was said of her, else where all go; who goes nowhere yet is not in it. */
export const sharesOf = (patients: readonly string[], all: string, own: Readonly<Record<string, string>>): Share[] => {
  const shares = new Map<string, string[]>();
  for (const patient of patients) {
    const to = own[patient] || all;
    if (to !== '') shares.set(to, [...(shares.get(to) ?? []), patient]);
  }
  return [...shares].map(([to, whom]) => ({ to, patients: whom }));
};

export interface Moving {
  /** She works here no more: nothing is taken from her, and nothing goes back. */
  left: boolean;
  patients: number;
  name: string;
  to: string;
  first: string | null;
  last: string | null;
}

/** What a move does, before it is done. */
export const movingWords = ({ left, patients, name, to, first, last }: Moving, showDay: (day: string) => string): string =>
  left ? givingWords({ patients, name, to, first, last }, showDay) : goingWords({ patients, name, to, first, last }, showDay);

const ALONG = 'Planned and returned visits go along, with open tasks, transitions and deadlines';
const ALONG_FOR_A_TIME = 'Planned visits of that time go along, and returned ones, with the tasks, next steps and deadlines that fall due in it';

type Going = Omit<Moving, 'left'>;

const givingWords = ({ patients, name, to, first, last }: Going, showDay: (day: string) => string): string =>
  `${to} gets ${many(patients, 'patient')} whom ${name} had, ${first === null ? 'at once' : `on ${showDay(first)}`}${last === null ? '' : `, until the end of ${showDay(last)}`}. ${
    last === null ? ALONG : ALONG_FOR_A_TIME
  }; a visit that was begun does not.`;

const goingWords = ({ patients, name, to, first, last }: Going, showDay: (day: string) => string): string =>
  `${many(patients, 'patient')} ${patients === 1 ? 'goes' : 'go'} from ${name} to ${to} ${first === null ? 'at once' : `on ${showDay(first)}`}${
    last === null ? ', for good.' : `. After ${showDay(last)} ${patients === 1 ? 'the patient goes' : 'they go'} back, with what is left to do.`
  } ${last === null ? ALONG : ALONG_FOR_A_TIME}; a visit that was begun stays with ${name}.`;

export const movedWords = ({ patients, visits, tasks, transitions, notes }: Omit<Moved, 'to'>, to: string): string => {
  const work = [many(visits, 'visit'), ...(tasks ? [many(tasks, 'task')] : []), ...(transitions ? [many(transitions, 'transition')] : [])];
  const told = notes === 0 ? '' : ` ${to} has ${many(notes, 'hand-over note')} to read.`;
  if (patients === 0) return visits + tasks + transitions === 0 ? `They had moved to ${to} already.` : `${to} had these patients already; ${listed(work)} moved.${told}`;
  return `${listed([many(patients, 'patient'), ...work])} moved to ${to}.${told}`;
};

const listed = (parts: string[]): string => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);
