// A card on a page of its own.
import "./buttons.js";
import { begin } from "./fields.js";

const { pathname } = location;
begin(document.querySelector("[data-sheet]"));

// The board behind a dialog was here before a reload: going back to it is a change of the address alone.
window.addEventListener("popstate", () => {
  if (location.pathname !== pathname) location.reload();
});
