/** Clean screen: touches are ignored for 30 s, so that the glass can be wiped. Esc ends it. */
export const CLEAN_SECONDS = 30;

let left = $state(0);
let timer: ReturnType<typeof setInterval> | undefined;

export const cleaning = {
  get secondsLeft(): number {
    return left;
  },
  start(): void {
    clearInterval(timer);
    left = CLEAN_SECONDS;
    timer = setInterval(() => {
      left -= 1;
      if (left <= 0) cleaning.stop();
    }, 1000);
  },
  stop(): void {
    clearInterval(timer);
    left = 0;
  },
};
