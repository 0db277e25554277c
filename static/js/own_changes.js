// What this window has changed, as messages have offered to undo it: the latest last, over page loads as well. Undoing
// itself comes with the first undo.
import { projectKey, readDraft, saveDraft } from "./drafts.js";
import { sayFailed } from "./toast.js";

const MOST = 50;
const OF_THE_FORM = ["csrfmiddlewaretoken", "drawn_for", "back", "from_card"]; // not of what is undone
const UNREACHABLE = "This was not undone. It needs the server, which cannot be reached.";
const storageName = `changes-${projectKey()}`;
const toasts = document.getElementById("toasts");
let seen; // the form that was read last

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#messages form, form[data-undo]");
  if (!form || event.defaultPrevented) return;
  if (!("undo" in form.dataset)) return saveChanges(othersThan(changeOf(form)));
  event.preventDefault();
  if (!form.dataset.sent) undoBy(form);
});

function undoBy(form) {
  const before = focusedPart();
  form.dataset.sent = "yes";
  import("./undo.js").then((undoing) => undoing.undoBy(form, before), () => {
    delete form.dataset.sent;
    sayFailed(UNREACHABLE, () => undoBy(form));
  });
}

/** Return what undoes what was done last, and then what was done before. It takes the focus if that is where it is now. */
export function undoingLast() {
  const before = focusedPart();
  return function undoLast() {
    import("./undo.js").then(({ undo }) => undo(before), () => sayFailed(UNREACHABLE, undoLast));
  };
}

/** The card that has the focus, or the messages, or whatever else has it. */
export function focusedPart() {
  const { activeElement } = document;
  return activeElement.closest(".card, #messages") ?? activeElement;
}

/** From now on every message's way back is remembered. */
export function rememberChanges() {
  new MutationObserver(remember).observe(toasts, { childList: true });
  remember();
}

function remember() {
  const form = toasts.querySelector("form");
  if (!form || form === seen) return;
  seen = form;
  const change = changeOf(form);
  saveChanges([...othersThan(change), change]);
}

/** What the form of a message undoes. */
export function changeOf(form) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => !OF_THE_FORM.includes(name)));
  return { action: form.action, fields, card: form.closest("[data-toast]")?.dataset.toast ?? "", isScripted: "undo" in form.dataset };
}

export function othersThan({ action, fields }) {
  return readChanges().filter((other) => other.action !== action || other.fields.event !== fields.event);
}

export const readChanges = () => JSON.parse(readDraft(storageName) || "[]");

export function saveChanges(changes) {
  saveDraft(storageName, changes.length ? JSON.stringify(changes.slice(-MOST)) : "");
}

// --- What is on its way ----------------------------------------------------------------------------------------
export const underWay = new Set();

/** A change has been sent: until it is true that it is made, or false, nothing before it is undone. */
export function follow(change) {
  underWay.add(change);
  change.finally(() => underWay.delete(change));
  return change;
}
