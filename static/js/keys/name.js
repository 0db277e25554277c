// What the table, the Move menu and the list of shortcuts call a key.

/** By its letter, or by its place where letters are not Latin, or figures need Shift. A sign says itself that it needs Shift. */
export function keyName({ key, code, altKey, ctrlKey, metaKey, shiftKey }) {
  const [, place = ""] = /^(?:Key|Digit)(\w)$/.exec(code) ?? [];
  const isForeign = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  const isFigure = /\d/.test(place) && !shiftKey;
  const name = place && (isForeign || isFigure) ? place : key;
  const isShifted = shiftKey && /^(\p{L}|[A-Z]\w+)$/u.test(name);
  return (ctrlKey || metaKey ? "Mod+" : "") + (altKey ? "Alt+" : "") + (isShifted ? "Shift+" : "") + (name.length === 1 ? name.toLowerCase() : name);
}

/** A key that speech, or a hand in passing, sets off as well as a will. */
export function isSingleCharacter({ key, altKey, ctrlKey, metaKey }) {
  return key.length === 1 && key !== " " && !altKey && !ctrlKey && !metaKey;
}
