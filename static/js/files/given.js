// What comes from outside the page, by the clipboard or by a drop: which card takes it, and what of it is a file.
import { sayDone } from "../toast.js";
import { send } from "./watch.js";

const NO_FOLDERS = "A folder cannot be attached. Make a ZIP file of it first.";

/** The number of the card that is shown, if it takes files and nothing else lies over it. */
export function cardTaking(target) {
  const isElsewhere = target.closest?.("input, textarea") && !target.closest("[data-sheet]");
  if (isElsewhere || document.querySelector("dialog:modal:not(#sheet)")) return 0;
  return Number(document.querySelector("[data-sheet]:has([data-attach])")?.dataset.sheet ?? 0);
}

/** The text of a card, the description or a comment, in which a file can be named. */
export function textAt(target) {
  return target.closest?.("[data-sheet] textarea[data-completes]") ?? null;
}

/** Read at once: a browser shows what was dropped or pasted only while it tells of it. */
export function filesIn({ items }) {
  const given = [...items].filter(({ kind }) => kind === "file");
  const files = given.filter((item) => !item.webkitGetAsEntry()?.isDirectory).map((item) => item.getAsFile());
  return { files, hasFolders: files.length < given.length };
}

export function attachGiven(card, { files, hasFolders }, options) {
  if (files.length) send(card, files, options);
  if (hasFolders) sayDone(NO_FOLDERS);
}
