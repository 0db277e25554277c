// For pages that are not drawn piece by piece: when the project has changed they are fetched anew, and taken over from.
import { follow } from "./stream.js";

const { project, seq } = document.body.dataset;
const SECOND = 1_000;
const AGAIN = 5 * SECOND; // after a try that failed
let waiting, take;

/** `taking` is given the fresh page as a document. */
export function followBy(taking) {
  take = taking;
  // Whether it is live need not be said: figures of a minute ago are as good, and a reload always helps.
  follow(`/p/${project}/live/`, Number(seq), { tell, show() {} });
}

/** All but greetings and who is looking tells of a change; what the page knows already, the stream does not tell. */
async function tell({ event }) {
  if (event !== "hello" && event !== "people") soon(SECOND * (0.5 + Math.random()));
}

/** Several changes at once make one new page, and not everybody asks for it at the same moment. */
function soon(time) {
  waiting ??= setTimeout(renew, time);
}

async function renew() {
  waiting = undefined;
  const response = await fetch(location.href).catch(() => null);
  if (!response || response.status >= 500) soon(AGAIN);
  else if (response.ok && !response.redirected) take(new DOMParser().parseFromString(await response.text(), "text/html"));
}
