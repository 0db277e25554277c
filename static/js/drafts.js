// What is being typed, kept in this window for the person: it survives a reload and an ended sign-in.

const MARK = "weekboard-draft";

/** `name` says what is being written, and in which project. */
export function draft(name) {
  try {
    return sessionStorage.getItem(nameFor(name)) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(name, text) {
  try {
    if (text) sessionStorage.setItem(nameFor(name), text);
    else sessionStorage.removeItem(nameFor(name));
  } catch {
    // A browser that keeps nothing for us.
  }
}

function nameFor(name) {
  return `${MARK}-${document.body.dataset.person}-${name}`;
}

// A deliberate sign-out takes all of it away: the lines of this window, and what card/drafts.js keeps in the browser.
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-signout]")) return;
  try {
    for (const store of [sessionStorage, localStorage]) {
      for (const key of Object.keys(store)) if (key.startsWith(MARK)) store.removeItem(key);
    }
  } catch {
    // There is nothing then.
  }
});
