// The window of whoever leads tells where it is: the server decides which places there are. Its own page is drawn already.
import { ask } from "../board/send.js";
import { projectKey, readDraft, saveDraft } from "../drafts.js";
import { here } from "./place.js";
import { postInTurn, verbAddress, whereIAm } from "./verbs.js";

const UNANSWERED = [0, 408, 502, 503, 504];
const RETRY = 1_000;
const STAYS = 3_000; // after which a page that was left for another one, and is still there, is where its person is
const GIVES_UP = 9_000; // a window that nobody sees gives its stream up soon after: its person is not away
const { project } = document.body.dataset;
const LEFT = `standup-stop-${projectKey()}`; // the stop that a leader has left for another page, with who has been
let isLeading = false;
let version = 0;
let wanted = null; // the place that was not sent yet: of several, the last
let sent = "";
let isSending = false;
let isLeaving = false;
let lock = null;

/** Of which the last change has this version. */
export function beginToLead(latest) {
  version = latest;
  if (isLeading) return;
  isLeading = true;
  step();
  keepStop();
  stayAwake();
}

export function endToLead() {
  isLeading = false;
  saveDraft(LEFT, "");
  leadTabTo("");
  wanted = null;
  sent = "";
  letSleep();
}

/** From the board or the plan, the tab leads back to the stop that was left. */
function keepStop() {
  const { pathname, search } = new URL(here());
  if (pathname !== `/p/${project}/standup/`) leadTabTo(readDraft(LEFT));
  else if (isLeading) saveDraft(LEFT, search);
}

function leadTabTo(search) {
  const tab = document.querySelector(`nav a[href*="/p/${project}/standup/"]`);
  if (tab) tab.search = search;
}

/** Only a window that is seen leads: whoever has two is where they look. */
function step(more = {}) {
  if (!isLeading || isLeaving || (document.hidden && !more.hidden)) return;
  wanted = { ...whereIAm(), ...more };
  if (!isSending) sendSteps();
}

async function sendSteps() {
  isSending = true;
  while (wanted) {
    const fields = wanted;
    wanted = null;
    if (JSON.stringify(fields) !== sent) await sendStep(fields);
  }
  isSending = false;
}

async function sendStep(fields) {
  try {
    await postInTurn("step", fields);
    sent = JSON.stringify(fields);
  } catch ({ status }) {
    // Refused: who leads now, or that this place is gone, is told by the stream and by the page itself.
    if (!UNANSWERED.includes(status) || !isLeading) return;
    wanted ??= fields;
    await new Promise((resolve) => { setTimeout(resolve, RETRY); });
  }
}

// --- What moves the place -------------------------------------------------------------------------------------
for (const name of ["weekboard:stop", "weekboard:stay"]) document.addEventListener(name, () => {
  step();
  keepStop();
});
// Between two elements nothing has the focus for a moment.
for (const name of ["focusin", "focusout"]) document.addEventListener(name, () => setTimeout(step));

document.addEventListener("visibilitychange", () => {
  if (document.hidden) setTimeout(sayHidden, GIVES_UP, version + Number(isSending));
  else comeBack();
  if (isLeading && !document.hidden) stayAwake();
});
window.addEventListener("focus", comeBack);

/** What was sent last may not be where the others are: whoever leads was in another window. */
function comeBack() {
  sent = "";
  step();
}

/** Unless whoever leads has gone on in another window, or on another machine. */
function sayHidden(last) {
  if (document.hidden && version <= last) step({ hidden: "1" });
}

// --- Going to another page ------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download") || event.defaultPrevented) return;
  if (!event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) leaveFor(link);
});

document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
  if (defaultPrevented || form.method !== "get") return;
  const { origin, pathname } = new URL(form.action);
  leaveFor({ origin, pathname, search: `?${new URLSearchParams(new FormData(form))}` });
});

/** Whoever follows is taken along at once, and does not wait for the page here; outside the project none would say so. */
function leaveFor({ origin, pathname, search }) {
  if (!isLeading || origin !== location.origin || origin + pathname + search === here()) return;
  isLeaving = true;
  wanted = null;
  sent = "";
  const body = new URLSearchParams({ address: pathname + search });
  ask(verbAddress("step"), { method: "POST", body, keepalive: true }).catch(() => {});
  setTimeout(() => {
    isLeaving = false;
    step();
  }, STAYS);
}

/** The screen stays on while one leads, where the browser can; it takes the lock away from a window that nobody sees. */
async function stayAwake() {
  const next = await navigator.wakeLock?.request("screen").catch(() => null);
  if (!next) return;
  letSleep();
  lock = next;
  if (!isLeading) letSleep();
}

function letSleep() {
  lock?.release().catch(() => {});
  lock = null;
}
