/** The key that leads to the search from anywhere in the office. Dead while typing or choosing; it can be switched off. */
import { router } from '../../app/router';

export const SEARCH_AT = '#/office/search';
export const BOX = 'office-search';
const TAKEN = 'input:not([type=radio]):not([type=checkbox]), textarea, select, dialog, [contenteditable]';

export const focusBox = (): void => {
  document.getElementById(BOX)?.focus();
};

export const onSearchKey = (event: KeyboardEvent): void => {
  const { target, key } = event;
  if (key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (target instanceof HTMLElement && target.closest(TAKEN)) return;
  event.preventDefault();
  if (location.hash === SEARCH_AT) focusBox();
  else router.go(SEARCH_AT);
};
