/** What the board says of a tablet: only what the server was told, with when. */
import type { BoardTablet } from '../../app/office';
import { ageWords, agoWords } from '../parts/agency-time';
import type { Mark } from './queue-words';

const SILENT_MS = 24 * 3_600_000;

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

export const stateOf = ({ revoked, handedOver, unsent, lastContact, twoPasts, person }: BoardTablet, when: (iso: string) => string, now: Date): Mark | string => {
  if (revoked !== null) return `Access ended ${when(revoked)}. ${handedOver > 0 ? `Handed over ${changes(handedOver)} since.` : 'Nothing handed over since.'}`;
  if (twoPasts !== null) return { tone: 'warning', icon: 'warning', words: `Its store was copied or put back, known since ${when(twoPasts)}` };
  const silent = lastContact !== null && now.getTime() - new Date(lastContact).getTime() > SILENT_MS;
  if (silent && (unsent ?? 0) > 0) return { tone: 'warning', icon: 'due', words: `Silent ${ageWords(lastContact, now)} with ${unsent ?? 0} to send. Call ${person.name}.` };
  return 'In use';
};

export const effectWords = ({ unsent }: BoardTablet): string =>
  unsent === null || unsent === 0
    ? 'What it may still have to send will be taken into Held at its next contact, then the tablet is emptied.'
    : `Its ${unsent === 1 ? 'one unsent change' : `${unsent} unsent changes`} will be taken into Held at its next contact, then the tablet is emptied.`;
