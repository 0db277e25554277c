// What is being typed into a card, kept in this browser for the person until it is saved: it survives closing, a
// reload, an ended sign-in and a refusal. ../drafts.js takes all of it away at a deliberate sign-out.

const MARK = "weekboard-draft-card";

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-draft]")) keep(target);
});

/** Put back what was being typed into the fields inside `root`, and say so. */
export function restore(root) {
  for (const field of root.querySelectorAll("[data-draft]:not([data-restored])")) {
    field.dataset.restored = "";
    const draft = read(nameOf(field));
    if (!draft || draft.text === field.value) continue;
    const before = { text: field.defaultValue, seen: seenOf(field)?.value };
    put(field, draft);
    field.closest("form").append(hint(draft.at, () => {
      put(field, before);
      drop(field);
      field.focus();
    }));
  }
}

/** The names of the fields of this card that something is kept for. */
export function waiting(card) {
  const start = nameFor(card, "");
  return names().filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

/** The field's text is saved, or not wanted any more. */
export function drop(field) {
  remove(nameOf(field));
  field.closest("form").querySelector("[data-hint]")?.remove();
}

export function keep(field) {
  if (field.value === field.defaultValue) return drop(field);
  write(nameOf(field), { text: field.value, seen: seenOf(field)?.value });
}

function put(field, { text, seen }) {
  field.value = text;
  const input = seenOf(field);
  if (input && seen) input.value = seen;
}

/** Says that what was being typed at that time is back, and offers to let go of it. */
export function hint(at, discard) {
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

function nameOf(field) {
  return nameFor(field.closest("[data-sheet]").dataset.sheet, field.dataset.draft);
}

function nameFor(card, field) {
  const { person, project } = document.body.dataset;
  return [MARK, person, project, card, field].join("/");
}

// --- What is more than a field keeps itself under a name of its own ------------------------------------------
export function keepAs(card, name, draft) {
  write(nameFor(card, name), draft);
}

export function kept(card, name) {
  return read(nameFor(card, name));
}

export function forget(card, name) {
  remove(nameFor(card, name));
}

// --- The browser's own shelf, which may be closed to us ---------------------------------------------------
function names() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, draft) {
  try {
    localStorage.setItem(name, JSON.stringify({ ...draft, at: Date.now() }));
  } catch {
    // A browser that keeps nothing for us, or is full.
  }
}

function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // There is nothing then.
  }
}
