// A card in a dialog over the board. Its address is the card's own: it can be copied, and going back closes it.
import { closeByPress } from "../backdrop.js";
import { focusOn } from "../board/place.js";
import { ask } from "../board/send.js";
import { navigateAfterFailure } from "../navigate.js";
import { withStyles } from "../styles.js";
import "./buttons.js";
import { begin } from "./fields.js";

const dialog = document.getElementById("sheet");
const inner = document.getElementById("sheet-inner");
let title; // of the page behind it
// Everything outside a modal dialog is inert, so what has to stay usable moves into it.
const MOVED_IN = ["move", "messages", "announce"];

/** Fetch the card and show it, or of it one field; where that fails, the page of its own says why. */
export async function open(address, field = "") {
  const styled = withStyles(new URL("../../css/files.css", import.meta.url)).catch(() => {}); // without, its files are plain
  const text = await ask(address).catch((failure) => navigateAfterFailure(failure, address, () => open(address, field)));
  await styled;
  if (!text) return;
  const { card, depth = 0 } = history.state ?? {};
  if (card !== address) history.pushState({ card: address, depth: depth + 1, back: document.body.dataset.back }, "", address);
  await htmx.swap({ text, sourceElement: inner, target: inner, swap: "innerHTML" });
  show(field);
}

function show(field) {
  const cardPage = inner.querySelector("[data-sheet]");
  for (const id of MOVED_IN) moveInto(id, dialog);
  if (!dialog.open) {
    title = document.title;
    dialog.dataset.from = cardPage.dataset.sheet;
    dialog.showModal();
  }
  inner.scrollTop = 0;
  document.title = cardPage.dataset.title;
  // The heading, not the field in it: that would bring up a phone's keyboard.
  document.getElementById("sheet-heading").focus({ preventScroll: true });
  begin(cardPage);
  dialog.dataset.only = field;
  if (field) focusOnField(inner.querySelector(`#sheet-${field}`));
}

/** On what takes what blocks it away, where there is no field for it. */
function focusOnField(part) {
  (part?.querySelector("input:not([type=hidden])") ?? part?.querySelector("button"))?.focus();
}

function moveInto(id, parent) {
  const element = document.getElementById(id);
  if (element) parent.append(element);
}

// --- Closing ----------------------------------------------------------------------------------------------
closeByPress(dialog);

dialog.addEventListener("close", () => {
  const number = inner.querySelector("[data-sheet]")?.dataset.sheet;
  for (const id of MOVED_IN) moveInto(id, document.body);
  inner.replaceChildren();
  document.title = title;
  focusCardOf(number);
  // Past the cards that were followed from one to the next as well.
  if (history.state?.card) history.go(-(history.state.depth ?? 1));
});

/** On the card, or the one from which it was reached; at the end of a standup, where there are none, on the line about it. */
function focusCardOf(number) {
  const line = document.querySelector(`.su-lines a[data-opens=card][href*="/cards/${number}/"]`);
  if (line) line.focus({ preventScroll: true });
  else focusOn(document.getElementById(`card-${number}`) ?? document.getElementById(`card-${dialog.dataset.from}`));
}

window.addEventListener("popstate", ({ state }) => {
  if (state?.card) open(state.card);
  else if (dialog.open) dialog.close();
});

// --- With the board behind it -----------------------------------------------------------------------------
// The one Move… menu of the page knows cards on the board; for one that is not on it the link leads to a page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#sheet a[data-opens=move]");
  const card = link && document.getElementById(`card-${inner.querySelector("[data-sheet]").dataset.sheet}`);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.stopPropagation();
  if (!card) return;
  event.preventDefault();
  import("../board/menu.js").then((menu) => menu.open(card, link));
}, true);

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const isDone = ctx.request.form?.matches("#sheet [data-leaves], #sheet:not([data-only='']) form");
  if (isDone && ctx.response.status < 400) dialog.close();
});

// Something was done to the card from outside its fields, by the menu or by taking a change back.
document.addEventListener("htmx:after:swap", ({ target }) => target.id === "board" && document.getElementById(`card-${shown()}`) && refreshPage());
document.addEventListener("weekboard:undone", () => shown() && refreshPage());

const shown = () => inner.querySelector("[data-sheet]")?.dataset.sheet;

function refreshPage() {
  const number = Number(shown()); // it may be closed before the script is there
  import("../live/card_page.js").then(({ enqueueChanges }) => enqueueChanges(number, []), () => {});
}
