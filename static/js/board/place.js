// Puts cards where their data say, whatever order the news comes in. Never scrolls, never takes the focus.
import { afterDrag } from "./idle.js";
import { ensureWeekHead, removeEmptyHeads } from "./week_heads.js";

const pending = new Set(); // ids of cards that a person has moved and the server has not answered for
const unsent = new Set(); // those of them whose move has not got through to the server

const SWAP_STYLES = {
  place: (target, fragment) => afterDrag(applyUpdate, fragment.firstElementChild),
  leave: (target) => afterDrag(removeCard, target),
  progress(target, fragment) {
    const { max, value } = fragment.firstElementChild;
    Object.assign(target, { max, value });
  },
};

htmx.registerExtension("weekboard", {
  handle_swap(style, target, fragment) {
    if (!Object.hasOwn(SWAP_STYLES, style)) return false;
    SWAP_STYLES[style](target, fragment);
    return [];
  },
});

// --- While a move is under way ---------------------------------------------------------------------------
/** Keep the card where the person has put it, until `clearPending` puts it where its data say by then. */
export function markPending(id, { isUnsent = false } = {}) {
  pending.add(id);
  if (isUnsent) unsent.add(id);
  const card = document.getElementById(id);
  if (card) showPending(card);
}

export function isPending(id) {
  return pending.has(id);
}

export function clearPending(id) {
  pending.delete(id);
  unsent.delete(id);
  const card = document.getElementById(id);
  if (card) showPending(card);
  if (card) afterDrag(placeUnlessPending, card);
}

/** Show on the card itself that its move is not known to the server yet. */
function showPending(card) {
  const note = card.querySelector("[data-unsent]");
  if (!unsent.has(card.id)) note?.remove();
  else if (!note) card.append(document.getElementById("unsent").content.cloneNode(true));
  card.classList.toggle("is-unsent", unsent.has(card.id));
}

// --- A drawing from the server ---------------------------------------------------------------------------
function applyUpdate(fresh) {
  placeUnlessPending(updateCard(fresh));
}

/** Take over what the server has drawn and return the card; a drawing older than the page's says nothing new. */
export function updateCard(fresh) {
  const card = document.getElementById(fresh.id);
  if (!card) animateNew(fresh);
  else if (Number(card.dataset.version) <= Number(fresh.dataset.version)) replaceContent(card, fresh);
  showPending(card ?? fresh);
  return card ?? fresh;
}

function animateNew(card) {
  card.classList.add("is-new");
  card.addEventListener("animationend", () => card.classList.remove("is-new"), { once: true });
}

function replaceContent(card, fresh) {
  card.querySelector("[data-unsent]")?.remove();
  if (card.innerHTML !== fresh.innerHTML) replaceChildren(card, fresh);
  for (const name of card.getAttributeNames()) if (!fresh.hasAttribute(name) && !["data-selected", "data-anchor"].includes(name)) card.removeAttribute(name);
  for (const { name, value } of fresh.attributes) card.setAttribute(name, value);
}

function replaceChildren(card, fresh) {
  const focused = card.contains(document.activeElement) && document.activeElement;
  card.replaceChildren(...fresh.childNodes);
  if (focused) card.querySelector(focused.matches(".more") ? ".more" : "h3 a").focus({ preventScroll: true });
}

// --- Where it stands -------------------------------------------------------------------------------------
function placeUnlessPending(card) {
  if (!pending.has(card.id)) applyPosition(card);
}

function applyPosition(card) {
  const { column, milestone, position } = card.dataset;
  if (isStop() && [undefined, column].includes(card.parentElement?.dataset.column)) return;
  if (isWeekShown(milestone)) insertByPosition(card, column, milestone, Number(position));
  else if (card.isConnected) removeCard(card);
}

function isWeekShown(milestone) {
  const { weekShown } = document.body.dataset;
  return weekShown === "all" || milestone === (weekShown === "later" ? "" : weekShown);
}

/** The lists of a standup are in orders of their own, and which cards are in them the server knows. */
const isStop = () => document.querySelector("#board[data-stop]") !== null;

/** Into a column, among the cards of its week, by its position; Infinity is the end, -Infinity the top. */
export function insertByPosition(card, column, milestone, position) {
  const list = document.querySelector(`#board .cards[data-column="${column}"]`);
  const left = card.parentElement;
  if (!list) return;
  insert(card, list, isStop() ? null : findSlot(card, list, milestone, position));
  for (const changed of new Set([left, list])) changed && removeEmptyHeads(changed);
}

/** Return the element that the card goes above; null is the end of the list. */
function findSlot(card, list, milestone, position) {
  // Where a pending card stands has nothing to do with its position; the end and the top count it all the same.
  const counts = (other) => other !== card && !(pending.has(other.id) && Number.isFinite(position));
  const others = [...list.querySelectorAll(":scope > .card")].filter(counts);
  const group = others.filter((other) => other.dataset.milestone === milestone);
  const below = group.find((other) => Number(other.dataset.position) > position);
  if (below) return below;
  const above = group.at(-1) ?? ensureWeekHead(milestone, list);
  const next = above?.nextElementSibling ?? null;
  return next === card ? card.nextElementSibling : next;
}

/** The focus stays inside the card. Chromium's moveBefore would keep it too, but scrolls the page after it. */
export function insert(card, list, next) {
  if (card.parentElement === list && card.nextElementSibling === next) return;
  const focused = card.contains(document.activeElement) ? document.activeElement : null;
  if (card.isConnected && list.moveBefore && !focused) list.moveBefore(card, next);
  else list.insertBefore(card, next);
  focused?.focus({ preventScroll: true });
}

export function removeCard(card) {
  const list = card.parentElement;
  const neighbour = [card.nextElementSibling, card.previousElementSibling].find((other) => other?.matches(".card"));
  const hadFocus = card.contains(document.activeElement);
  card.remove();
  removeEmptyHeads(list);
  if (hadFocus) focusOn(neighbour);
}

/** On a card; where it is gone, on the first of the board, else on the page, from which keys go on. */
export function focusOn(card) {
  const link = (card ?? document.querySelector("#board .card"))?.querySelector("h3 a");
  (link ?? document.getElementById("main")).focus({ preventScroll: true });
}
