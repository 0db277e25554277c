// What keys do on a page, whichever card has the focus.
import { announce } from "../announce.js";

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

export function addCard() {
  const line = document.querySelector("#su-stop [data-quickadd] [name=lines]:enabled");
  if (line) line.focus();
  else announce("No card can be added at this stop.");
}
