// The time since a standup began, by the server's clock: one's own may be wrong by minutes, either way.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
let offset = -Infinity; // from `performance.now()`, which nobody sets, to the server's time
let element, started, minutes, timer;

/** Learn from the stream what time it is. Every word has been on its way for a while: the one that took least is right. */
export function learnTime(now) {
  offset = Math.max(offset, now - performance.now());
}

/** Show it in `place` from now on; after so many minutes it is amber. */
export function showClock(place, since, most) {
  [element, started, minutes] = [place, since, most];
  draw();
}

export function stopClock() {
  clearTimeout(timer);
  started = undefined;
}

function draw() {
  clearTimeout(timer);
  if (started === undefined) return;
  const passed = Math.max(0, offset + performance.now() - started);
  const seconds = String(Math.floor((passed % MINUTE) / SECOND)).padStart(2, "0");
  element.textContent = `${Math.floor(passed / MINUTE)}:${seconds}`;
  element.classList.toggle("is-long", passed >= minutes * MINUTE);
  timer = setTimeout(draw, SECOND - (passed % SECOND));
}

// The timers of a window that nobody sees are rare.
document.addEventListener("visibilitychange", () => document.hidden || draw());
