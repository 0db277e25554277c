// A page that is only read: when the project has changed it is fetched anew, and what is on it put in place of what was.
import { follow } from "./stream.js";

const { project, seq } = document.body.dataset;
const SECOND = 1_000;
const AGAIN = 5 * SECOND; // after a try that failed
let waiting;

/** Every change of the board or the plan comes with a number; greetings and who is looking do not. */
async function tell({ id }) {
  if (id) soon(SECOND * (0.5 + Math.random()));
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

/** The same page with other figures: the focus and a table that was scrolled stay where they are. */
function take(page) {
  const main = document.getElementById("main");
  const fresh = document.adoptNode(page.getElementById("main"));
  if (main.innerHTML === fresh.innerHTML) return;
  const scrolled = main.querySelector(".scroller")?.scrollLeft;
  const focused = [...main.querySelectorAll("a, [tabindex]")].indexOf(document.activeElement);
  main.replaceChildren(...fresh.childNodes);
  if (scrolled) main.querySelector(".scroller")?.scrollTo({ left: scrolled });
  if (focused >= 0) main.querySelectorAll("a, [tabindex]")[focused]?.focus({ preventScroll: true });
  document.title = page.title;
}

// Whether it is live need not be said: figures of a minute ago are as good, and a reload always helps.
follow(`/p/${project}/live/`, Number(seq), { tell, show() {} });
