// Which cards of the board are selected: what keys, menu and drag act on. It is written on the cards, but in none of
// their drawings. What is seen of it comes with the first of them: selection_bar.js.
import { announce, titleOf } from "../announce.js";

const MOST = 100; // as the server takes them at once
const SELECTED = "#board .card[data-selected]";

/** In the order of the board. */
export function selected() {
  return [...document.querySelectorAll(SELECTED)];
}

export function isSelecting() {
  return document.querySelector(SELECTED) !== null;
}

/** What is meant by an act on this card: all that are selected, if it is one of them. */
export function cardsFor(card) {
  return card.matches(SELECTED) ? selected() : [card];
}

/** Select the card, or no more. */
export function toggle(card) {
  if (card.matches(SELECTED)) deselect([card]);
  else select(card);
}

/** Return whether it is selected now: there is an end to how many can be. */
export function select(card) {
  if (card.matches(SELECTED)) return true;
  if (selected().length >= MOST) return refuse();
  card.dataset.selected = "";
  say(`${titleOf(card)} is selected`);
  return true;
}

export function deselect(cards) {
  for (const card of cards) delete card.dataset.selected;
  say(cards.length === 1 ? `${titleOf(cards[0])} is not selected any more` : "");
}

export function clear() {
  deselect(selected());
}

function refuse() {
  const sentence = `No more than ${MOST} cards can be selected at once.`;
  announce(sentence);
  document.dispatchEvent(new CustomEvent("weekboard:selection", { detail: sentence }));
  return false;
}

function say(what) {
  const { length } = selected();
  const all = length ? `${length} card${length > 1 ? "s" : ""}` : "No card";
  announce(what ? `${what}: ${all} in all.` : `${all} selected.`);
  document.dispatchEvent(new CustomEvent("weekboard:selection", { detail: "" }));
}
