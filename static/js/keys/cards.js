// What keys do to the card that has the focus, and how they go from one card to another.
import { announce, titleOf } from "../announce.js";
import { columnOf, moveAllTo } from "../board/move.js";
import { cardsFor } from "../board/selection.js";
import { navigateOrReport } from "../navigate.js";

// --- From card to card ----------------------------------------------------------------------------------
export function cardsIn(column) {
  return [...column.querySelectorAll(".cards > .card")];
}

/** One up (-1) or down (1) in its column; from the first card of a standup's list up to the name. */
export function goAlong(card, direction) {
  const cards = cardsIn(card.closest(".column"));
  const next = cards[cards.indexOf(card) + direction];
  if (next) focus(next);
  else if (direction < 0) document.getElementById("su-title")?.focus();
}

/** To the card at the same height in the next column that has any. */
export function goAcross(card, direction) {
  const columns = [...document.querySelectorAll("#board > .column")];
  const here = columns.indexOf(card.closest(".column"));
  const ahead = direction < 0 ? columns.slice(0, here).reverse() : columns.slice(here + 1);
  const column = ahead.find((other) => cardsIn(other).length);
  if (column) focus(nearest(card, cardsIn(column)));
}

/** To the first card of all; a page without any is scrolled. */
export function goDown() {
  const card = document.querySelector("#board .card");
  if (!card) return false;
  focus(card);
}

function nearest(card, cards) {
  const height = (other) => Math.abs(other.getBoundingClientRect().top - card.getBoundingClientRect().top);
  return cards.reduce((best, other) => (height(other) < height(best) ? other : best));
}

function focus(card) {
  card.querySelector("h3 a").focus();
}

// --- Moving ---------------------------------------------------------------------------------------------
export function toColumn(card, column) {
  const cards = cardsFor(card);
  const { name } = card.closest(".column").dataset;
  if (cards.some((one) => columnOf(one) !== column)) moveAllTo(cards, column, "keys");
  else announce(cards.length > 1 ? `These cards are in ${name} already.` : `${titleOf(card)} is in ${name} already.`);
}

export function toNextWeek(card) {
  import("../board/menu.js").then((menu) => menu.toNextWeek(cardsFor(card)), () => navigateOrReport(pageOf(card, "move/"), () => toNextWeek(card)));
}

export function openMenu(card) {
  import("../board/menu.js").then(({ open }) => open(card), () => navigateOrReport(pageOf(card, "move/"), () => openMenu(card)));
}

// --- People, hours, labels: at the card -------------------------------------------------------------------
export function areMine(cards) {
  return cards.every((card) => card.querySelector(`.who [data-member="${document.body.dataset.member}"]`));
}

/** "me", "assignees", "labels" or "estimate": what has a field returns the promise of what types into it. */
export function changeAt(card, what, how = "keys", opener = undefined) {
  const query = new URLSearchParams(cardsFor(card).map(({ dataset }) => ["cards", dataset.card]));
  const list = `/p/${document.body.dataset.project}/cards/${what === "me" ? "assignees" : what}/?${query}`;
  const instead = () => navigateOrReport(what === "estimate" ? pageOf(card, "") : list, () => changeAt(card, what, how, opener));
  return import("../board/at_card.js").then((changes) => changes[what](card, how, opener)).catch(instead);
}

// --- Its fields, and splitting ----------------------------------------------------------------------------
export function split(card) {
  const page = pageOf(card, "split/");
  import("../card/split_dialog.js").then(({ open }) => open(page), () => navigateOrReport(page, () => split(card)));
}

/** No more, by the button beside the card; where nothing blocks it, the card's own field for a reason. */
export function block(card) {
  const unblock = document.querySelector(`.said[data-of="${card.id}"] form:has([name="reason"])`);
  const page = pageOf(card, "");
  if (unblock) unblock.requestSubmit();
  else import("../card/dialog.js").then(({ open }) => open(page, "reason"), () => navigateOrReport(page, () => block(card)));
}

function pageOf(card, name) {
  return `${card.querySelector("h3 a").href}${name}`;
}
