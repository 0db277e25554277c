// Sends a form with a file and tells how far it is; `fetch` cannot tell that.

const SILENCE = 120_000; // milliseconds in which nothing is sent or answered: the network is gone, though nobody says so

/**
 * Send the form. `onProgress` is given (sent, of, seconds left); `onDone` the request as it was answered, with status 0
 * if the network is gone, or null if it was stopped. Returns how to stop it, with `isLost` as a lost network does.
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

/** Why our own server refused it, if it said so; an answer without its number comes from something before it. */
export function serverSentence(request) {
  const isOurs = request.getResponseHeader("X-Request-ID");
  const isSentence = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return isOurs && isSentence ? request.responseText : "";
}
