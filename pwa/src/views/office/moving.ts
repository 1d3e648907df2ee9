/** A move on the board of referrals leaves as a Send does (referrals/leaving.ts): after its Undo, and after an app that ended. */
import type { AppStore, Json, RecordView } from '../../app/contract';
import { isObject, settled, textOf } from '../../domain/reading';
import { movesOffered, targetOf, type ReferralMove } from '../../domain/referrals';
import { keptUnder } from '../parts/kept-form.svelte';
import { waiting } from '../parts/waiting-move.svelte';
import { changedSince, leave, leaveSoon, readPressed, waitAgain, type Departure } from '../referrals/leaving';
import { movePressedKey, movingKey } from '../referrals/unsent';

/** The page on which it waits, as its address has it. */
export const BOARD = 'office/referrals';

const departureOf = (store: AppStore, referral: RecordView, { event, state, words, why }: ReferralMove): Departure => {
  const { id, patient } = referral;
  return {
    on: BOARD,
    about: id,
    patient,
    keys: { pressed: movePressedKey({ id }), form: movingKey({ id }) },
    words: { waits: `${targetOf(referral).name || 'This referral'} moves in 10 seconds: ${words}.`, left: `Moved: ${words}.`, not: 'Not moved' },
    focus: `move-${id}`,
    intents: () => {
      const now = store.record(id);
      const goes = now !== undefined && movesOffered(now).some((one) => one.event === event && one.state === state);
      return goes ? [{ do: 'event', record: id, field: 'state', event, ...(why ? { why } : {}) }] : [];
    },
    unsent: () => textOf(settled(store.record(id), 'state')) !== state,
  };
};

export const moveSoon = async (store: AppStore, referral: RecordView, move: ReferralMove): Promise<void> => {
  const departure = departureOf(store, referral, move);
  if (!(await leaveSoon(store, departure, move as unknown as Json))) waiting.told = { on: BOARD, about: referral.id, words: changedSince(departure) };
};

/** A referral whose move was pressed before the app ended. */
export const pressedMove = (store: AppStore, referral: RecordView): Departure | null => {
  const kept = keptUnder(store, movePressedKey(referral));
  if (kept === null) return null;
  const [why, of] = [kept['why'], (part: string): string => textOf(kept[part])];
  return departureOf(store, referral, { event: of('event'), state: of('state'), words: of('words'), why: isObject(why) ? { code: textOf(why['code']), text: textOf(why['text']) } : null });
};

/** The board opens again: its time begins anew, with Undo; who has gone on meanwhile means it. */
export const takeUpMoves = async (store: AppStore, isHere: () => boolean): Promise<void> => {
  await readPressed(store);
  if (store.phase !== 'open') return;
  for (const one of store.all('referral').map((referral) => pressedMove(store, referral)).filter((move) => move !== null)) {
    if (isHere()) waitAgain(store, one);
    else await leave(store, one);
  }
};
