// Messages at the foot of the page: one at a time, gone after a while, never while somebody is at them.
import { announce, titleOf, whereIs } from "./announce.js";
import { apply, post, requestId } from "./board/send.js";

const LIFE = 10_000;
const toasts = document.getElementById("toasts");
let left = LIFE; // milliseconds until the message goes
let since = 0; // when it began to count; 0 while it does not
let timer;

new MutationObserver(begin).observe(toasts, { childList: true });
for (const name of ["pointerover", "pointerout", "focusin", "focusout"]) toasts.addEventListener(name, count);
document.addEventListener("visibilitychange", count);
toasts.addEventListener("click", (event) => event.target.closest("[data-dismiss]") && dismiss());
toasts.addEventListener("keydown", (event) => event.key === "Escape" && dismiss());
toasts.addEventListener("submit", takeBack);
if (current()) begin();

/** Says what was not done and why, and offers to try again. */
export function sayFailed(sentence, retry, id = "") {
  const toast = document.getElementById("failed").content.cloneNode(true).firstElementChild;
  toast.dataset.toast = id;
  toast.querySelector("[data-sentence]").textContent = sentence;
  toast.querySelector("[data-retry]").addEventListener("click", () => { dismiss(); retry(); });
  toasts.replaceChildren(toast);
  announce(sentence);
}

/** The way back that is offered now, if there is one. */
export function undo() {
  current()?.querySelector("form")?.requestSubmit();
}

function current() {
  return toasts.querySelector("[data-toast]");
}

async function takeBack(event) {
  const form = event.target.closest("[data-undo]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  await carryOut(form.action, current().dataset.toast, { event: form.elements.event.value, request_id: requestId() });
}

async function carryOut(address, id, fields) {
  const wasHere = toasts.contains(document.activeElement);
  try {
    await apply(await post(address, fields));
  } catch (failure) {
    return sayFailed(`This was not undone. ${failure.message}`, () => carryOut(address, id, fields), id);
  }
  const card = document.getElementById(id);
  if (wasHere) focus(card);
  announce(card ? `Taken back: ${titleOf(card)} is in ${whereIs(card)}.` : "Taken back.");
}

/** The focus goes back to the card that the message was about. */
function dismiss() {
  const id = current()?.dataset.toast;
  const wasHere = toasts.contains(document.activeElement);
  toasts.replaceChildren();
  if (wasHere) focus(document.getElementById(id));
}

function focus(card) {
  card?.querySelector("h3 a").focus({ preventScroll: true });
}

function begin() {
  left = LIFE;
  since = 0;
  count();
}

/** Counts down unless somebody is reading, or cannot because they look at another window. */
function count() {
  clearTimeout(timer);
  if (since) left -= Date.now() - since;
  const busy = document.hidden || toasts.matches(":hover, :focus-within");
  since = busy || !current() ? 0 : Date.now();
  if (since) timer = setTimeout(dismiss, left);
}
