// The word that is being typed after an @ or a #, up to the caret; a name may have spaces.

const IN_TEXT = /(?:^|[^\p{L}\p{M}\p{N}_@#&./-])([@#])([^@#\n]*)$/u;
const IN_QUICK_ADD = /(?:^|\s)([@#])([^@#\n]*)$/u;
const LONGEST = 50;
const REST = /^[\p{L}\p{M}\p{N}_.-]*/u;

export function isQuickAdd(field) {
  return Boolean(field.closest("[data-quickadd]"));
}

/** Its sign, what follows it, and from where to where it goes, with what of it is behind the caret; null for other words. */
export function wordAt(field) {
  const { value, selectionStart: caret, selectionEnd } = field;
  const found = caret === selectionEnd && value.slice(0, caret).match(isQuickAdd(field) ? IN_QUICK_ADD : IN_TEXT);
  if (!found || found[2].length > LONGEST || /^\s/.test(found[2])) return null;
  const [, sign, typed] = found;
  return { field, sign, typed, start: caret - typed.length - 1, end: caret + value.slice(caret).match(REST)[0].length };
}

/**
 * Put `text` in the place of a word. By execCommand, because browsers have no other way that their own undo (Ctrl+Z) takes
 * back: setRangeText empties its list. Both send the event that a typed letter sends.
 */
export function replace({ field, start, end }, text) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
