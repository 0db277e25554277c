// What keys do on a page, whichever card has the focus.
import { announce } from "../announce.js";
import { sayDone } from "../toast.js";

export function search() {
  document.getElementById("q").focus();
}

/** In a low window the list can be scrolled, and would be given the focus before the button. */
export function showShortcuts() {
  const shortcuts = document.getElementById("shortcuts");
  shortcuts.showModal();
  shortcuts.querySelector("button").focus();
}

document.addEventListener("click", (event) => event.target.closest("[data-opens=shortcuts]") && showShortcuts());

/** Back, or on to whoever has not been, by the page's own link; at either end there is none. */
export function goToStop(way) {
  const link = document.querySelector(`#su-steps [data-goes="${way}"]`);
  if (link) link.click();
  else announce(way === "on" ? "This is the last stop." : "This is the first stop.");
}

/** A link looks like a button there, and Space presses what has the focus; a button presses itself. */
export function pressLink(element) {
  const link = element.closest("a[href]");
  if (!link) return false;
  link.click();
}

/** In the card's column; in a list of several columns, or without a card, in the line of the stop. */
export function addCard(card) {
  const lines = "[data-quickadd] [name=lines]:enabled";
  const line = card?.closest(".column").querySelector(lines) ?? document.querySelector(`#su-stop ${lines}`);
  if (line) line.focus();
  else sayDone(`No card can be added ${document.getElementById("su-stop") ? "at this stop" : "here: the week is closed"}.`);
}
