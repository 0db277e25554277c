// Counts a stretch of time by the worker in ticker.js, which ticks in a hidden tab as well.
const EVERY = 1000 / 15; // milliseconds: as many pictures a second

export function openClock(address) {
  const worker = new Worker(address);
  let stretch = null; // the one that runs: {run, onTick, finish, passed}
  let runs = 0;
  worker.addEventListener("message", ({ data: { run, passed } }) => {
    if (run !== stretch?.run) return; // of one that was ended early
    stretch.passed = passed;
    if (passed === stretch.length) finish();
    else stretch.onTick(passed);
  });

  /** Calls `onTick` with the milliseconds that have passed, and resolves with them at `length`, or when it is ended. */
  function run(length, onTick) {
    runs += 1;
    worker.postMessage({ run: runs, every: EVERY, length });
    return new Promise((resolve) => { stretch = { run: runs, length, onTick, resolve, passed: 0 }; });
  }

  function finish() {
    const ended = stretch;
    stretch = null;
    ended?.resolve(ended.passed);
  }

  return { run, finish, close: () => worker.terminate() };
}
