// Files dropped on a card: in a text that is being written to where the caret is, elsewhere to the card's list; and on a
// card of the board, which is opened to show them. ../dropped.js keeps the browser from opening all others.
import { bringsFiles } from "../dropped.js";
import { attachGiven, cardTaking, filesIn, textAt } from "./given.js";
import { hideOverlay, showOverlay } from "./overlay.js";

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    const place = bringsFiles(event) && placeAt(event.target);
    if (!place) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = place.card ? "copy" : "none";
    showOverlay(place);
  });
}

document.addEventListener("drop", (event) => {
  const place = bringsFiles(event) && placeAt(event.target);
  hideOverlay();
  if (!place?.card) return;
  event.preventDefault();
  attachGiven(place.card, filesIn(event.dataTransfer), { field: place.field });
  place.link?.click();
});

/** What would take files there, or where they would be taken; nothing where neither is to be had. */
function placeAt(target) {
  const card = cardTaking(target);
  if (card) return placeOn(card, textAt(target));
  const isCovered = document.querySelector("dialog:modal, [data-sheet]");
  return isCovered ? null : placeOnBoard(target);
}

function placeOn(card, field) {
  if (!field) return { card, sentence: `Drop to attach to #${card}` };
  return { card, field, over: field, sentence: `Drop into the ${field.name === "description" ? "description" : "comment"}` };
}

function placeOnBoard(target) {
  if (!target.closest?.("[data-role=writer] #board")) return null;
  const over = target.closest(".card");
  if (!over) return { sentence: "Drop files on a card to attach them" };
  const card = Number(over.dataset.card);
  return { card, over, link: over.querySelector("h3 a"), sentence: `Drop to attach to #${card}` };
}
