// A page that was open while the server was upgraded: it is loaded again once, or offers that to whoever is at something.
import { announce } from "../announce.js";
import { whenIdle } from "../board/idle.js";

const RELOADED_FOR = "weekboard-reloaded-for";
const IN_USE = "dialog[open], :popover-open, .is-unsent, [data-in-use], :is(input, textarea, select):focus";
const ours = document.body.dataset.version;
let isOffered = false;

/** Compare with the version of the server that has just answered; "" is one that cannot tell. */
export async function compareVersion(theirs) {
  if (!ours || !theirs || ours === theirs) return;
  await whenIdle();
  if (!isInUse() && isFirstReload(theirs)) location.reload();
  else offerReload();
}

/** Somebody types, records, watches all demos, or has a dialog or a menu open. */
export function isInUse() {
  const fields = [...document.querySelectorAll("input, textarea")];
  return document.querySelector(IN_USE) !== null || fields.some(({ value, defaultValue }) => value !== defaultValue);
}

/** Where two versions are served side by side, a page may be as old as before: once is enough. */
function isFirstReload(version) {
  try {
    if (sessionStorage.getItem(RELOADED_FOR) === version) return false;
    sessionStorage.setItem(RELOADED_FOR, version);
    return true;
  } catch {
    return false; // a browser that keeps nothing for us could not know next time
  }
}

function offerReload() {
  if (isOffered) return;
  isOffered = true;
  const message = document.getElementById("upgraded").content.cloneNode(true);
  announce(message.querySelector("p").textContent);
  document.getElementById("messages").prepend(message);
}
