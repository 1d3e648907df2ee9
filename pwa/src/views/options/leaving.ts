/** Send to all leaves as one referral does (referrals/leaving.ts); and all that was pressed before the app ended leaves from here. */
import type { AppStore, Json, RecordView } from '../../app/contract';
import { fullName } from '../../domain/names';
import { anyValue, listOf, settled, textOf } from '../../domain/reading';
import { agencyTime } from '../parts/agency-time';
import { nowIso } from '../parts/clock';
import { keptUnder } from '../parts/kept-form.svelte';
import { pressedMove } from '../office/moving';
import type { Way } from '../referrals/acts';
import { forget, leave, leaveSoon, pressedReferral, readPressed, sendingWords, type Departure } from '../referrals/leaving';
import { SOMETHING_LEAVES } from '../referrals/unsent';
import { sendingAll, turnsOf, type Priority } from './sending';

type Options = Pick<RecordView, 'id'>;

/** Where this tablet keeps what was chosen in the form until it is sent. */
export const shareKey = ({ id }: Options): string => `options ${id} share`;
const pressedKey = ({ id }: Options): string => `options ${id} pressed`;

/** What the form says: which places, what of the chart, how, how soon, and who agrees. */
export interface Share {
  ticked: string[];
  chosen: string[];
  how: string;
  by: string;
  priority: string;
}

const departureOf = (store: AppStore, options: RecordView, share: Share, at: string, gone?: () => void): Departure => {
  const { id, patient } = options;
  const count = share.ticked.length;
  const today = (): string => agencyTime(store.agency.timezone).today();
  const chosen = (): RecordView | undefined => {
    const now = store.record(id);
    return textOf(settled(now, 'state')) === 'chosen' ? now : undefined;
  };
  return {
    on: id,
    about: id,
    patient,
    keys: { pressed: pressedKey(options), form: shareKey(options) },
    words: sendingWords(count === 1 ? '1 place' : `${count} places`, 'When one answers, open it here and record it.'),
    focus: 'share-send',
    intents: () => {
      const now = chosen();
      if (now === undefined) return [];
      const full = patient === 'library' ? '' : fullName(anyValue(store.record(patient), 'name'));
      const name = share.by.trim() || full;
      const by = { name, relation: name === full ? 'self' : '' };
      const asking = { now: new Set(share.ticked), by, how: share.how as Way, chosen: new Set(share.chosen), priority: share.priority as Priority, at };
      return sendingAll(store, now, turnsOf(store, now, today()), asking);
    },
    unsent: () => {
      const now = chosen();
      return now !== undefined && turnsOf(store, now, today()).some(({ place }) => share.ticked.includes(place.facility));
    },
    ...(gone ? { gone } : {}),
  };
};

export const sendToAll = (store: AppStore, options: RecordView, share: Share, gone: () => void): Promise<boolean> => {
  const at = nowIso();
  return leaveSoon(store, departureOf(store, options, share, at, gone), { ...share, at });
};

/** A Send to all that was pressed before the app ended. */
export const pressedToAll = (store: AppStore, options: RecordView, gone?: () => void): Departure | null => {
  const kept = keptUnder(store, pressedKey(options));
  if (kept === null) return null;
  const words = (part: keyof Share): Json[] => listOf(kept[part]) as Json[];
  const share = { ticked: words('ticked').map(textOf), chosen: words('chosen').map(textOf), how: textOf(kept['how']), by: textOf(kept['by']), priority: textOf(kept['priority']) };
  return departureOf(store, options, share, textOf(kept['at']), gone);
};

/**
 * What was pressed before the app ended; but for the page she comes back to, which offers its Undo once more. What may
 * not leave any more is kept until its page is opened, which says so.
 */
export const leaveAfterUnlock = async (store: AppStore, back: (page: string) => boolean): Promise<void> => {
  const isRead = await readPressed(store);
  if (store.phase !== 'open') return;
  const pressed = [
    ...store.all('referral').map((one) => pressedReferral(store, one)),
    ...store.all('facility_options').map((one) => pressedToAll(store, one)),
    ...store.all('referral').map((one) => pressedMove(store, one)),
  ].filter((one) => one !== null);
  const stays = (one: Departure): boolean => back(one.on) || (one.unsent() && one.intents().length === 0);
  const staying = pressed.filter(stays);
  for (const one of pressed) if (!staying.includes(one)) await leave(store, one);
  if (staying.length === 0 && isRead) await forget(store, SOMETHING_LEAVES);
};
