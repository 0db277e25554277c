// For pages that are not drawn piece by piece: when the project has changed they are fetched anew, and taken over from.
import { showEnd } from "./mark.js";
import { keepInPlace, press } from "./press.js";
import { follow } from "./stream.js";
import { isInUse } from "./version.js";

const { project, seq } = document.body.dataset;
const SECOND = 1_000;
const RETRY = 5 * SECOND; // after a try that failed
const QUIET = ["hello", "people", "ping"]; // tell of no change
let waiting, apply, listener;

/**
 * `applyPage` is given the fresh page as a document; not after changes of cards alone, where the page does not show
 * them. `showPresence` is given the ids of who looks on.
 */
export function followWith(applyPage, { showState = showEnd, showPresence = () => {}, showsCards = true } = {}) {
  apply = applyPage;
  listener = { showPresence, showsCards };
  follow(`/p/${project}/live/`, Number(seq), { onMessage, showState });
}

/** Fetch the page anew after a change; what the page knows already, the stream leaves out. */
async function onMessage({ event, data }) {
  if (event === "hello") listener.showPresence(JSON.parse(data).people);
  else if (event === "people") listener.showPresence(JSON.parse(data));
  if (event === "board" || (listener.showsCards && !QUIET.includes(event))) refetchIn(SECOND * (0.5 + Math.random()));
}

/** Several changes at once make one new page, and not everybody asks for it at the same moment. */
export function refetchIn(time) {
  waiting ??= setTimeout(refetch, time);
}

async function refetch() {
  waiting = undefined;
  const response = await fetch(location.href).catch(() => null);
  if (!response || response.status >= 500) refetchIn(RETRY);
  else if (response.ok && new URL(response.url).pathname.startsWith("/p/")) await show(await response.text());
}

async function show(text) {
  while (press()) await press();
  const page = new DOMParser().parseFromString(text, "text/html");
  // Somebody may do more by now, or less: that is another page. It waits for what is being typed, as an upgrade does.
  if (page.body.dataset.access === document.body.dataset.access) await keepInPlace(() => apply(page));
  else if (!isInUse()) location.reload();
}
