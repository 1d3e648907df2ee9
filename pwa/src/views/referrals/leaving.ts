/**
 * A referral leaves 10 s after Send, with Undo in between (UX.md, section 7), and so does a move on the office's board.
 * What interrupts that time, and why:
 *
 * - The page is left, the answer is begun, another move begins, the app is hidden or locked: it leaves at once. She sent
 *   it, and a referral that waited for a page nobody opens again would be lost between two people.
 * - The app ends without a word (a reload, an empty battery): that Send was pressed, and with what, was kept sealed on
 *   this tablet before the time began, with whose chart it is in: the office holds none and reads it first. The next
 *   Unlock goes on with it; where she comes back to its very page, that page does, with Undo once more.
 * - Undo forgets that first. The form was never emptied, so that it stands as it stood.
 */
import { tick } from 'svelte';
import { NotSaved, type AppStore, type Intent, type Json, type PatientId, type RecordId, type RecordView } from '../../app/contract';
import { listOf, settled, textOf } from '../../domain/reading';
import { targetOf } from '../../domain/referrals';
import { visitNow } from '../duties/starting';
import { sidesOf } from '../frame/apps';
import { agencyTime } from '../parts/agency-time';
import { nowIso } from '../parts/clock';
import { keptUnder } from '../parts/kept-form.svelte';
import { waiting, type WaitingMove } from '../parts/waiting-move.svelte';
import { sending, type Way } from './acts';
import { leavingKey, pressedKey, SOMETHING_LEAVES } from './unsent';

/** What leaves, from which page, and where this tablet keeps it until it has left. */
export interface Departure {
  /** The page's record, or a board's name. */
  on: string;
  about: RecordId;
  patient: PatientId;
  /** That Send was pressed, and the form from which it was. */
  keys: { pressed: string; form: string };
  words: {
    /** Within its Undo. */
    waits: string;
    /** Once it has left. */
    left: string;
    /** That it did not: "Not sent". */
    not: string;
  };
  /** Where the focus goes after Undo. */
  focus: string;
  /** As it stands now: nothing where it may not leave any more. */
  intents: () => Intent[];
  /** Whether it still stands there unsent: somebody else may have sent it meanwhile. */
  unsent: () => boolean;
  gone?: () => void;
}

export const changedSince = ({ words }: Departure): string => `${words.not}: something changed meanwhile. Look at it again.`;
const leavingNow = new Set<string>();

/** A lock that came while a write was waited for kept that one, and took the store: the next Unlock forgets this. */
export const forget = async (store: AppStore, key: string): Promise<void> => {
  if (store.phase === 'open') await store.keepTyped(key, null);
};

/** What of it is told: empty where it left. Its write begins before anything is waited for. */
export const leave = async (store: AppStore, departure: Departure): Promise<string> => {
  const { keys, patient, intents, unsent, words } = departure;
  // Locked meanwhile: the next Unlock goes on.
  if (store.phase !== 'open' || leavingNow.has(keys.pressed)) return '';
  const [given, stays] = [intents(), unsent()];
  const form = store.openForm(visitNow(store, patient));
  leavingNow.add(keys.pressed);
  try {
    if (given.length > 0) await form.send(given);
    await forget(store, keys.pressed);
    if (given.length === 0 && stays) return changedSince(departure);
    await forget(store, keys.form);
    return '';
  } catch (problem) {
    if (!(problem instanceof NotSaved)) throw problem;
    // It is said, so that she presses Send again or does not: no later Unlock does it behind her back.
    await forget(store, keys.pressed);
    return `${words.not}. ${problem.message}`;
  } finally {
    leavingNow.delete(keys.pressed);
    form.close();
  }
};

const moveOf = (store: AppStore, departure: Departure): WaitingMove => {
  const { on, about, keys, words, focus, gone } = departure;
  return {
    on,
    words: words.waits,
    keep: async () => {
      const why = await leave(store, departure);
      waiting.told = { on, about, words: why || words.left };
      if (why === '') gone?.();
    },
    undone: () => {
      void forget(store, keys.pressed);
      waiting.told = { on, about, words: `${words.not}. It stands as it was.` };
      void tick().then(() => { document.getElementById(focus)?.focus(); });
    },
  };
};

