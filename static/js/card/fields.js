// Fields of a card, in the dialog and on the page of its own: each is saved by itself, and the answer touches no other.
import { announce } from "../announce.js";
import { Failure, requestId } from "../board/send.js";
import { drop, keep, restore, waiting } from "./drafts.js";

const FOCUSABLE = "textarea, summary, button, input:not([type=hidden]), select, a";
const TYPED = "textarea, input:not([type=hidden])";
let held = null; // where the focus was before an answer took its element away
let pressed = null; // or would have been: Safari gives none to what is clicked
let swaps = 0; // under way: one's own answer, and what the board is told of it

/** A card has just been drawn: bring back what was being typed into it. */
export function begin(sheet) {
  restore(sheet);
  if (waiting(sheet.dataset.sheet).includes("description")) document.getElementById("edit-description")?.click();
}

// --- When a field is saved --------------------------------------------------------------------------------
document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-sheet] form[data-saves]");
  // Enter changes and sends: whether it has is known a moment later.
  if (form) setTimeout(() => target.value !== form.dataset.sent && form.isConnected && form.requestSubmit());
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key !== "Enter" || event.isComposing || !target.matches("[data-sheet] textarea")) return;
  if (!event.ctrlKey && !event.metaKey && !(target.hasAttribute("data-enter") && !event.shiftKey)) return;
  event.preventDefault();
  target.form.requestSubmit();
});

// --- What is sent and what comes back ---------------------------------------------------------------------
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const { form, body } = ctx.request;
  if (!form?.closest("#sheet") || ctx.request.method !== "POST") return;
  // The board behind the dialog follows: it says what it shows.
  body.set("scope", document.body.dataset.scope);
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

document.addEventListener("htmx:after:request", ({ target, detail: { ctx } }) => {
  const { form } = ctx.request;
  if (!form?.closest("[data-sheet], #sheet, .is-page")) return;
  delete form.dataset.underway;
  const { status, headers } = ctx.response;
  if (status < 400) saved(form);
  else if (headers.get("Content-Type")?.startsWith("text/plain") || ![409, 422].includes(status)) fail(form, status, ctx);
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  delete ctx?.request?.form?.dataset.underway;
  if (ctx?.request?.form?.closest("#sheet, .is-page")) fail(ctx.request.form, ctx.request.signal.aborted ? 408 : 0, ctx);
});

function saved(form) {
  const field = fieldOf(form);
  announce("Saved.");
  if (form.isConnected) forgetFailure(placeFor(form));
  if (!field) return;
  const more = field.value !== form.dataset.sent; // typed since it was sent
  field.removeAttribute("aria-invalid");
  if (form.hasAttribute("data-empties")) empty(form, field, more);
  else field.defaultValue = form.dataset.sent;
  if (field.dataset.draft && more) keep(field);
  else if (field.dataset.draft) drop(field);
}

function empty(form, field, more) {
  delete form.dataset.idOf; // the same words once more are another comment
  if (!more) field.value = "";
}

/** Nothing was saved: the sentence goes to the field, and what was typed stays in it. */
function fail(form, status, ctx) {
  const plain = ctx.response?.headers.get("Content-Type")?.startsWith("text/plain");
  const { message } = new Failure(status, plain ? ctx.text : "");
  const place = placeFor(form);
  forgetFailure(place);
  const line = document.createElement("p");
  Object.assign(line, { className: "error", textContent: `This was not saved. ${message}` });
  line.setAttribute("role", "alert");
  line.dataset.failed = "";
  place.append(line);
}

function placeFor(form) {
  return form.querySelector(".fieldnote") ?? form.parentElement.closest(".field, section, li, .sheet-actions") ?? form;
}

function forgetFailure(place) {
  place.querySelector(":scope > [data-failed]")?.remove();
}

function fieldOf(form) {
  return form.querySelector(TYPED);
}

// --- The focus stays where it was, though an answer draws its surroundings anew ----------------------------
document.addEventListener("click", ({ target }) => {
  pressed = target.closest("[data-sheet] :is(a, button, summary)");
}, true);

document.addEventListener("htmx:before:swap", () => {
  const element = document.activeElement?.closest("[data-sheet] *") ?? pressed;
  swaps += 1;
  if (element) held = { id: element.id, part: element.closest("[id^=sheet-]")?.id };
});

document.addEventListener("htmx:after:swap", () => {
  for (const sheet of document.querySelectorAll("[data-sheet]")) {
    restore(sheet);
    mark(sheet);
  }
  if (held && !document.activeElement?.closest("[data-sheet] *")) focusAgain(held);
  swaps = Math.max(0, swaps - 1);
  if (!swaps) held = pressed = null;
});

function focusAgain({ id, part }) {
  const before = id ? document.getElementById(id) : null;
  // A field that was opened to be filled in is closed again: what opens it is the next best.
  const same = before?.checkVisibility() ? before : before?.closest("details")?.querySelector("summary");
  const near = part ? document.getElementById(part)?.querySelector(FOCUSABLE) : null;
  (same ?? near ?? document.getElementById("sheet-heading"))?.focus({ preventScroll: true });
}

/** Screen readers are told which field a sentence is about. */
function mark(sheet) {
  for (const note of sheet.querySelectorAll(".fieldnote")) {
    const field = sheet.querySelector(`[aria-describedby~="${note.id}"]`);
    if (note.querySelector(".error")) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
}

// --- Two texts, and other buttons ---------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take], [data-discard], [data-copylink]");
  if (!button) return;
  if (button.matches("[data-take]")) take(event, button);
  if (button.matches("[data-discard]")) drop(fieldOf(button.closest("form")));
  if (button.matches("[data-copylink]")) copy(button);
}, true);

/** Their text instead of one's own. */
function take(event, button) {
  event.preventDefault();
  const box = button.closest(".theirs");
  const field = fieldOf(button.closest("form"));
  field.value = field.defaultValue = box.querySelector("[data-theirs]").textContent;
  drop(field);
  box.remove();
  field.focus();
}

async function copy(button) {
  const address = new URL(button.dataset.copylink, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    announce("Link copied.");
    button.dataset.done = "";
    setTimeout(() => delete button.dataset.done, 1500);
  } catch {
    // Without https the browser keeps the clipboard to itself: the address is shown to be copied by hand.
    window.prompt("Copy this link", address);
  }
}
