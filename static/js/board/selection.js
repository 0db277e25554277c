// Which cards of the board are selected: what keys, menu and drag act on. It is written on the cards, but in none of
// their drawings. How they are selected, and what is done to several, is fetched with the first of them.
import { projectKey, readDraft } from "../drafts.js";
import { navigateOrReport } from "../navigate.js";

const SELECTED = "#board .card[data-selected]";
export const KEPT = `selected-${projectKey()}`; // over a page that is loaded
let fetched; // once for all: imports of what is on its way do not end in the order in which they began

/** In the order of the board. */
export function selected() {
  return [...document.querySelectorAll(SELECTED)];
}

/** Also while the bar says that the last of them is gone. */
export function isSelecting() {
  return document.querySelector(`${SELECTED}, #selection`) !== null;
}

/** What is meant by an act on this card: all that are selected, if it is one of them. */
export function cardsFor(card) {
  return card.matches(SELECTED) ? selected() : [card];
}

/** Carry out `act` with what `selection_acts.js` exports; where it cannot be had, there is a page that does the same. */
export function withSelection(act) {
  const query = new URLSearchParams(document.body.dataset.back);
  for (const { dataset } of selected()) query.append("cards", dataset.card);
  const page = `/p/${document.body.dataset.project}/cards/several/?${query}`;
  fetchActs().then(act, () => navigateOrReport(page, () => withSelection(act)));
}

function fetchActs() {
  fetched ??= import("./selection_acts.js").catch((error) => {
    fetched = undefined;
    throw error;
  });
  return fetched;
}

if (readDraft(KEPT)) withSelection((acts) => acts.restore());
