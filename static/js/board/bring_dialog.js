// The cards that can be brought into a week, in a dialog over the board.
import { announce } from "../announce.js";
import { closeByPress } from "../backdrop.js";
import { withStyles } from "../styles.js";
import { currentToast, sayFailed, sentenceOf } from "../toast.js";
import { begin } from "./bring_form.js";
import { focusOn } from "./place.js";
import { apply, ask } from "./send.js";

const STYLES = new URL("../../css/bring.css", import.meta.url);
// Everything outside a modal dialog is inert, so what has to stay usable moves into it.
const MOVED_IN = ["messages", "announce"];
const dialog = Object.assign(document.createElement("dialog"), { className: "dialog bring", id: "bring" });
dialog.setAttribute("aria-labelledby", "bring-heading");
const pane = Object.assign(document.createElement("div"), { className: "dialog-pane" });
dialog.append(pane);
document.getElementById("main").after(dialog);
let opener = null; // has the focus again when nothing was brought
let brought = ""; // the id of the first card that was, which has it then

/** Fetch the list and show it; where that fails, the page of its own says why. */
export async function open(address, link) {
  opener = link;
  brought = "";
  try {
    const [text] = await Promise.all([ask(address), withStyles(STYLES)]);
    await fill(text);
  } catch ({ status, message }) {
    if (status) location.assign(address);
    else sayFailed(`The list was not opened. ${message}`, () => open(address, link));
    return;
  }
  for (const id of MOVED_IN) dialog.append(document.getElementById(id));
  dialog.showModal();
  (pane.querySelector("[data-all]") ?? pane.querySelector("[name=show]")).focus();
}

async function fill(text) {
  await htmx.swap({ text, sourceElement: pane, target: pane, swap: "innerHTML" });
  begin(form());
}

function form() {
  return pane.querySelector("form");
}

// --- Closing ----------------------------------------------------------------------------------------------
closeByPress(dialog);

dialog.addEventListener("close", () => {
  for (const id of MOVED_IN) document.body.append(document.getElementById(id));
  pane.replaceChildren();
  const first = document.getElementById(brought); // filters may hide it
  if (!first) opener.focus({ preventScroll: true });
  // The offer has gone, too, when others have brought something meanwhile.
  if (first || document.activeElement !== opener) focusOn(first);
});

// --- Another source, and a card that was split meanwhile ------------------------------------------------------
/** Fetch the list anew; what is ticked stays ticked, if it is there. */
async function refill(source) {
  await fill(await ask(form().action, { method: "POST", body: bodyOf({ show: source }) }));
}

async function show(source) {
  try {
    await refill(source);
    pane.querySelector("[name=show][aria-pressed=true]").focus();
  } catch ({ message }) {
    showError(message);
  }
}

document.getElementById("split").addEventListener("close", () => {
  if (dialog.open) show(form().elements.from.value);
});

// --- Bringing ---------------------------------------------------------------------------------------------
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.name === "show") show(event.submitter.value);
  else bring(form());
});

async function bring(sent) {
  if (sent.dataset.sent) return;
  sent.dataset.sent = "yes";
  const [first] = new FormData(sent).getAll("cards");
  try {
    await apply(await ask(sent.action, { method: "POST", body: bodyOf() }));
    brought = `card-${Number.parseInt(first, 10)}`;
    dialog.close();
    if (currentToast()) announce(sentenceOf(currentToast()));
  } catch (failure) {
    await onRefused(failure);
  }
  delete sent.dataset.sent;
}

/** The board behind the dialog follows: it says what it shows. */
function bodyOf(more = {}) {
  const body = new URLSearchParams(new FormData(form()));
  const { weekShown, back } = document.body.dataset;
  for (const [name, value] of Object.entries({ week_shown: weekShown, back, ...more })) body.set(name, value);
  return body;
}

/** A list that is out of date is drawn anew. */
async function onRefused({ status, message }) {
  if (status === 409) await refill(form().elements.from.value).catch(() => {});
  showError(status === 409 ? message : `Nothing was brought. ${message}`);
}

function showError(sentence) {
  const line = document.getElementById("bring-error");
  line.querySelector("span").textContent = sentence;
  line.hidden = false;
}
