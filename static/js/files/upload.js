// Sends a form with a file and tells how far it is; `fetch` cannot tell that.

const SILENCE = 120_000; // milliseconds in which nothing is sent or answered: the network is gone, though nobody says so

/**
 * Called back with what the server said, of a network that is gone with status 0, and with null when it was stopped;
 * `onProgress` is given (sent, of, seconds left). Returns how to stop it, with `isLost` as a network that is gone does.
 */
export function upload(form, data, onProgress, onDone) {
  const request = new XMLHttpRequest();
  const startedAt = performance.now();
  let isStopped = false;
  let timer;
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("HX-Current-URL", location.href);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const passed = (performance.now() - startedAt) / 1000;
    listen();
    onProgress(loaded, total, loaded ? (passed * (total - loaded)) / loaded : NaN);
  });
  request.addEventListener("loadend", () => {
    clearTimeout(timer);
    onDone(isStopped ? null : request);
  });
  request.send(data);
  listen();
  return stop;

  function listen() {
    clearTimeout(timer);
    timer = setTimeout(() => request.abort(), SILENCE);
  }

  function stop({ isLost = false } = {}) {
    isStopped = !isLost;
    request.abort();
  }
}
