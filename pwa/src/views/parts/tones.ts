import type { IconName } from './icons';

/** What a status means. Colour comes third, after icon and word. */
export type Tone = 'ok' | 'info' | 'warning' | 'danger' | 'different' | 'quiet';

export const TONE_ICON: Record<Tone, IconName> = {
  ok: 'done',
  info: 'info',
  warning: 'warning',
  danger: 'stop',
  different: 'different',
  quiet: 'due',
};
