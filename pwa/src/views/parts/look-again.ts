const EVERY_MS = 60_000;

/** Asks now, each minute while the screen is looked at, and at once when somebody comes back to it; until the answer is called. */
export const lookAgain = (ask: () => void, page: Document = document): (() => void) => {
  const whenSeen = (): void => {
    if (page.visibilityState === 'visible') ask();
  };
  ask();
  const timer = setInterval(whenSeen, EVERY_MS);
  page.addEventListener('visibilitychange', whenSeen);
  return () => {
    clearInterval(timer);
    page.removeEventListener('visibilitychange', whenSeen);
  };
};
