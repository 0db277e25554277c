// The focus stays where it was, though an answer draws its surroundings anew.

const FOCUSABLE = "textarea, button, input:not([type=hidden]), select, a:not([tabindex])";
let before = null; // where the focus was before an answer took its element away
let pressed = null; // or would have been: Safari gives none to what is clicked
let swaps = 0; // under way: one's own answer, and what the board is told of it

document.addEventListener("click", ({ target }) => {
  pressed = target.closest("[data-sheet] :is(a, button)");
}, true);

document.addEventListener("htmx:before:swap", () => {
  const element = document.activeElement?.closest("[data-sheet] *") ?? pressed;
  swaps += 1;
  if (element) before = { id: element.id, part: element.closest("[id^=sheet-]")?.id };
});

document.addEventListener("htmx:after:swap", () => {
  // Whoever types into a list beside the field goes on.
  if (before && !document.activeElement?.closest("[data-sheet] *, :popover-open")) restoreFocus(before);
  swaps = Math.max(0, swaps - 1);
  if (!swaps) before = pressed = null;
});

function restoreFocus({ id, part }) {
  const element = id ? document.getElementById(id) : null;
  const same = element?.checkVisibility() ? element : null;
  const near = part ? document.getElementById(part)?.querySelector(FOCUSABLE) : null;
  (same ?? near ?? document.getElementById("sheet-heading"))?.focus({ preventScroll: true });
}
