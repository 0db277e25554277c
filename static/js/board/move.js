// The one road of every move: by mouse, by touch, by key, from the menu.
import { announce, titleOf } from "../announce.js";
import { insert, insertByPosition } from "./place.js";
import { enqueue } from "./queue.js";
import { withSelection } from "./selection.js";
import { requestId } from "./send.js";

/**
 * Where a card stands on the page: what the server is asked for, and how to tell whether it has moved at all. It says
 * nothing where those stand that move with it.
 */
export function placeOf(card, moving = [card]) {
  const column = columnOf(card);
  const [above, below] = ["previousElementSibling", "nextElementSibling"].map((way) => besides(card, way, moving));
  const beside = [above, below].find((other) => other?.matches(".card"));
  const [head] = [beside, above, card].filter((other) => other?.matches(".card, .weekhead"));
  const { milestone } = head.dataset;
  return { column, milestone, after: numberIn(above, milestone), before: numberIn(below, milestone) };
}

function besides(card, way, moving) {
  const other = card[way];
  return moving.includes(other) ? besides(other, way, moving) : other;
}

function numberIn(card, milestone) {
  return card?.matches(".card") && card.dataset.milestone === milestone ? card.dataset.card : "";
}

/** The card stands in its new place already; `was` is what `placeOf` said before. It takes others along. */
export function hasMoved(card, was, how, cards = [card]) {
  const now = placeOf(card);
  if (JSON.stringify(now) === JSON.stringify(was)) return;
  if (cards.length > 1) withSelection((acts) => acts.dropSeveral(cards, card));
  else send(card, { ...now, how });
}

/** One up (-1) or down (1) among the cards of its week. */
export function step(card, direction, how = "keys") {
  const other = direction < 0 ? card.previousElementSibling : card.nextElementSibling;
  if (!other?.matches(".card") || other.dataset.milestone !== card.dataset.milestone) return edge(card, direction);
  const was = placeOf(card);
  insert(card, card.parentElement, direction < 0 ? other : other.nextElementSibling);
  hasMoved(card, was, how);
}

/** Right below another card of its column. */
export function moveBelow(card, other, how) {
  const was = placeOf(card);
  if (other.nextElementSibling !== card) insert(card, other.parentElement, other.nextElementSibling);
  hasMoved(card, was, how);
}

function edge(card, direction) {
  announce(`${titleOf(card)} is ${direction < 0 ? "first" : "last"} already.`);
}

/** The column that a card stands in now, whatever the server has said so far. */
export function columnOf(card) {
  return card.parentElement.dataset.column ?? card.dataset.column;
}

/** To the end of a column, or to its top; without a column, of the one that it stands in. */
export function moveTo(card, given, how, { top = false } = {}) {
  const { milestone } = card.dataset;
  const column = given ?? columnOf(card);
  const next = top ? card.previousElementSibling : card.nextElementSibling;
  if (column === columnOf(card) && !(next?.matches(".card") && next.dataset.milestone === milestone)) return edge(card, top ? -1 : 1);
  insertByPosition(card, column, milestone, top ? -Infinity : Infinity);
  send(card, { column, milestone, how, ...(top && { top: "1" }) });
}

/** As `moveTo`, all by one act. */
export function moveAllTo(cards, column, how, options = {}) {
  if (cards.length > 1) withSelection((acts) => acts.moveSeveral(cards, { column, ...options }, how));
  else moveTo(cards[0], column, how, options);
}

/** To another week, whose name is for the message: to the end of its column there, or to its top. */
function moveToWeek(card, milestone, name, how, { top = false } = {}) {
  const column = columnOf(card);
  send(card, { column, milestone, how, ...(top && { top: "1" }) }, name);
}

/** As `moveToWeek`, all by one act. */
export function moveAllToWeek(cards, milestone, name, how, options = {}) {
  if (cards.length > 1) withSelection((acts) => acts.moveSeveral(cards, { milestone, ...options }, how));
  else moveToWeek(cards[0], milestone, name, how, options);
}

function send(card, place, week = "") {
  const address = `/p/${document.body.dataset.project}/cards/${card.dataset.card}/move/`;
  const fields = { ...place, request_id: requestId() };
  enqueue({ id: card.id, title: titleOf(card), address, fields, week, at: Date.now() });
}
