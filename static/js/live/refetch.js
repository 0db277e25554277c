// For pages that are not drawn piece by piece: when the project has changed they are fetched anew, and taken over from.
import { keepInPlace, press } from "./press.js";
import { follow } from "./stream.js";

const { project, seq } = document.body.dataset;
const SECOND = 1_000;
const RETRY = 5 * SECOND; // after a try that failed
const QUIET = ["hello", "people", "ping"]; // tell of no change
let waiting, apply;

/** `applyPage` is given the fresh page as a document. */
export function followWith(applyPage) {
  apply = applyPage;
  // Whether it is live need not be said: figures of a minute ago are as good, and a reload always helps.
  follow(`/p/${project}/live/`, Number(seq), { onMessage, showState() {} });
}

/** Fetch the page anew after a change; what the page knows already, the stream leaves out. */
async function onMessage({ event }) {
  if (!QUIET.includes(event)) refetchIn(SECOND * (0.5 + Math.random()));
}

/** Several changes at once make one new page, and not everybody asks for it at the same moment. */
function refetchIn(time) {
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
  await keepInPlace(() => apply(new DOMParser().parseFromString(text, "text/html")));
}
