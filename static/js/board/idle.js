// Tells when the board may change: not while a card is being dragged or pressed, nor while the Move menu is open.
import { press } from "../live/press.js";

const menu = document.getElementById("move");
let dragEnd = null; // while a card is being dragged: resolved when it is dropped
let resolveDragEnd;

/** From now on nothing changes on the board, until `endDrag`. */
export function startDrag() {
  dragEnd = new Promise((resolve) => { resolveDragEnd = resolve; });
}

export function endDrag() {
  dragEnd = null;
  resolveDragEnd();
}

/** Call `act(subject)` when no card is being dragged: at once, or after the drop. */
export function afterDrag(act, subject) {
  if (dragEnd) dragEnd.then(() => act(subject));
  else act(subject);
}

/** Wait until nobody drags or presses and the Move menu is closed: what others did can be shown then. */
export async function whenIdle() {
  while (dragEnd || press() || isMenuOpen()) await (dragEnd ?? press() ?? menuToggled());
}

function isMenuOpen() {
  return menu?.matches(":popover-open");
}

function menuToggled() {
  return new Promise((resolve) => { menu.addEventListener("toggle", resolve, { once: true }); });
}
