// Sends a form with a file and tells how far it is; `fetch` cannot tell that.

/** Called back with what the server said; `onProgress` is given (sent, of, seconds left). Returns how to stop it. */
export function upload(form, data, onProgress, onDone) {
  const request = new XMLHttpRequest();
  const startedAt = performance.now();
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("HX-Current-URL", location.href);
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const passed = (performance.now() - startedAt) / 1000;
    onProgress(loaded, total, loaded ? (passed * (total - loaded)) / loaded : NaN);
  });
  request.addEventListener("load", () => onDone(request));
  request.addEventListener("error", () => onDone(request));
  request.addEventListener("abort", () => onDone(null));
  request.send(data);
  return () => request.abort();
}
