// The card that one was at last: where Escape goes from a field.
import { focusOn } from "./place.js";

let last = ""; // its id

document.addEventListener("focusin", ({ target }) => {
  const card = target.closest(".card");
  if (card) last = card.id;
});

/** One that was added is at hand as one that had the focus is. */
export function rememberCard(id) {
  if (id) last = id;
}

/** Back to the card; where it has gone or none was, to `other`, or else to the first. */
export function returnToCards(other) {
  focusOn(document.querySelector(`#board .card[id="${last}"]`) ?? other);
}
