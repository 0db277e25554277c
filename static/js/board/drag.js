// Dragging, by mouse and by touch. What SortableJS leaves to others: what an end means, and which ends are a drop.
import "../../vendor/Sortable.min.js";
import { announce, titleOf } from "../announce.js";
import { endDrag, startDrag } from "./idle.js";
import { hasMoved, placeOf } from "./move.js";
import { insert } from "./place.js";
import { cardsFor } from "./selection.js";
import { dropOn, offerWeeks, withdrawWeeks } from "./week_targets.js";

const HOLD = 250; // milliseconds that a finger stays on a card until it comes loose
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
let air = null; // the drag under way: the card, and where it came from
let isPressed = false; // a button or a finger is down on the board
let wasDragged = false; // the last press has become a drag

const board = document.getElementById("board");
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

// --- Ends that are no release: the card goes back ------------------------------------------------------------
const EARLY = { capture: true };

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !air) return;
  event.preventDefault();
  event.stopPropagation();
  letGo();
}, EARLY);

document.addEventListener("pointerdown", (event) => {
  wasDragged &&= Boolean(air);
  if (air || !event.isPrimary) {
    event.stopPropagation(); // a second finger takes up no card of its own
    letGo();
  }
  isPressed = event.isPrimary && board.contains(event.target);
}, EARLY);

// A button can come up where the page hears nothing of it: over another window, in a menu of the system.
document.addEventListener("pointermove", ({ pointerType, buttons }) => {
  if (isPressed && pointerType === "mouse" && !buttons) letGo();
}, EARLY);

for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => { isPressed = false; }, EARLY);
}
for (const name of ["blur", "pagehide"]) window.addEventListener(name, () => isPressed && letGo());

/** To SortableJS this is a release; being none of a person, it has no target. */
function letGo() {
  isPressed = false;
  for (const name of ["pointerup", "mouseup", "touchend"]) document.dispatchEvent(new Event(name));
}

// A press that became a drag is no click, wherever its button comes up; a key's click has no press.
document.addEventListener("click", (event) => {
  if (!wasDragged || !event.detail) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, EARLY);

// A long touch on a link opens the browser's menu, which would end the drag.
document.addEventListener("contextmenu", (event) => air && event.preventDefault());

function begin(card) {
  const cards = cardsFor(card);
  air = { card, cards, was: placeOf(card), list: card.parentElement, next: card.nextElementSibling };
  wasDragged = true;
  document.body.dataset.dragging = cards.length > 1 ? "several" : "";
  if (cards.length > 1) Sortable.ghost.dataset.several = cards.length;
  // The card in the hand hangs on the page, not on the board, and is drawn as densely.
  if (card.closest("[data-density=compact]")) document.body.dataset.density = "compact";
  Object.assign(Sortable.ghost.style, { opacity: "", zIndex: "" }); // one does not see through a card in the hand
  startDrag();
  offerWeeks(cards, goBack);
}

/** A week keeps the card's column, wherever it was carried over on the way. */
function goBack() {
  insert(air.card, air.list, air.next);
}

function end({ originalEvent }) {
  const { card, cards, was } = air;
  const target = targetOf(originalEvent);
  const isInColumn = target?.contains(card);
  if (!isInColumn) goBack();
  air = null;
  delete document.body.dataset.dragging;
  delete document.body.dataset.density;
  withdrawWeeks();
  endDrag();
  setTimeout(() => document.body.dispatchEvent(new Event("click"))); // SortableJS swallows one, and may still wait for it
  card.querySelector("h3 a").focus({ preventScroll: true });
  if (isInColumn) hasMoved(card, was, "drag", cards);
  else if (!dropOn(target, cards)) announce(stayed(cards));
}

function stayed(cards) {
  return cards.length > 1 ? `The ${cards.length} cards stay where they were.` : `${titleOf(cards[0])} stays where it was.`;
}

/** Return what a card was let go over that may take it; nothing where a drag has ended otherwise. */
function targetOf(event) {
  if (!event.isTrusted || event.type.endsWith("cancel")) return null;
  const { clientX, clientY } = event.changedTouches?.[0] ?? event;
  return document.elementFromPoint(clientX, clientY)?.closest(".column, .week");
}
