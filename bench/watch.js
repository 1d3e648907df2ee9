// Runs in the page before the app does, and writes down when a person could see or rely on something.
// Times are the page's own: milliseconds since its navigation began.
(() => {
  const seen = { unlockShown: null, unlockTapped: null, keysOpen: null, todayDrawn: null, answers: [] };
  // The browser tells of marks late when it is busy, so taps and writes are matched by their own times.
  const taps = [];
  const writing = [];
  window.__bench = seen;

  const shown = (element) => element !== null && element.getBoundingClientRect().height > 0;
  const unlock = () => [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Unlock') ?? null;
  const today = () => (document.querySelector('h1')?.textContent.startsWith('Today') ? document.querySelector('a[id^="visit-"]') : null);

  // The task after the next frame: what was found is on the screen by then.
  const whenDrawn = (write) => requestAnimationFrame(() => setTimeout(() => write(performance.now()), 0));

  const look = () => {
    if (seen.unlockShown === null && shown(unlock())) {
      seen.unlockShown = 0;
      whenDrawn((time) => { seen.unlockShown = time; });
    }
    if (seen.todayDrawn === null && shown(today())) {
      seen.todayDrawn = 0;
      whenDrawn((time) => { seen.todayDrawn = time; });
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });

  addEventListener('pointerup', (event) => {
    taps.push(event.timeStamp);
    if (event.target.closest('button') === unlock()) seen.unlockTapped = event.timeStamp;
  }, { capture: true });

  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) {
      if (name === 'doorstep-keys-open') seen.keysOpen = startTime;
      if (name === 'doorstep-intent') {
        const before = taps.filter((time) => time <= startTime);
        taps.splice(0, before.length);
        writing.push(before.at(-1) ?? null);
      }
      // Writes are made durable in their order; one that no tap asked for is no answer.
      if (name === 'doorstep-durable') {
        const tapped = writing.shift() ?? null;
        if (tapped !== null) seen.answers.push({ tapped, taken: startTime - tapped });
      }
    }
  }).observe({ type: 'mark' });
})();
