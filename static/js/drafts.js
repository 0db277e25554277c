// What is being typed, kept in this window for the person: it survives a reload and an ended sign-in.
import { mayHaveRecordings } from "./demos/recorder/mark.js";

const PREFIX = "weekboard-draft";
const SIGNED_OUT = "weekboard-signed-out"; // written for a moment, so that other windows hear of it

/** `name` says what is being written, and in which project, by `projectKey`. */
export function readDraft(name) {
  try {
    return sessionStorage.getItem(keyFor(name)) ?? sessionStorage.getItem(formerKeyFor(name)) ?? "";
  } catch {
    return "";
  }
}

export function saveDraft(name, text) {
  try {
    sessionStorage.removeItem(formerKeyFor(name));
    if (text) sessionStorage.setItem(keyFor(name), text);
    else sessionStorage.removeItem(keyFor(name));
  } catch {
    // A browser that keeps nothing for us.
  }
}

/** Under which a browser keeps which projects somebody has opened. */
export function openedName(person) {
  return `weekboard-opened/${person}`;
}

/** What stays when the project is given another address. No slug looks like it. */
export function projectKey() {
  return `:${document.body.dataset.projectId}`;
}

function keyFor(name) {
  return `${PREFIX}-${document.body.dataset.person}-${name}`;
}

/** Under which a page of an earlier version kept it. */
function formerKeyFor(name) {
  return keyFor(name.replace(projectKey(), document.body.dataset.project));
}

// --- After a deliberate sign-out -----------------------------------------------------------------------------
// The sign-in page says who it was: theirs goes, the lines of this window, what card/drafts.js keeps in the browser, and
// what they have recorded and not handed in.
const { signedOut } = document.body.dataset;
if (signedOut) clearDrafts(signedOut);

// Other windows hear of it and let go of their lines.
window.addEventListener("storage", ({ key, newValue }) => key === SIGNED_OUT && newValue && clear(sessionStorage, `-${newValue}-`));

function clearDrafts(person) {
  discardRecordings(person).catch(() => {}); // a network that is gone: they wait for the next sign-out
  try {
    clear(sessionStorage, `-${person}-`);
    clear(localStorage, `-card/${person}/`);
    localStorage.removeItem(openedName(person));
    localStorage.setItem(SIGNED_OUT, person);
    localStorage.removeItem(SIGNED_OUT);
  } catch {
    // There is nothing then.
  }
}

async function discardRecordings(person) {
  if (!(await mayHaveRecordings(person))) return;
  const { discardAll } = await import("./demos/recorder/recordings.js");
  await discardAll(person);
}

function clear(storage, start) {
  for (const key of Object.keys(storage)) if (key.startsWith(PREFIX + start)) storage.removeItem(key);
}
