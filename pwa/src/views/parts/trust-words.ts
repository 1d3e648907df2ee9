import type { TrustState } from '../../app/contract';
import type { IconName } from './icons';
import type { Tone } from './tones';

export interface TrustWords {
  icon: IconName;
  tone: Tone | 'plain';
  /** As the pill shows it. */
  short: string;
  /** As it is read out. */
  full: string;
  urgent: boolean;
}

/** The pill's words for each state, exactly as UX section 4 gives them. `time` formats an instant. */
export const trustWords = (trust: TrustState, time: (iso: string) => string): TrustWords => {
  switch (trust.kind) {
    case 'not-saved':
      return { icon: 'stop', tone: 'danger', short: 'Not saved', full: `Not saved. ${trust.why}`, urgent: true };
    case 'cannot-send':
      return {
        icon: 'warning', tone: 'warning', short: `Can't send · ${trust.why}`,
        full: `Can't send: ${trust.why}. Saved on this tablet, ${trust.waiting} to send.`, urgent: false,
      };
    case 'sending':
      return { icon: 'sending', tone: 'info', short: `Sending ${trust.done} of ${trust.of}`, full: `Sending ${trust.done} of ${trust.of}.`, urgent: false };
    case 'saved':
      return {
        icon: 'saved', tone: 'plain',
        short: trust.waiting > 0 ? `Saved on this tablet · ${trust.waiting} to send` : 'Saved on this tablet',
        full: trust.waiting > 0 ? `Saved on this tablet. ${trust.waiting} to send.` : 'Saved on this tablet.', urgent: false,
      };
    case 'safe':
      return { icon: 'safe', tone: 'ok', short: `Safe on the server · ${time(trust.at)}`, full: `Safe on the server since ${time(trust.at)}.`, urgent: false };
    case 'offline':
      return { icon: 'saved', tone: 'plain', short: 'Offline · nothing to send', full: 'Offline. Nothing to send.', urgent: false };
  }
};
