// Sends a form until the server has answered: what was lost on the way is sent again, after a pause or when there is a
// network again. Each try is the same request to the server, by the id that is in the form.
import { identity } from "../board/send.js";
import { upload } from "./upload.js";

const PAUSES = [1, 2, 5, 10, 20, 30]; // seconds between tries; from then on the last
const PASSING = [0, 408, 429, 502, 503, 504]; // no answer, or one that says to come back

/** Calls back with the answer, or with null when it was cancelled. Returns how to cancel. */
export function uploadUntilAnswered(form, data, { onProgress, onWait, onDone }) {
  const end = new AbortController();
  let tries = 0;
  let timer = null;
  let abort = null;
  addEventListener("online", () => timer && attempt(), { signal: end.signal });
  addEventListener("offline", () => abort({ isLost: true }), { signal: end.signal }); // not every browser ends what was under way
  attempt();
  return cancel;

  function attempt() {
    clearTimeout(timer);
    timer = null;
    data.set("csrfmiddlewaretoken", identity()["X-CSRFToken"]); // each sign-in changes it
    abort = upload(form, data, onProgress, finish);
  }

  function finish(request) {
    if (!PASSING.includes(request?.status)) return stop(request);
    timer = setTimeout(attempt, PAUSES[Math.min(tries, PAUSES.length - 1)] * 1000);
    tries += 1;
    onWait(request);
  }

  function cancel() {
    if (timer) stop(null);
    else abort();
  }

  function stop(request) {
    clearTimeout(timer);
    end.abort();
    onDone(request);
  }
}
