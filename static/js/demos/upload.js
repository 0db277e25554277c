// Sends a form with a file and tells how far it is; `fetch` cannot tell that.

/** Called back with what the server said; `tell` hears (sent, of, seconds left). Returns how to stop it. */
export function upload(form, data, tell, done) {
  const request = new XMLHttpRequest();
  const begun = performance.now();
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const passed = (performance.now() - begun) / 1000;
    tell(loaded, total, loaded ? (passed * (total - loaded)) / loaded : NaN);
  });
  request.addEventListener("load", () => done(request));
  request.addEventListener("error", () => done(request));
  request.addEventListener("abort", () => done(null));
  request.send(data);
  return () => request.abort();
}
