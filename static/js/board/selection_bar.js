// The bar of the selected cards, at the foot of the page while there are any: how many, and what is done to all of them.
import { asHours } from "../hours.js";
import { changeAt } from "../keys/cards.js";
import { open } from "./menu.js";
import { selected, withSelection } from "./selection.js";

const ACTS = {
  columns: (button) => open(selected()[0], button, "columns"),
  weeks: (button) => open(selected()[0], button, "weeks"),
  assign: (button) => changeAt(selected()[0], "assignees", "menu", button),
  label: (button) => changeAt(selected()[0], "labels", "menu", button),
  archive: () => withSelection((acts) => acts.archiveSeveral(selected(), "menu")),
  clear: () => withSelection((acts) => acts.clear()),
};
let bar = null;

/** With a sentence about what has just happened to the selection. */
export function showBar(cards, note = "") {
  bar ??= make();
  bar.querySelector("[data-count]").textContent = cards.length ? counted(cards.length) : "No card";
  bar.querySelector("[data-sum]").textContent = hoursOf(cards);
  bar.querySelector("[data-note]").textContent = note;
  const acts = bar.querySelector("[data-acts]");
  if (!cards.length && acts.contains(document.activeElement)) bar.querySelector("[data-act=clear]").focus();
  acts.hidden = !cards.length;
}

/** Return whether it had the focus. */
export function hideBar() {
  const hadFocus = bar?.contains(document.activeElement) ?? false;
  bar?.remove();
  bar = null;
  return hadFocus;
}

export function counted(number) {
  return number === 1 ? "1 card" : `${number} cards`;
}

/** What is not estimated is not zero. */
function hoursOf(cards) {
  const all = cards.map(({ dataset }) => dataset.minutes);
  const missing = all.filter((minutes) => minutes === "").length;
  const minutes = all.filter(Boolean).reduce((sum, one) => sum + Number(one), 0);
  return [minutes && `${asHours(minutes)} h`, missing && `${missing} not estimated`].filter(Boolean).join(", ");
}

function make() {
  const made = document.getElementById("selection-bar").content.cloneNode(true).firstElementChild;
  made.addEventListener("click", onClick);
  document.getElementById("main").after(made);
  return made;
}

function onClick({ target }) {
  const button = target.closest("button");
  if (button) ACTS[button.dataset.act](button);
}
