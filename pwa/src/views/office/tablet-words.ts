/** What the board says of a tablet: only what the server was told, with when. */
import type { BoardTablet } from '../../app/office';
import { ageWords, agoWords } from '../parts/agency-time';
import { stepWords } from './deadline-words';
import type { Mark } from './queue-words';

/** Why access is ended; the audit log keeps the code. */
export const END_REASONS: { value: string; label: string }[] = [
  { value: 'lost', label: 'The tablet is lost' },
  { value: 'stolen', label: 'The tablet was stolen' },
  { value: 'person-left', label: 'This person left' },
  { value: 'replaced', label: 'It is replaced by another' },
  { value: 'other', label: 'Another reason' },
];

const changes = (count: number): string => `${count} ${count === 1 ? 'change' : 'changes'}`;

/** "14 to send, as told 3 h ago". */
export const toSendWords = ({ unsent, lastContact }: BoardTablet, now: Date): string => {
  if (lastContact === null) return 'Never heard from';
  if (unsent === null) return 'Not told';
  return unsent === 0 ? `Nothing, as told ${agoWords(lastContact, now)}` : `${unsent} to send, as told ${agoWords(lastContact, now)}`;
};

/** What of it lies on the server and is in no chart. */
export const hereWords = ({ held, waiting, waitingSince }: BoardTablet, now: Date): string[] => [
  ...(held > 0 ? [`${held} held for checking`] : []),
  ...(waiting > 0 ? [`${waiting} waiting for what was sent later${waitingSince === null ? '' : `, oldest ${ageWords(waitingSince, now)}`}`] : []),
];

export const stateOf = ({ revoked, handedOver, unsent, lastContact, twoPasts, silent, person }: BoardTablet, when: (iso: string) => string, now: Date): Mark | string => {
  if (revoked !== null) return `Access ended ${when(revoked)}. ${handedOver > 0 ? `Handed over ${changes(handedOver)} since.` : 'Nothing handed over since.'}`;
  if (twoPasts !== null) return { tone: 'warning', icon: 'warning', words: `Its store was copied or put back, known since ${when(twoPasts)}` };
  if (silent !== null && lastContact !== null) {
    const told = silent.snooze === null ? `${stepWords(silent.step)}.` : `Put off until ${when(silent.snooze.until)}: ${silent.snooze.reason}`;
    return { tone: 'warning', icon: 'due', words: `${silentWords({ since: lastContact, unsent: unsent ?? 0, person }, now)} ${told}` };
  }
  return 'In use';
};

/** "Silent 26 h with 14 to send. Call A. Ruiz." */
export const silentWords = ({ since, unsent, person }: { since: string; unsent: number; person: { name: string } }, now: Date): string =>
  `Silent ${ageWords(since, now)} with ${unsent} to send. Call ${person.name}.`;

export const effectWords = ({ unsent }: BoardTablet): string =>
  unsent === null || unsent === 0
    ? 'What it may still have to send will be taken into Held at its next contact, then the tablet is emptied.'
    : `Its ${unsent === 1 ? 'one unsent change' : `${unsent} unsent changes`} will be taken into Held at its next contact, then the tablet is emptied.`;
