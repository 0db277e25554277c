// What comes from outside the page, by the clipboard or by a drop: which card takes it, and what of it is a file.
import { sayDone } from "../toast.js";
import { send } from "./watch.js";

const NO_FOLDERS = "A folder cannot be attached. Make a ZIP file of it first.";
const NO_FILES = "The other program gave no file. Save it first, then attach it."; // a mail that is dragged, for one

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
  const folders = given.filter((item) => item.webkitGetAsEntry()?.isDirectory);
  const files = given.filter((item) => !folders.includes(item)).map((item) => item.getAsFile()).filter(Boolean);
  return { files, hasFolders: folders.length > 0 };
}

export function attachGiven(card, { files, hasFolders }, options) {
  if (files.length) send(card, files, options);
  if (hasFolders) sayDone(NO_FOLDERS);
  else if (!files.length) sayDone(NO_FILES);
}
