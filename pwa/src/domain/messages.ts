/** Messages about a patient within the care team: who has seen what, and what still waits for somebody. */
import { anyValue, textField, type RecordLike } from './reading';

export interface MessageLike extends RecordLike {
  created: { by: string; at: string };
}

export const isUrgent = (message: RecordLike): boolean => anyValue(message, 'urgent') === true;

/** Nobody has to see her own words. */
export const isUnseen = (message: MessageLike, me: string): boolean =>
  message.created.by !== me && !(message.entries.seen ?? []).some(({ by }) => by === me);

/** What waits for this person before anything else, the oldest on top: it has waited longest. */
export const urgentUnseen = <T extends MessageLike>(messages: readonly T[], me: string): T[] =>
  inOrder(messages.filter((message) => isUrgent(message) && isUnseen(message, me)));

/** Of each patient one line: what waited longest, and how many there are. */
export const urgentTalks = <T extends MessageLike & { patient: string }>(messages: readonly T[], me: string): { first: T; count: number }[] => {
  const of = new Map<string, { first: T; count: number }>();
  for (const message of urgentUnseen(messages, me)) {
    const talk = of.get(message.patient);
    if (talk) talk.count += 1;
    else of.set(message.patient, { first: message, count: 1 });
  }
  return [...of.values()];
};

/** Who has seen it, each once, in the order in which they did. */
export const seenBy = (message: RecordLike): { by: string; at: string }[] => {
  const found = new Map<string, string>();
  for (const { by, at } of [...(message.entries.seen ?? [])].sort((a, b) => (a.at < b.at ? -1 : 1))) if (!found.has(by)) found.set(by, at);
  return [...found].map(([by, at]) => ({ by, at }));
};

/** Oldest first, as a talk is read. */
export const inOrder = <T extends MessageLike>(messages: readonly T[]): T[] =>
  [...messages].sort((a, b) => (a.created.at === b.created.at ? (a.id < b.id ? -1 : 1) : a.created.at < b.created.at ? -1 : 1));

/** A talk is read from its end: where the last `most` of it begin, or earlier what this person has not seen. */
export const readFrom = (messages: readonly MessageLike[], me: string, most: number): number => {
  const unseen = messages.findIndex((message) => isUnseen(message, me));
  const last = Math.max(0, messages.length - most);
  return unseen < 0 ? last : Math.min(last, unseen);
};

export interface Talk<T> {
  patient: string;
  last: T;
  unseen: number;
  urgent: boolean;
  /** Own urgent ones that nobody has seen. */
  unheard: number;
}

/** One line a patient: what is urgent and unseen first, then unseen, then the newest. */
export const talksOf = <T extends MessageLike & { patient: string }>(messages: readonly T[], me: string): Talk<T>[] => {
  const of = new Map<string, T[]>();
  for (const message of messages) of.set(message.patient, [...(of.get(message.patient) ?? []), message]);
  const talks = [...of].flatMap(([patient, all]): Talk<T>[] => {
    const last = inOrder(all).at(-1);
    const unseen = all.filter((message) => isUnseen(message, me));
    const unheard = all.filter((message) => message.created.by === me && isUrgent(message) && seenBy(message).length === 0);
    return last ? [{ patient, last, unseen: unseen.length, urgent: unseen.some(isUrgent), unheard: unheard.length }] : [];
  });
  const rank = ({ urgent, unseen }: Talk<T>): number => (urgent ? 0 : unseen > 0 ? 1 : 2);
  return talks.sort((a, b) => rank(a) - rank(b) || (a.last.created.at < b.last.created.at ? 1 : -1));
};

export const wordsOf = (message: RecordLike): string => textField(message, 'words');

const IN_A_LIST = 140;

/** What a list says of it: its beginning, where it is long. */
export const beginningOf = (message: RecordLike): string => {
  const words = wordsOf(message);
  return words.length > IN_A_LIST ? `${words.slice(0, IN_A_LIST).trimEnd()}…` : words;
};
