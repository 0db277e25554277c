// A clock in a thread of its own (a worker): those of a page that nobody sees are slowed down to a tick a second.
let timer = 0;

addEventListener("message", ({ data: { run, every, length } }) => {
  clearInterval(timer);
  const begun = performance.now();
  timer = setInterval(() => {
    const passed = Math.min(performance.now() - begun, length);
    if (passed === length) clearInterval(timer);
    postMessage({ run, passed });
  }, every);
});
