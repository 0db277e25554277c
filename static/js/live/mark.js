// The mark beside the board's name that says whether one can rely on seeing what others do.
import { announceLater } from "../announce.js";

const GRACE = 1_500; // milliseconds: a stream that comes back at once was not lost
const LABELS = {
  live: "live",
  lost: "not live, trying again",
  asking: "every 10 s",
  "signed-out": "You have been signed out.",
  removed: "You are not in this project any more.",
  deleted: "This project has been deleted.",
  gone: "This project is not here for you any more.",
};
const ENDS = ["signed-out", "removed", "deleted", "gone"];
const mark = document.getElementById("live");
let state = "";
let unsent = 0; // moves
let delay = ""; // why changes are not shown yet
let graceTimer;
let onChange = () => {};

/** Have `listener` called with the new state whenever it changes. */
export function onStateChange(listener) {
  onChange = listener;
}

/** Say why changes are not shown yet; "" when they are. */
export function showDelay(words) {
  delay = words;
  draw();
}

document.addEventListener("weekboard:unsent", ({ detail }) => {
  unsent = detail;
  if (unsent && graceTimer) setState("lost");
  else draw();
});

export function showState(next) {
  if (next === "lost") graceTimer ??= setTimeout(setState, state ? GRACE : 2 * GRACE, next);
  else setState(next);
}

/** Say only that it is over, and why: on most pages figures of a minute ago are as good, and a reload always helps. */
export function showEnd(next) {
  if (ENDS.includes(next)) setState(next);
}

function setState(next) {
  const before = state;
  graceTimer = clearTimeout(graceTimer);
  state = next;
  draw();
  if (state === before) return;
  onChange(state);
  if (state === "live" && before === "lost") announceLater("The board is live again.");
  else if (before && state === "lost") announceLater("The board is not live. Trying again.");
  else if ((before && state === "asking") || ENDS.includes(state)) announceLater(LABELS[state]);
}

function draw() {
  const waiting = unsent ? `${unsent} move${unsent === 1 ? "" : "s"} not sent yet` : "";
  mark.hidden = !(state in LABELS);
  mark.dataset.state = state;
  mark.querySelector("[data-says]").textContent = [LABELS[state], waiting, delay].filter(Boolean).join(", ");
  for (const link of mark.querySelectorAll("a")) link.hidden = !link.dataset.when.split(" ").includes(state);
}
