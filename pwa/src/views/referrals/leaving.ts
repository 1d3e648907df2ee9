/**
 * A referral leaves 10 s after Send, with Undo in between (UX.md, section 7). What interrupts that time, and why:
 *
 * - The page is left, the answer is begun, another move begins, the app is hidden or locked: it leaves at once. She sent
 *   it, and a referral that waited for a page nobody opens again would be lost between two people.
 * - The app ends without a word (a reload, an empty battery): that Send was pressed, and with what, was kept sealed on
 *   this tablet before the time began. The next Unlock goes on with it; where she comes back to its very page, that page
 *   does, with Undo once more.
 * - Undo forgets that first. The form was never emptied, so that it stands as it stood.
 */
import { tick } from 'svelte';
import { NotSaved, type AppStore, type Intent, type Json, type PatientId, type RecordId, type RecordView } from '../../app/contract';
import { listOf, settled, textOf } from '../../domain/reading';
import { targetOf } from '../../domain/referrals';
import { visitNow } from '../duties/starting';
import { agencyTime } from '../parts/agency-time';
import { nowIso } from '../parts/clock';
import { keptUnder } from '../parts/kept-form.svelte';
import { waiting } from '../parts/waiting-move.svelte';
import { sending, type Way } from './acts';
import { leavingKey, pressedKey, SOMETHING_LEAVES } from './unsent';

/** What leaves, from which page, and where this tablet keeps it until it has left. */
export interface Departure {
  on: RecordId;
  patient: PatientId;
  /** That Send was pressed, and the form from which it was. */
  keys: { pressed: string; form: string };
  whom: string;
  /** What is said once it has left. */
  next: string;
  /** Where the focus goes after Undo. */
  focus: string;
  /** As it stands now: nothing where it may not leave any more. */
  intents: () => Intent[];
  /** Whether it still stands there unsent: somebody else may have sent it meanwhile. */
  unsent: () => boolean;
  gone?: () => void;
}

const CHANGED = 'Not sent: something changed meanwhile. Look at it again.';
const leavingNow = new Set<string>();

/** A lock that came while a write was waited for kept that one, and took the store: the next Unlock forgets this. */
export const forget = async (store: AppStore, key: string): Promise<void> => {
  if (store.phase === 'open') await store.keepTyped(key, null);
};

/** What of it is told: empty where it left. Its write begins before anything is waited for. */
export const leave = async (store: AppStore, { keys, patient, intents, unsent }: Departure): Promise<string> => {
  // Locked meanwhile: the next Unlock goes on.
  if (store.phase !== 'open' || leavingNow.has(keys.pressed)) return '';
  const [given, stays] = [intents(), unsent()];
  const form = store.openForm(visitNow(store, patient));
  leavingNow.add(keys.pressed);
  try {
    if (given.length > 0) await form.send(given);
    await forget(store, keys.pressed);
    if (given.length === 0 && stays) return CHANGED;
    await forget(store, keys.form);
    return '';
  } catch (problem) {
    if (!(problem instanceof NotSaved)) throw problem;
    // It is said, so that she presses Send again or does not: no later Unlock does it behind her back.
    await forget(store, keys.pressed);
    return `Not sent. ${problem.message}`;
  } finally {
    leavingNow.delete(keys.pressed);
    form.close();
  }
};

const wait = (store: AppStore, departure: Departure): void => {
  const { on, keys, whom, next, focus, gone } = departure;
  waiting.begin({
    on,
    words: `Sent to ${whom} in 10 seconds.`,
    keep: async () => {
      const why = await leave(store, departure);
      waiting.told = { on, words: why || `Sent to ${whom}. ${next}` };
      if (why === '') gone?.();
    },
    undone: () => {
      void forget(store, keys.pressed);
      waiting.told = { on, words: 'Not sent. It stands as it was.' };
      void tick().then(() => { document.getElementById(focus)?.focus(); });
    },
  });
};

const pressing = new Map<string, Promise<boolean>>();

const press = async (store: AppStore, departure: Departure, pressed: Json): Promise<boolean> => {
  // Both begin at once: a lock keeps what was begun.
  await Promise.all([store.keepTyped(SOMETHING_LEAVES, true), store.keepTyped(departure.keys.pressed, pressed)]);
  wait(store, departure);
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

/** The page opens again on which Send was pressed before the app ended: its time begins anew, with Undo. */
export const waitAgain = (store: AppStore, departure: Departure): void => {
  const { on, keys, intents, unsent } = departure;
  if (waiting.now?.on === on || leavingNow.has(keys.pressed)) return;
  if (intents().length > 0) {
    wait(store, departure);
    return;
  }
  void forget(store, keys.pressed);
  if (unsent()) waiting.told = { on, words: CHANGED };
};

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
    patient,
    keys: { pressed: pressedKey({ id }), form: leavingKey({ id }) },
    whom: targetOf(referral).name,
    next: 'Write their answer down here.',
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
