// Messages at the foot of the page: what was done last, with its way back, and above it all that was not done. Gone
// after a while, never while somebody is at them.
import { announce } from "./announce.js";

const LIFETIME = 10_000;
const toasts = document.getElementById("messages");
const failed = document.getElementById("not-done");
const done = document.getElementById("toasts");
const failures = new Map(); // {sentence, retry} of what was not done, by the card that it was to be done to
let remaining = LIFETIME; // milliseconds until the message goes
let countingSince = 0; // 0 while it does not count
let timer;

new MutationObserver(restartCountdown).observe(toasts, { childList: true, subtree: true });
for (const name of ["pointerover", "pointerout", "focusin", "focusout"]) toasts.addEventListener(name, countDown);
document.addEventListener("visibilitychange", countDown);
toasts.addEventListener("click", (event) => event.target.closest("[data-dismiss]") && dismiss(toastOf(event)));
toasts.addEventListener("keydown", (event) => event.key === "Escape" && dismiss(toastOf(event)));
if (currentToast()) {
  restartCountdown();
  announce(sentenceOf(currentToast())); // a region that comes with the page is not read
}

/** The message about what was done last, if it is still there. */
export function currentToast() {
  return done.querySelector("[data-toast]");
}

/** What a message says, on one line; nothing where there is none. */
export function sentenceOf(toast) {
  return toast?.querySelector("p").textContent.replace(/\s+/g, " ").trim() ?? "";
}

export function clearCurrentToast() {
  done.replaceChildren();
}

/** Say it where it is said what was done last. */
export function sayDone(sentence) {
  const toast = Object.assign(document.createElement("div"), { className: "toast" });
  toast.dataset.toast = "";
  toast.append(Object.assign(document.createElement("p"), { textContent: sentence }));
  done.replaceChildren(toast);
  announce(sentence);
}

export function toastOf(event) {
  return event.target.closest("[data-toast]");
}

// --- What was not done --------------------------------------------------------------------------------------
/** Say what was not done and why, and offer to try again. It stays beside what is done meanwhile. */
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
  const hadFocus = failed.contains(document.activeElement);
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
  if (hadFocus && failures.size) button.focus({ preventScroll: true });
}

// --- Going ----------------------------------------------------------------------------------------------------
/** The focus goes back to the card that the message was about. */
function dismiss(toast) {
  const hadFocus = toast.contains(document.activeElement);
  if (failed.contains(toast)) failures.clear();
  toast.remove();
  if (hadFocus) focusCard(document.getElementById(toast.dataset.toast));
}

function dismissAll() {
  for (const toast of toasts.querySelectorAll("[data-toast]")) dismiss(toast);
}

export function focusCard(card) {
  card?.querySelector("h3 a").focus({ preventScroll: true });
}

function restartCountdown() {
  remaining = LIFETIME;
  countingSince = 0;
  countDown();
}

/** Count down unless somebody is reading, or cannot because they look at another window. */
function countDown() {
  clearTimeout(timer);
  if (countingSince) remaining -= Date.now() - countingSince;
  const isBusy = document.hidden || toasts.matches(":hover, :focus-within");
  countingSince = isBusy || !toasts.querySelector("[data-toast]") ? 0 : Date.now();
  if (countingSince) timer = setTimeout(dismissAll, remaining);
}
