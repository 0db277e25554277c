// Messages at the foot of the page: what was done last, with its way back, and above it all that was not done. Gone
// after a while, never while somebody is at them.
import { announce, titleOf, whereIs } from "./announce.js";
import { apply, ask, post, requestId } from "./board/send.js";

const LIFE = 10_000;
const toasts = document.getElementById("messages");
const failed = document.getElementById("not-done");
const done = document.getElementById("toasts");
const failures = new Map(); // {sentence, retry} of what was not done, by the card that it was to be done to
let left = LIFE; // milliseconds until the message goes
let since = 0; // when it began to count; 0 while it does not
let timer;

new MutationObserver(begin).observe(toasts, { childList: true, subtree: true });
for (const name of ["pointerover", "pointerout", "focusin", "focusout"]) toasts.addEventListener(name, count);
document.addEventListener("visibilitychange", count);
toasts.addEventListener("click", (event) => event.target.closest("[data-dismiss]") && dismiss(toastOf(event)));
toasts.addEventListener("keydown", (event) => event.key === "Escape" && dismiss(toastOf(event)));
toasts.addEventListener("submit", takeBack);
if (current()) begin();

/** Says what was not done and why, and offers to try again. It stays beside what is done meanwhile. */
export function sayFailed(sentence, retry, id = "") {
  failures.delete(id); // of two things that failed with a card, the last is said, and last
  failures.set(id, { sentence, retry });
  showFailures();
  announce(sentence);
}

/** What failed with this card has been done after all. */
export function forgetFailed(id) {
  if (failures.delete(id)) showFailures();
}

function showFailures() {
  const wasHere = failed.contains(document.activeElement);
  const toast = document.getElementById("failed").content.cloneNode(true).firstElementChild;
  const [sentence] = toast.querySelectorAll("[data-sentence]");
  toast.dataset.toast = [...failures.keys()].at(-1);
  sentence.replaceWith(...[...failures.values()].map((failure) => {
    const copy = sentence.cloneNode();
    copy.textContent = failure.sentence;
    return copy;
  }));
  const button = toast.querySelector("[data-retry]");
  if (failures.size > 1) button.textContent = button.dataset.retry;
  button.addEventListener("click", () => {
    const all = [...failures.values()];
    dismiss(toast);
    for (const { retry } of all) retry();
  });
  failed.replaceChildren(...(failures.size ? [toast] : []));
  if (wasHere && failures.size) button.focus({ preventScroll: true });
}

/** What a click or a key needs could not be fetched: `address` is the same as a page, if there is a server. */
export async function goInstead(address, again) {
  if (await isThere(address)) location.assign(address);
  else sayFailed("This needs the server, which cannot be reached.", again);
}

/** Whether we would be answered there, be it by a refusal; a browser on a network knows nothing of servers. */
function isThere(address) {
  const refused = ({ status }) => status >= 400 && status < 500 && status !== 408;
  return ask(address, { method: "HEAD", cache: "no-store" }).then(() => true, refused);
}

/** A card or its pieces could not be shown over the board: the page of their own says why, if there is a server. */
export function notOpened({ status, message }, address, again) {
  if (status) location.assign(address);
  else sayFailed(`The card was not opened. ${message}`, again);
}

/** The way back that is offered now, if there is one. */
export function undo() {
  current()?.querySelector("form")?.requestSubmit();
}

function current() {
  return done.querySelector("[data-toast]");
}

function toastOf(event) {
  return event.target.closest("[data-toast]");
}

async function takeBack(event) {
  const form = event.target.closest("[data-undo]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const fields = Object.fromEntries(["event", "count"].map((name) => [name, form.elements[name]?.value ?? ""]));
  await carryOut(form.action, toastOf(event).dataset.toast, { ...fields, request_id: requestId() });
}

async function carryOut(address, id, fields) {
  const place = focused();
  try {
    await apply(await post(address, fields));
  } catch (failure) {
    done.replaceChildren();
    return sayFailed(`This was not undone. ${failure.message}`, () => carryOut(address, id, fields), id);
  }
  const card = document.getElementById(id);
  if (card && isStillAt(place)) show(card);
  announce(card ? `Taken back: ${titleOf(card)} is in ${whereIs(card)}.` : "Taken back.");
}

/** The card that has the focus, or the messages, or whatever else has it. */
function focused() {
  const { activeElement } = document;
  return activeElement.closest(".card, #messages") ?? activeElement;
}

/** Nobody has gone on to something else: what had the focus has it, or has gone and left it to a card or to nobody. */
function isStillAt(place) {
  const now = focused();
  return [place, document.body].includes(now) || (!place.isConnected && now.matches(".card, #main"));
}

function show(card) {
  focus(card);
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The focus goes back to the card that the message was about. */
function dismiss(toast) {
  const wasHere = toast.contains(document.activeElement);
  if (failed.contains(toast)) failures.clear();
  toast.remove();
  if (wasHere) focus(document.getElementById(toast.dataset.toast));
}

function dismissAll() {
  for (const toast of toasts.querySelectorAll("[data-toast]")) dismiss(toast);
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
  since = busy || !toasts.querySelector("[data-toast]") ? 0 : Date.now();
  if (since) timer = setTimeout(dismissAll, left);
}
