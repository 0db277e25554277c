// Following whoever leads: this window goes where they are, until its person goes somewhere themselves.
import { announce } from "../announce.js";
import { whenIdle } from "../board/idle.js";
import { isComposing } from "../composing.js";
import { projectKey, readDraft, saveDraft } from "../drafts.js";
import { isInUse } from "../live/version.js";
import { absolute, here } from "./place.js";

const { project } = document.body.dataset;
const NAME = `standup-${projectKey()}`;
const LOOK = 200; // milliseconds between two looks at whether a field is still open
const SWAP = 3_000; // after which a page that shows another stop itself is not waited for any more
let kept = JSON.parse(readDraft(NAME) || "{}"); // {started, isOn, at, isGoing}, over a change of pages
let standup = null;
let redraw = () => {};
let isWaiting = false;
let isBusy = false;
let isFirst = false; // the next place is the first that one is taken to
let isLeaving = false; // its person is on their way to somewhere

const [{ type } = {}] = performance.getEntriesByType("navigation");
// What following has not led to, and is no reload, its person has gone to.
const isLed = kept.at === here() && (kept.isGoing || (document.referrer && absolute(document.referrer) === here()));
if (kept.isOn) keep({ isOn: type === "reload" || isLed, isGoing: false });

/** How this window stands to the standup: off, following, waiting, or let-go. */
export function mode() {
  if (kept.isOn) return isWaiting ? "waiting" : "following";
  return kept.started ? "let-go" : "off";
}

/** Go where the leader is now; `draw` is called when the mode changes. */
export function follow(next, draw) {
  [standup, redraw] = [next, draw];
  if (kept.started && kept.started !== next.started) keep({ started: 0, isOn: false });
  document.body.classList.toggle("is-following", Boolean(kept.isOn));
  outline();
  if (kept.isOn) catchUp();
}

export function startFollowing() {
  isFirst = true;
  keep({ started: standup.started, isOn: true, at: here() });
  announce(`Following ${standup.by}: this window goes along. Escape lets go.`);
  follow(standup, redraw);
  redraw();
}

/** Without a word to others. */
export function letGo() {
  if (!kept.isOn) return;
  keep({ isOn: false });
  follow(standup, redraw);
  redraw();
  announce(`You look around on your own. ${standup.by} still leads.`);
}

export function stopFollowing() {
  if (kept.started) keep({ started: 0, isOn: false });
  standup = null;
  document.body.classList.remove("is-following");
  outline();
}

function keep(changes) {
  const was = Boolean(kept.isOn);
  kept = { ...kept, ...changes };
  saveDraft(NAME, kept.started ? JSON.stringify(kept) : "");
  if (was !== Boolean(kept.isOn)) document.dispatchEvent(new Event("weekboard:doubt")); // a new stream says whether this window follows
}

// --- Going along ----------------------------------------------------------------------------------------------
/** Where the leader is; elsewhere than where one can follow, this window stays. */
function target() {
  const path = standup?.place?.address;
  return path ? absolute(`/p/${project}/${path}`) : here();
}

/** What somebody is at waits for nobody: the step waits for them, and then leads to the last place. */
async function catchUp() {
  if (isBusy) return;
  isBusy = true;
  while (kept.isOn && !isLeaving && target() !== here()) {
    const timer = setTimeout(setWaiting, LOOK, true);
    await whenIdle(); // a card in the air, or its menu
    clearTimeout(timer);
    if (isInUse()) {
      setWaiting(true);
      await new Promise((resolve) => { setTimeout(resolve, LOOK); });
    } else if (kept.isOn) await go(target());
  }
  isBusy = false;
  setWaiting(false);
  outline();
}

function setWaiting(is) {
  if (is === isWaiting) return;
  isWaiting = is;
  redraw();
}

async function go(address) {
  keep({ at: address });
  const asked = new CustomEvent("weekboard:go", { cancelable: true, detail: address });
  const shown = new Promise((resolve) => {
    document.addEventListener("weekboard:stop", resolve, { once: true });
    setTimeout(resolve, SWAP);
  });
  if (!document.dispatchEvent(asked)) return shown; // the page shows it in its place
  keep({ isGoing: true });
  // Back leads to where this window was before it followed.
  if (isFirst) location.assign(address);
  else location.replace(address);
  return new Promise(() => {});
}

// --- Going somewhere oneself, or Escape -----------------------------------------------------------------------
document.addEventListener("weekboard:stop", ({ detail }) => absolute(detail) !== kept.at && letGo());
window.addEventListener("beforeunload", () => {
  isLeaving = true;
  setTimeout(() => { isLeaving = false; }, SWAP); // a download leaves nothing
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || isComposing(event)) return;
  if (event.target.closest("#messages") || document.querySelector("[data-dragging]") || isInUse()) return;
  letGo();
});

// --- The card that is spoken of -------------------------------------------------------------------------------
let outlined = ""; // its id

function outline() {
  const id = kept.isOn && standup?.place?.card ? `card-${standup.place.card}` : "";
  for (const card of document.querySelectorAll(".is-spoken")) if (card.id !== id) card.classList.remove("is-spoken");
  const card = document.getElementById(id);
  card?.classList.add("is-spoken");
  if (card && outlined !== id && !isInUse()) card.scrollIntoView({ block: "nearest", inline: "nearest" });
  outlined = card ? id : "";
}

// Cards are drawn anew, and come later.
new MutationObserver(() => outlined !== "" || standup?.place?.card ? outline() : null)
  .observe(document.getElementById("main"), { childList: true, subtree: true });
