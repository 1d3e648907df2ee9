/**
 * That something typed went with the keys when the app locked, told from one page to the next. A mark beside the
 * place's number and nothing else: Chromium keeps this on disk.
 */
interface Marked {
  lost?: number;
}

export function noteLost(): void {
  history.replaceState({ ...(history.state as object | null), lost: 1 }, '');
}

/** Whether it was so; told once. */
export function wasLost(): boolean {
  const { lost, ...rest } = (history.state ?? {}) as Marked;
  if (lost === undefined) return false;
  history.replaceState(rest, '');
  return true;
}
