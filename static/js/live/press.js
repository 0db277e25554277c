// What others do must not move what somebody is about to click, or writes in.

let released = null; // while a button or a finger is down: resolved when it is up
let release;

addEventListener("pointerdown", () => { released ??= new Promise((resolve) => { release = resolve; }); }, true);
for (const name of ["pointerup", "pointercancel", "blur"]) addEventListener(name, end, true);
// A button can come up where the page hears nothing of it.
addEventListener("pointermove", ({ pointerType, buttons }) => pointerType === "mouse" && !buttons && end(), true);

/** The click, which comes right after, still finds everything in its place. */
function end() {
  if (released) setTimeout(release);
  released = null;
}

/** Nothing, or a promise for the end of the press that is under way. */
export function press() {
  return released;
}

/** Carry out `act`, and scroll so that what somebody writes in or points at stays where it is. */
export async function keepInPlace(act) {
  const anchor = document.querySelector(":is(input, textarea):focus") ?? [...document.querySelectorAll(":hover")].at(-1);
  const before = anchor?.getBoundingClientRect().top;
  await act();
  const now = anchor?.isConnected ? anchor : document.getElementById(anchor?.id);
  const scroller = now?.closest(".dialog-pane") ?? document.scrollingElement;
  if (now) scroller.scrollBy({ top: now.getBoundingClientRect().top - before, behavior: "instant" });
}
