// What is being typed into a card, kept in this browser for the person until it is saved: it survives closing, a
// reload, an ended sign-in and a refusal. ../drafts.js takes all of it away after a deliberate sign-out.

import { projectKey } from "../drafts.js";
import { withoutLost } from "../files/pending.js";

const { person, project } = document.body.dataset;
const [START, FORMER] = [projectKey(), project].map((key) => ["weekboard-draft-card", person, key].join("/"));

// A page of an earlier version kept them under the project's address, which may change.
for (const key of keys().filter((name) => name.startsWith(`${FORMER}/`))) {
  const draft = localStorage.getItem(key);
  remove(key);
  localStorage.setItem(key.replace(FORMER, START), draft);
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-draft]")) saveDraft(target);
});

/** Put back what was being typed into the fields inside `root`, and say so. */
export function restoreDrafts(root) {
  for (const field of root.querySelectorAll("[data-draft]:not([data-restored])")) {
    field.dataset.restored = "";
    const draft = read(keyOf(field));
    if (draft) draft.text = withoutLost(draft.text);
    if (!draft || draft.text === field.value) continue;
    const before = { text: field.defaultValue, seen: seenOf(field)?.value };
    putText(field, draft);
    field.closest("form").append(draftHint(draft.at, () => {
      putText(field, before);
      dropDraft(field);
      field.focus();
    }));
  }
}

/** The names of the fields of this card that something is kept for. */
export function draftNames(card) {
  const start = keyFor(card, "");
  return keys().filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

/** The field's text is saved, or not wanted any more. */
export function dropDraft(field) {
  remove(keyOf(field));
  field.closest("form").querySelector("[data-hint]")?.remove();
}

export function saveDraft(field) {
  if (field.value === field.defaultValue) return dropDraft(field);
  write(keyOf(field), { text: field.value, seen: seenOf(field)?.value });
}

function putText(field, { text, seen }) {
  field.value = text;
  const input = seenOf(field);
  if (input && seen) input.value = seen;
}

/** Says that what was being typed at that time is back, and offers to discard it. */
export function draftHint(at, discard) {
  const time = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const line = document.createElement("p");
  const button = document.createElement("button");
  Object.assign(line, { className: "hint", textContent: `Draft of ${time} restored. ` });
  Object.assign(button, { type: "button", className: "plain small", textContent: "Discard" });
  line.dataset.hint = "";
  button.addEventListener("click", discard);
  line.append(button);
  return line;
}

/** What the person had read when they began: a change that came in between must not be overwritten unseen. */
function seenOf(field) {
  return field.form.elements.seen;
}

function keyOf(field) {
  return keyFor(field.closest("[data-sheet]").dataset.sheet, field.dataset.draft);
}

function keyFor(card, field) {
  return [START, card, field].join("/");
}

// --- What is more than a field keeps itself under a name of its own ------------------------------------------
export function saveDraftAs(card, name, draft) {
  write(keyFor(card, name), draft);
}

export function readDraft(card, name) {
  return read(keyFor(card, name));
}

export function dropDraftOf(card, name) {
  remove(keyFor(card, name));
}

// --- The browser's storage, which may be closed to us ---------------------------------------------------
function keys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...draft, at: Date.now() }));
  } catch {
    // A browser that keeps nothing for us, or is full.
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // There is nothing then.
  }
}
