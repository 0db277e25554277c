// A card on a page of its own.
import "../own_changes.js";
import "./buttons.js";
import { begin } from "./fields.js";

const { pathname } = location;
const page = document.querySelector(".is-page");
const cardPage = page.querySelector("[data-sheet]");
begin(cardPage);

document.addEventListener("weekboard:undone", () => {
  const show = ({ enqueueChanges }) => enqueueChanges(Number(cardPage.dataset.sheet), []);
  import("../live/card_page.js").then(show, () => location.reload());
});

// This was a dialog over a board before a reload: what leads back goes to that board, with its week and filters.
const { back, depth = 1 } = history.state ?? {};
if (back) {
  page.querySelector("[data-close]").search = back;
  for (const field of page.querySelectorAll("[name=back]")) field.value = back;
  // That board is in the history already.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.go(-depth);
  });
}

// The board behind a dialog was here before a reload: going back to it is a change of the address alone.
window.addEventListener("popstate", () => {
  if (location.pathname !== pathname) location.reload();
});
