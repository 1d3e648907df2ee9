/** Single keys of the board of referrals. Dead while typing or choosing; each has a visible button; all can be switched off. */

export const REFERRAL_KEYS: readonly [string, string][] = [
  ['J or ↓', 'Next referral'],
  ['K or ↑', 'Referral before'],
  ['A', 'Record answer'],
  ['M', 'Move to…'],
  ['U', 'Undo'],
  ['/', 'Search'],
  ['?', 'This list'],
];

export interface ReferralKeys {
  undo: () => void;
  help: () => void;
}

const TAKEN = 'input, textarea, select, dialog, [contenteditable]';
const ROWS = 'tr[id^="referral-"]';
/** Elsewhere an arrow scrolls. */
const ARROWS = `${ROWS} a, h1, body`;

const rows = (): Element[] => [...document.querySelectorAll(ROWS)];

const move = (by: 1 | -1): void => {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = here === -1 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1);
  all[next]?.querySelector<HTMLElement>('th a')?.focus();
};

/** Press a row's own button: the key does nothing that the button doesn't. */
const press = (act: string): void => {
  const row = document.activeElement?.closest(ROWS) ?? rows()[0];
  row?.querySelector<HTMLElement>(`[id^="${act}-"]`)?.click();
};

export const onReferralKey = (event: KeyboardEvent, keys: ReferralKeys): void => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement) || target.closest(TAKEN)) return;
  if (key.startsWith('Arrow') && !target.matches(ARROWS)) return;
  const acts: Readonly<Record<string, () => void>> = {
    j: () => { move(1); },
    ArrowDown: () => { move(1); },
    k: () => { move(-1); },
    ArrowUp: () => { move(-1); },
    a: () => { press('answer'); },
    m: () => { press('move'); },
    u: () => { keys.undo(); },
    '?': () => { keys.help(); },
  };
  const act = acts[key];
  if (!act) return;
  event.preventDefault();
  act();
};
