// Where a character of a field stands on the screen, and the place of a list beside it: no browser says the former.

const GAP = 4;
const EDGE = 8;
const COPIED = [
  "direction", "fontFamily", "fontSize", "fontStyle", "fontWeight", "letterSpacing", "lineHeight", "overflowWrap", "paddingBlock",
  "paddingInline", "tabSize", "textAlign", "textIndent", "textTransform", "unicodeBidi", "wordSpacing",
];

/** Under the character, or above it where there is more room; within what a phone's keyboard leaves of the window. */
export function placeAt(list, field, index) {
  const place = placeOf(field, index);
  const { offsetLeft, offsetTop, width, height } = window.visualViewport;
  const below = offsetTop + height - place.bottom - GAP - EDGE;
  const above = place.top - offsetTop - GAP - EDGE;
  list.style.maxBlockSize = `${Math.max(below, above)}px`;
  const isBelow = list.offsetHeight <= below || below >= above;
  const rightmost = offsetLeft + width - list.offsetWidth - EDGE;
  list.style.left = `${Math.max(offsetLeft + EDGE, Math.min(place.left, rightmost))}px`;
  list.style.top = `${isBelow ? place.bottom + GAP : place.top - GAP - list.offsetHeight}px`;
}

/** By a copy of the field that holds the same text, in which a span can be measured. */
function placeOf(field, index) {
  const { value, clientWidth, clientLeft, clientTop, scrollLeft, scrollTop } = field;
  const [copy, mark] = [document.createElement("div"), document.createElement("span")];
  const style = getComputedStyle(field);
  for (const name of COPIED) copy.style[name] = style[name];
  const isLine = field.matches("input");
  Object.assign(copy.style, { position: "fixed", inset: "0 auto auto 0", visibility: "hidden", boxSizing: "border-box" });
  Object.assign(copy.style, { inlineSize: `${clientWidth}px`, whiteSpace: isLine ? "pre" : "pre-wrap" });
  mark.textContent = value[index];
  copy.append(value.slice(0, index), mark, value.slice(index + 1));
  document.body.append(copy);
  const [from, to, box] = [copy, mark, field].map((element) => element.getBoundingClientRect());
  copy.remove();
  const left = box.left + clientLeft + to.left - from.left - scrollLeft;
  if (isLine) return { left, top: box.top, bottom: box.bottom };
  const top = box.top + clientTop + to.top - from.top - scrollTop;
  return { left, top: Math.max(box.top, top), bottom: Math.min(box.bottom, top + to.height) };
}
