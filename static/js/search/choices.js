// What is done with what a search has found.
import { navigateOrReport } from "../navigate.js";

/** Over a page that has a place for it, as a board and a standup; else it is a page of its own. */
export function openCard(address, leave) {
  leave();
  if (!document.getElementById("sheet")) return location.assign(address);
  const again = () => openCard(address, leave);
  import("../card/dialog.js").then(({ open }) => open(address), () => navigateOrReport(address, again));
}

/** As Enter in the field does without a list. */
export function showOnBoard(field, close) {
  close();
  field.form.requestSubmit();
}
