// Fields of a card, in the dialog and on the page of its own: each is saved by itself, and the answer touches no other.
import { announce } from "../announce.js";
import { Failure, requestId } from "../board/send.js";
import "../completion/watch.js";
import { isComposing } from "../composing.js";
import "../files/drop.js";
import "../files/paste.js";
import { prepare } from "../files/watch.js";
import { draftNames, dropDraft, restoreDrafts, saveDraft } from "./drafts.js";
import "./keep_focus.js";

const TYPED = "textarea, input:not([type=hidden])";

/** A card has just been drawn: bring back what was being typed into it. */
export function begin(cardPage) {
  restoreDrafts(cardPage);
  prepare(cardPage);
  if (draftNames(cardPage.dataset.sheet).includes("description")) document.getElementById("edit-description")?.click();
}

// --- When a field is saved --------------------------------------------------------------------------------
document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-sheet] form[data-saves]");
  // Enter changes and sends: whether it has is known a moment later.
  if (form) setTimeout(() => target.value !== form.dataset.sent && form.isConnected && form.requestSubmit());
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key !== "Enter" || isComposing(event) || !target.matches("[data-sheet] textarea")) return;
  if (!event.ctrlKey && !event.metaKey && !(target.hasAttribute("data-enter") && !event.shiftKey)) return;
  event.preventDefault();
  target.form.requestSubmit();
});

// --- What is sent and what comes back ---------------------------------------------------------------------
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const { form, body } = ctx.request;
  if (!form?.closest("#sheet") || ctx.request.method !== "POST") return;
  // The board behind the dialog follows: it says what it shows.
  body.set("week_shown", document.body.dataset.weekShown);
  body.set("back", document.body.dataset.back);
});

// What is added and not changed, a comment, is there once, however often it is sent.
document.addEventListener("htmx:config:request", (event) => {
  const { form, body } = event.detail.ctx.request;
  if (!form?.hasAttribute("data-empties")) return;
  const { value } = fieldOf(form);
  if (form.dataset.underway === value) event.preventDefault();
  if (form.dataset.idOf !== value) Object.assign(form.dataset, { idOf: value, id: requestId() });
  form.dataset.underway = value;
  body.set("request_id", form.dataset.id);
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const field = ctx.request.form && fieldOf(ctx.request.form);
  if (field) ctx.request.form.dataset.sent = field.value;
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const { form } = ctx.request;
  if (!form?.closest("[data-sheet], #sheet, .is-page")) return;
  delete form.dataset.underway;
  const { status, headers } = ctx.response;
  if (status < 400) onSaved(form);
  else if (headers.get("Content-Type")?.startsWith("text/plain") || ![409, 422].includes(status)) onFailed(form, status, ctx);
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  delete ctx?.request?.form?.dataset.underway;
  if (ctx?.request?.form?.closest("#sheet, .is-page")) onFailed(ctx.request.form, ctx.request.signal.aborted ? 408 : 0, ctx);
});

function onSaved(form) {
  const field = fieldOf(form);
  announce("Saved.");
  if (form.isConnected) clearFailure(placeFor(form));
  if (!field) return;
  const typedMore = field.value !== form.dataset.sent; // typed since it was sent
  field.removeAttribute("aria-invalid");
  if (form.hasAttribute("data-empties")) emptyField(form, field, typedMore);
  else field.defaultValue = form.dataset.sent;
  if (field.dataset.draft && typedMore) saveDraft(field);
  else if (field.dataset.draft) dropDraft(field);
}

function emptyField(form, field, typedMore) {
  delete form.dataset.idOf; // the same words once more are another comment
  if (!typedMore) field.value = "";
}

/** Nothing was saved: the sentence goes to the field, and what was typed stays in it. */
function onFailed(form, status, ctx) {
  const isSentence = ctx.response?.headers.get("Content-Type")?.startsWith("text/plain");
  const { message } = new Failure(status, isSentence ? ctx.text : "");
  const place = placeFor(form);
  clearFailure(place);
  const line = document.createElement("p");
  Object.assign(line, { className: "error", textContent: `This was not saved. ${message}` });
  line.setAttribute("role", "alert");
  line.dataset.failed = "";
  place.append(line);
}

function placeFor(form) {
  return form.querySelector(".fieldnote") ?? form.parentElement.closest(".field, section, li, .sheet-actions") ?? form;
}

function clearFailure(place) {
  place.querySelector(":scope > [data-failed]")?.remove();
}

export function fieldOf(form) {
  return form.querySelector(TYPED);
}

// --- What an answer has drawn anew --------------------------------------------------------------------------
document.addEventListener("htmx:after:swap", () => {
  for (const cardPage of document.querySelectorAll("[data-sheet]")) {
    restoreDrafts(cardPage);
    markInvalid(cardPage);
  }
});

/** Screen readers are told which field a sentence is about. */
function markInvalid(cardPage) {
  for (const note of cardPage.querySelectorAll(".fieldnote")) {
    const field = cardPage.querySelector(`[aria-describedby~="${note.id}"]`);
    if (note.querySelector(".error")) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
}
