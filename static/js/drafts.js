// What is being typed, kept in this window for the person: it survives a reload and an ended sign-in.

const PREFIX = "weekboard-draft";

/** `name` says what is being written, and in which project. */
export function readDraft(name) {
  try {
    return sessionStorage.getItem(keyFor(name)) ?? "";
  } catch {
    return "";
  }
}

export function saveDraft(name, text) {
  try {
    if (text) sessionStorage.setItem(keyFor(name), text);
    else sessionStorage.removeItem(keyFor(name));
  } catch {
    // A browser that keeps nothing for us.
  }
}

function keyFor(name) {
  return `${PREFIX}-${document.body.dataset.person}-${name}`;
}

// A deliberate sign-out takes all of it away: the lines of this window, and what card/drafts.js keeps in the browser.
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-signout]")) return;
  try {
    for (const store of [sessionStorage, localStorage]) {
      for (const key of Object.keys(store)) if (key.startsWith(PREFIX)) store.removeItem(key);
    }
  } catch {
    // There is nothing then.
  }
});
