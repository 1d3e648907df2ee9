/** Single keys of the review. Dead while typing; each has a visible button; all can be switched off. */

export const REVIEW_KEYS: readonly [string, string][] = [
  ['J, K', 'Next field, field before'],
  ['C', 'Remark on this field'],
  ['P', 'Propose a value in the open remark'],
  ['R', 'Return with the remarks'],
  ['A', 'Approve'],
  ['U', 'Undo a removed remark'],
  ['/', 'Search'],
  ['?', 'This list'],
];

export interface ReviewKeys {
  /** The Remark button of the field that has the focus. */
  remark: (button: HTMLElement | null) => void;
  propose: () => void;
  giveBack: () => void;
  approve: () => void;
  undo: () => void;
  help: () => void;
}

const TYPING = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]';

const buttons = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-remark] > button')];

const move = (by: 1 | -1): void => {
  const all = buttons();
  const at = all.findIndex((button) => button === document.activeElement);
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.scrollIntoView({ block: 'center' });
  next?.focus();
};

export const onReviewKey = (event: KeyboardEvent, keys: ReviewKeys): void => {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (target instanceof HTMLElement && target.closest(TYPING)) return;
  const acts: Readonly<Record<string, () => void>> = {
    j: () => { move(1); },
    k: () => { move(-1); },
    c: () => {
      const field = document.activeElement?.closest('[data-remark], .pair, li, article');
      keys.remark(field?.querySelector<HTMLElement>('[data-remark] > button, button') ?? buttons()[0] ?? null);
    },
    p: () => { keys.propose(); },
    r: () => { keys.giveBack(); },
    a: () => { keys.approve(); },
    u: () => { keys.undo(); },
    '?': () => { keys.help(); },
  };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
};
