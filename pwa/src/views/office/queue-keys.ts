/** Single keys of the queue. Dead while typing or choosing; each has a visible button or link; all can be switched off. */

export const QUEUE_KEYS: readonly [string, string][] = [
  ['J or ↓', 'Next visit'],
  ['K or ↑', 'Visit before'],
  ['Enter', 'Open the visit'],
  ['F', 'Filters'],
  ['N', 'Show what is new'],
  ['/', 'Search'],
  ['?', 'This list'],
];

export interface QueueKeys {
  move: (by: 1 | -1) => void;
  filter: () => void;
  renew: () => void;
  help: () => void;
}

const TAKEN = 'input, textarea, select, dialog, [contenteditable]';
/** Elsewhere an arrow scrolls. */
const ROWS = '[data-visit], h1, body';

export const onQueueKey = (event: KeyboardEvent, keys: QueueKeys): void => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement) || target.closest(TAKEN)) return;
  if (key.startsWith('Arrow') && !target.matches(ROWS)) return;
  const acts: Readonly<Record<string, () => void>> = {
    j: () => { keys.move(1); },
    ArrowDown: () => { keys.move(1); },
    k: () => { keys.move(-1); },
    ArrowUp: () => { keys.move(-1); },
    f: () => { keys.filter(); },
    n: () => { keys.renew(); },
    '?': () => { keys.help(); },
  };
  const act = acts[key];
  if (!act) return;
  event.preventDefault();
  act();
};
