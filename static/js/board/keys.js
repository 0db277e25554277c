// Keys. Letters and figures act only on a card that has the focus, so that nobody sets them off by speaking or typing.
import { isComposing } from "../composing.js";
import { announce, titleOf } from "../announce.js";
import { navigateOrReport } from "../navigate.js";
import { undo } from "../undo.js";
import { columnOf, moveTo, moveToWeek, step } from "./move.js";
import { focusOn } from "./place.js";
import { undoWhenSent } from "./queue.js";

const writes = document.body.dataset.role === "writer";

const EVERYWHERE = { "/": () => document.getElementById("q").focus(), "?": showShortcuts };
const WITH_ALT = { ArrowUp: (card) => step(card, -1), ArrowDown: (card) => step(card, 1) };
const ON_CARD = {
  ArrowUp: (card) => goAlong(card, -1),
  ArrowDown: (card) => goAlong(card, 1),
  ArrowLeft: (card) => goAcross(card, -1),
  ArrowRight: (card) => goAcross(card, 1),
};
const WRITING = {
  1: (card) => toColumn(card, "todo"),
  2: (card) => toColumn(card, "doing"),
  3: (card) => toColumn(card, "done"),
  t: (card) => moveTo(card, columnOf(card), "keys", { top: true }),
  b: (card) => moveTo(card, columnOf(card), "keys"),
  n: toNextWeek,
  m: openMenu,
  s: split,
  ".": openMenu,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || isComposing(event)) return;
  if (event.key === "Escape" && event.target.matches("#q, .quickadd input")) leave(event);
  if (isTyping(event.target) || document.querySelector("dialog[open], :popover-open, [data-dragging]")) return;
  const act = meaning(event);
  if (!act) return;
  event.preventDefault();
  act();
});

/** What the key does here and now; nothing if it is the browser's. */
function meaning({ key, altKey, target }) {
  const card = target.closest(".card");
  const letter = key.toLowerCase();
  if (altKey) return card && writes && WITH_ALT[key] && (() => WITH_ALT[key](card));
  if (card && ON_CARD[key]) return () => ON_CARD[key](card);
  if (card && writes && WRITING[letter]) return () => WRITING[letter](card);
  if (letter === "z" && (target.matches("body, #main") || target.closest(".card, #messages"))) return () => undoWhenSent(undo);
  return EVERYWHERE[key];
}

/** Out of the search, or of the line for a new card, to the cards; what was typed for a card stays. */
function leave(event) {
  event.preventDefault(); // the browser's Escape empties a search
  const { target } = event;
  if (target.type === "search") target.value = target.defaultValue;
  const column = target.closest(".column");
  focusOn(column && cardsIn(column).at(-1));
}

function isTyping(element) {
  return element.closest("input, textarea, select, [contenteditable]");
}

/** In a low window the list can be scrolled, and would be given the focus before the button. */
function showShortcuts() {
  const shortcuts = document.getElementById("shortcuts");
  shortcuts.showModal();
  shortcuts.querySelector("button").focus();
}

document.addEventListener("click", (event) => event.target.closest("[data-opens=shortcuts]") && showShortcuts());

// --- From card to card ----------------------------------------------------------------------------------
function cardsIn(column) {
  return [...column.querySelectorAll(".cards > .card")];
}

function goAlong(card, direction) {
  const cards = cardsIn(card.closest(".column"));
  focus(cards[cards.indexOf(card) + direction]);
}

/** To the card at the same height in the next column that has any. */
function goAcross(card, direction) {
  const columns = [...document.querySelectorAll("#board > .column")];
  const here = columns.indexOf(card.closest(".column"));
  const ahead = direction < 0 ? columns.slice(0, here).reverse() : columns.slice(here + 1);
  const column = ahead.find((other) => cardsIn(other).length);
  if (column) focus(nearest(card, cardsIn(column)));
}

function nearest(card, cards) {
  const height = (other) => Math.abs(other.getBoundingClientRect().top - card.getBoundingClientRect().top);
  return cards.reduce((best, other) => (height(other) < height(best) ? other : best));
}

function focus(card) {
  card?.querySelector("h3 a").focus();
}

// --- Moving ---------------------------------------------------------------------------------------------
function toColumn(card, column) {
  if (column !== columnOf(card)) moveTo(card, column, "keys");
  else announce(`${titleOf(card)} is in ${card.closest(".column").dataset.name} already.`);
}

function toNextWeek(card) {
  import("./menu.js").then(({ nextWeek }) => {
    const week = nextWeek(card);
    if (week) moveToWeek(card, week.milestone, week.name, "keys");
    else announce("There is no later week that is still open.");
  }, () => navigateOrReport(pageOf(card, "move"), () => toNextWeek(card)));
}

function openMenu(card) {
  import("./menu.js").then(({ open }) => open(card), () => navigateOrReport(pageOf(card, "move"), () => openMenu(card)));
}

function split(card) {
  const page = pageOf(card, "split");
  import("../card/split_dialog.js").then(({ open }) => open(page), () => navigateOrReport(page, () => split(card)));
}

function pageOf(card, name) {
  return `${card.querySelector("h3 a").href}${name}/`;
}
