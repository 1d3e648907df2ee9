/** Jumps to a field of a visit's screen (whatever carries `data-field`), and where the person was last. */

const CONTROLS = 'input:checked, input, textarea, select, button, a[href]';

const reducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** What takes the focus inside a field: its chosen answer, else its first control, else the field itself. */
const controlIn = (element: HTMLElement): HTMLElement => {
  if (element.matches(CONTROLS)) return element;
  const checked = element.querySelector<HTMLElement>('input:checked');
  return checked ?? element.querySelector<HTMLElement>(CONTROLS) ?? element;
};

/** Puts the field at a third of the height. Focus only where asked: an answer may scroll, never move focus. */
export const showField = (field: string, focus: boolean): boolean => {
  const element = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
  if (!element) return false;
  const scroller = element.closest<HTMLElement>('.scroller');
  if (scroller) {
    const top = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    scroller.scrollTo({ top: Math.max(0, top - scroller.clientHeight / 3), behavior: reducedMotion() || focus ? 'auto' : 'smooth' });
  }
  if (focus) {
    const control = controlIn(element);
    if (control === element && !element.hasAttribute('tabindex')) element.tabIndex = -1;
    control.focus({ preventScroll: true });
  }
  return true;
};

/** The field around an element, or null outside of all. */
export const fieldOf = (element: Element | null): string | null =>
  element?.closest<HTMLElement>('[data-field]')?.dataset.field ?? null;

let lastInput: 'pointer' | 'keyboard' = 'pointer';

/** Scrolling after an answer is for fingers: who uses a keyboard keeps the place. Returns the way to stop. */
export const followInput = (): (() => void) => {
  const pointer = (): void => { lastInput = 'pointer'; };
  const keyboard = (): void => { lastInput = 'keyboard'; };
  addEventListener('pointerdown', pointer, true);
  addEventListener('keydown', keyboard, true);
  return () => {
    removeEventListener('pointerdown', pointer, true);
    removeEventListener('keydown', keyboard, true);
  };
};

export const usesKeyboard = (): boolean => lastInput === 'keyboard';
