// Dragging, by mouse and by touch. What SortableJS leaves to others: Escape, and what the drop means.
import "../../vendor/Sortable.min.js";
import { announce, titleOf } from "../announce.js";
import { endDrag, startDrag } from "./idle.js";
import { hasMoved, placeOf } from "./move.js";
import { insert } from "./place.js";

const HOLD = 250; // milliseconds that a finger stays on a card until it comes loose
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
let air = null; // the drag under way: the card, and where it came from

const lists = [...document.querySelectorAll("#board .cards")].map((list) =>
  new Sortable(list, {
    group: "cards",
    draggable: ".card",
    filter: ".more, .split",
    preventOnFilter: false,
    // The browser's own dragging looks different everywhere, and does not exist for fingers.
    forceFallback: true,
    fallbackOnBody: true,
    fallbackTolerance: 4,
    delay: HOLD,
    delayOnTouchOnly: true,
    touchStartThreshold: 7,
    bubbleScroll: true,
    scrollSensitivity: 60,
    scrollSpeed: 16,
    animation: still ? 0 : 120,
    ghostClass: "is-ghost",
    dragClass: "is-lifted",
    onStart: ({ item }) => begin(item),
    onEnd: end,
  }),
);

/** A press that began before this was here. Where SortableJS keeps away from pointer events, it listens to the mouse. */
export function take(press) {
  const left = HOLD - (performance.now() - press.timeStamp);
  for (const list of lists) list.option("delay", Math.max(left, 0));
  press.target.dispatchEvent(new PointerEvent("pointerdown", press));
  press.target.dispatchEvent(new MouseEvent("mousedown", press));
  for (const list of lists) list.option("delay", HOLD);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !air) return;
  event.preventDefault();
  event.stopPropagation();
  cancel();
}, { capture: true });

// A long touch on a link opens the browser's menu, which would end the drag.
document.addEventListener("contextmenu", (event) => air && event.preventDefault());

function begin(card) {
  air = { card, was: placeOf(card), list: card.parentElement, next: card.nextElementSibling, cancelled: false };
  document.body.dataset.dragging = "";
  // The card in the hand hangs on the page, not on the board, and is drawn as densely.
  if (card.closest("[data-density=compact]")) document.body.dataset.density = "compact";
  Sortable.ghost.style.opacity = ""; // one does not see through a card in the hand
  startDrag();
}

/** To let go for the person, there where the card came from. */
function cancel() {
  air.cancelled = true;
  for (const name of ["pointerup", "mouseup", "touchend"]) document.dispatchEvent(new Event(name));
}

function end() {
  const { card, was, list, next, cancelled } = air;
  air = null;
  delete document.body.dataset.dragging;
  delete document.body.dataset.density;
  if (cancelled) {
    insert(card, list, next);
    announce(`${titleOf(card)} stays where it was.`);
  }
  endDrag();
  card.querySelector("h3 a").focus({ preventScroll: true });
  if (!cancelled) hasMoved(card, was, "drag");
}
