// Splitting a card, in the dialog over the board. What is typed is never touched: answers go beside the fields.
import { announce } from "../announce.js";
import { closeByPress } from "../backdrop.js";
import { apply, ask } from "../board/send.js";
import { navigateAfterFailure } from "../navigate.js";
import { begin, dropDraft } from "./split_form.js";

const dialog = document.getElementById("split");
const inner = document.getElementById("split-inner");
let announceParent = null; // where what a screen reader is told was before the dialog took it in

/** Fetch the pieces to begin with and show them; where that fails, the page of its own says why. */
export async function open(address) {
  document.getElementById("sheet").close();
  const text = await ask(address).catch((failure) => navigateAfterFailure(failure, address, () => open(address)));
  if (!text || dialog.open) return;
  await htmx.swap({ text, sourceElement: inner, target: inner, swap: "innerHTML" });
  const region = document.getElementById("announce");
  announceParent = region.parentElement;
  dialog.append(region);
  dialog.showModal();
  begin(form());
}

function form() {
  return inner.querySelector("form");
}

// --- Closing ----------------------------------------------------------------------------------------------
closeByPress(dialog);

dialog.addEventListener("close", () => {
  const { split } = form().dataset;
  announceParent.append(document.getElementById("announce"));
  inner.replaceChildren();
  document.querySelector(`#card-${split} h3 a`)?.focus({ preventScroll: true });
});

// --- Splitting --------------------------------------------------------------------------------------------
dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { target, submitter } = event;
  if (target.dataset.sent) return;
  target.dataset.sent = "yes";
  try {
    await apply(await ask(target.action, { method: "POST", body: bodyOf(target, submitter) }));
    onDone(target);
  } catch (failure) {
    await onRefused(target, failure);
  }
  delete target.dataset.sent;
});

/** The board behind the dialog follows: it says what it shows. */
function bodyOf(target, submitter) {
  const body = new URLSearchParams(new FormData(target, submitter));
  body.set("week_shown", document.body.dataset.weekShown);
  body.set("back", document.body.dataset.back);
  return body;
}

function onDone(target) {
  const count = target.querySelectorAll(".piece").length;
  dropDraft(target);
  dialog.close();
  announce(`Split into ${count} cards.`);
}

async function onRefused(target, failure) {
  if ([409, 422].includes(failure.status) && failure.body.includes("<hx-partial")) {
    await htmx.swap({ text: failure.body, sourceElement: target, target, swap: "none" });
    markInvalid(target);
    return;
  }
  const line = document.createElement("p");
  Object.assign(line, { className: "error", textContent: `This was not split. ${failure.message}` });
  line.setAttribute("role", "alert");
  target.querySelector("#split-go").before(line);
}

/** The fields that a sentence is about, and the focus to the first, or to the button that names the difference. */
function markInvalid(target) {
  for (const field of target.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const error of target.querySelectorAll(".piece [data-field]")) {
    error.closest(".piece").querySelector(`[name=${error.dataset.field}]`).setAttribute("aria-invalid", "true");
  }
  (target.querySelector("[aria-invalid]") ?? target.querySelector("#split-go button")).focus();
}
