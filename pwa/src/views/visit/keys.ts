/** Keys of the visit: J next open question, / find a question, Alt+1 to 9 sections, Esc hides private questions. */
export interface KeyActions {
  next(): void;
  find(): void;
  section(index: number): void;
  /** True where there was something to hide. */
  hide(): boolean;
}

const TYPING = 'textarea, select, [contenteditable], input:not([type="radio"], [type="checkbox"])';

const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.closest(TYPING) !== null;

export const onVisitKey = (event: KeyboardEvent, actions: KeyActions): void => {
  if (event.key === 'Escape') {
    if (actions.hide()) event.preventDefault();
    return;
  }
  const digit = /^Digit([1-9])$/u.exec(event.code)?.[1];
  if (event.altKey && digit) {
    event.preventDefault();
    actions.section(Number(digit) - 1);
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
  if (event.key === 'j' || event.key === 'J') {
    event.preventDefault();
    actions.next();
  } else if (event.key === '/') {
    event.preventDefault();
    actions.find();
  }
};