const pressing = new Map<string, Promise<boolean>>();

const press = async (store: AppStore, departure: Departure, pressed: Json): Promise<boolean> => {
  const { keys, patient } = departure;
  // Both begin at once: a lock keeps what was begun. Its time is shown only then: what is said to wait outlasts the page.
  const kept = Promise.all([
    store.keepTyped(SOMETHING_LEAVES, { ...keptUnder(store, SOMETHING_LEAVES), [keys.pressed]: patient }),
    store.keepTyped(keys.pressed, pressed),
  ]);
  await waiting.beginOnce(kept, moveOf(store, departure));
  return true;
};

/**
 * False where nothing may leave: there is no agreement, or it is not clear whom this asks and for what. The second tap
 * of a double tap is the same Send: begun twice, the second time would end the first one's Undo.
 */
export const leaveSoon = (store: AppStore, departure: Departure, pressed: Json): Promise<boolean> => {
  const { keys, intents } = departure;
  const already = pressing.get(keys.pressed);
  if (already) return already;
  if (intents().length === 0) return Promise.resolve(false);
  const begun = press(store, departure, pressed).finally(() => { pressing.delete(keys.pressed); });
  pressing.set(keys.pressed, begun);
  return begun;
};

/**
 * The office holds no chart of its own: what was pressed there is read before it goes on. False where one could not be
 * read, for want of a network most often: it is tried again with the next Unlock.
 */
export const readPressed = async (store: AppStore): Promise<boolean> => {
  if (!sidesOf(store.me.role).includes('office')) return true;
  const waits = Object.entries(keptUnder(store, SOMETHING_LEAVES) ?? {}).filter(([key]) => store.local(key) !== undefined);
  const read = await Promise.allSettled([...new Set(waits.map(([, patient]) => textOf(patient)))].map((patient) => store.openChart(patient as PatientId)));
  return read.every(({ status }) => status === 'fulfilled');
};

/** The page opens again on which Send was pressed before the app ended: its time begins anew, with Undo. */
export const waitAgain = (store: AppStore, departure: Departure): void => {
  const { on, about, keys, intents, unsent } = departure;
  if (waiting.now?.on === on || leavingNow.has(keys.pressed)) return;
  if (intents().length > 0) {
    waiting.begin(moveOf(store, departure));
    return;
  }
  void forget(store, keys.pressed);
  if (unsent()) waiting.told = { on, about, words: changedSince(departure) };
};

export const sendingWords = (whom: string, next: string): Departure['words'] => ({ waits: `Sent to ${whom} in 10 seconds.`, left: `Sent to ${whom}. ${next}`, not: 'Not sent' });

interface Told {
  how: Way;
  parts: readonly string[];
}

const isDraft = (referral: RecordView | undefined): boolean => textOf(settled(referral, 'state')) === 'draft';

/** `on` is the page on which it waits, where that is not its own. */
const departureOf = (store: AppStore, referral: RecordView, { how, parts, at }: Told & { at: string }, on?: RecordId): Departure => {
  const { id, patient } = referral;
  return {
    on: on ?? id,
    about: id,
    patient,
    keys: { pressed: pressedKey({ id }), form: leavingKey({ id }) },
    words: sendingWords(targetOf(referral).name, 'Write their answer down here.'),
    focus: on === undefined ? 'send-referral' : 'ask-next-place',
    intents: () => {
      const now = store.record(id);
      return now && isDraft(now) ? sending(store, now, how, new Set(parts), agencyTime(store.agency.timezone).today(), at) : [];
    },
    unsent: () => isDraft(store.record(id)),
  };
};

export const sendReferral = (store: AppStore, referral: RecordView, told: Told, on?: RecordId): Promise<boolean> => {
  const at = nowIso();
  return leaveSoon(store, departureOf(store, referral, { ...told, at }, on), { how: told.how, parts: [...told.parts], at });
};

/** A referral for which Send was pressed before the app ended. */
export const pressedReferral = (store: AppStore, referral: RecordView): Departure | null => {
  const kept = keptUnder(store, pressedKey(referral));
  return kept && departureOf(store, referral, { how: textOf(kept['how']) as Way, parts: listOf(kept['parts']).map(textOf), at: textOf(kept['at']) });
};
