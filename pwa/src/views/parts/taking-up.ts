import type { Place } from '../../app/router';

const OWN_MOVES = ['wheel', 'pointerdown', 'keydown'] as const;

/**
 * Takes up a place on a screen that is still growing: the questions that answers bring and the steps of a safety
 * path are drawn after the frame around them, and before them the page is too short to be scrolled there. Goes on
 * until the place is reached, or until the person moves by herself; `done` is called once then. Answers the way to
 * stop without it.
 */
export function takeUp(scroller: HTMLElement, title: HTMLElement, { scroll, focus }: Place, done: () => void): () => void {
  const take = (): void => {
    scroller.scrollTop = scroll;
    const target = focus === null ? null : document.getElementById(focus);
    if (target && (document.activeElement === title || document.activeElement === document.body)) target.focus({ preventScroll: true });
    if (Math.abs(scroller.scrollTop - scroll) <= 1 && (focus === null || target)) end();
  };
  const grows = new ResizeObserver(take);
  const stop = (): void => {
    grows.disconnect();
    for (const move of OWN_MOVES) scroller.removeEventListener(move, end);
  };
  const end = (): void => {
    stop();
    done();
  };
  for (const move of OWN_MOVES) scroller.addEventListener(move, end, { passive: true });
  for (const part of scroller.children) grows.observe(part);
  return stop;
}
