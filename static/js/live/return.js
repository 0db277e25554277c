// When a connection may be dead without a word: the network is another one, the machine or the page has slept.
const GAP = 4_000; // milliseconds between two looks at the clock, one second apart: nothing ran meanwhile

export function onReturn(listener) {
  let looked = Date.now();
  setInterval(() => {
    const gap = Date.now() - looked;
    looked += gap;
    if (gap > GAP && !document.hidden) listener();
  }, 1_000);
  // The timers of a window that nobody sees are rare: that is no gap.
  document.addEventListener("visibilitychange", () => { looked = Date.now(); });
  document.addEventListener("resume", listener);
  window.addEventListener("online", listener);
  window.addEventListener("pageshow", ({ persisted }) => persisted && listener());
}
