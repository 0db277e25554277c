// Files named in a text: words hold the place while one is on its way, whatever is typed around them, and though the card
// is closed meanwhile. They are part of the draft, so the place goes where the draft goes.
import { readDraft, saveDraftAs } from "../card/drafts.js";
import { replace } from "../completion/word.js";
import { pending } from "./pending.js";

const PICTURES = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const filled = new Map(); // placeholders that have had their time: what was put in their place
let composed = Promise.resolve(); // when an input method has let go of the field

export const isPicture = ({ type }) => PICTURES.includes(type);

/** Put a placeholder for each upload at the caret, as one step that one Ctrl+Z takes back. */
export function insertPlaceholders(field, uploads) {
  for (const upload of uploads) {
    const sign = isPicture(upload.file) ? "!" : "";
    const placeholder = `${sign}[${upload.name.replace(/[[\]\\\n]/g, "")}: being uploaded](upload:${upload.id.slice(0, 8)})`;
    Object.assign(upload, { placeholder, field, draft: field.dataset.draft });
    pending.add(placeholder);
  }
  const { value, selectionStart: start, selectionEnd: end } = field;
  const isBlock = uploads.length > 1 || isPicture(uploads[0].file);
  const [before, after] = (isBlock ? blankLines : spaces)(value.slice(0, start), value.slice(end));
  replace({ field, start, end }, before + uploads.map(({ placeholder }) => placeholder).join("\n\n") + after);
}

/** What has to stand before and after something that has lines of its own. */
function blankLines(before, after) {
  const start = !before.trim() || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  return [start, after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n"];
}

function spaces(before, after) {
  return [/\S$/.test(before) ? " " : "", /^\s/.test(after) ? "" : " "];
}

/** Put words in the place of an upload, or take the place away; returns the field that has them now, if it is shown. */
export async function fillPlaceholder(upload, text) {
  const { card, draft, placeholder } = upload;
  await composed;
  pending.delete(placeholder);
  filled.set(placeholder, text);
  delete upload.placeholder;
  const field = fieldOf(upload);
  const start = field?.value.indexOf(placeholder) ?? -1;
  if (start >= 0) {
    putText(field, start, start + placeholder.length, text);
    return field;
  }
  const kept = readDraft(card, draft);
  if (kept?.text.includes(placeholder)) saveDraftAs(card, draft, { ...kept, text: kept.text.replace(placeholder, () => text) });
  return null;
}

/** The field may be another one by now: closed with its card, and drawn anew. */
function fieldOf({ card, field, draft }) {
  if (field.isConnected) return field;
  return draft ? document.querySelector(`[data-sheet="${card}"] textarea[data-draft="${draft}"]`) : null;
}

/** The caret stays where it is in the words of the person, who may be in another field. */
export function putText(field, start, end, text) {
  const { selectionStart, selectionEnd, scrollTop } = field;
  const moved = (place) => (place <= start ? place : Math.max(start, place - end + start) + text.length);
  if (document.activeElement !== field) {
    // By setRangeText, which empties what Ctrl+Z takes back: the other way would take the focus.
    field.setRangeText(text, start, end, "preserve");
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
    return;
  }
  replace({ field, start, end }, text);
  field.setSelectionRange(moved(selectionStart), moved(selectionEnd));
  field.scrollTop = scrollTop;
}

document.addEventListener("compositionstart", ({ target }) => {
  composed = new Promise((done) => {
    for (const name of ["compositionend", "blur"]) target.addEventListener(name, () => setTimeout(done), { once: true });
  });
});

// Undoing and redoing go past the words that held the place: nothing comes there any more.
document.addEventListener("input", ({ target, inputType }) => {
  const again = { historyUndo: "undo", historyRedo: "redo" }[inputType];
  const words = again && [...filled.keys()].find((placeholder) => target.value?.includes(placeholder));
  if (words) queueMicrotask(() => pass(target, words, again));
});

function pass(field, placeholder, again) {
  if (document.queryCommandEnabled(again)) return document.execCommand(again);
  const start = field.value.indexOf(placeholder);
  putText(field, start, start + placeholder.length, filled.get(placeholder));
}
