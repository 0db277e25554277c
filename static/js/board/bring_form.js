// Ticks for cards that are to be brought into a week. What they come to is the server's to say: it is asked anew.
import { replaceUnknownSum } from "../unknown_sum.js";

const UNKNOWN_SUM = "What is ticked could not be counted: the server does not answer. Your ticks stand as they are.";

replaceUnknownSum("#bring-form", "bring-sum", UNKNOWN_SUM, 400);

/** One box for all, which says as well whether all are ticked, or some. */
document.addEventListener("change", ({ target }) => {
  const form = target.closest("#bring-form");
  if (!form) return;
  if (target.matches("[data-all]")) for (const box of boxesIn(form)) box.checked = target.checked;
  begin(form);
});

export function begin(form) {
  const all = form.querySelector("[data-all]");
  if (!all) return;
  const ticked = boxesIn(form).filter((box) => box.checked).length;
  all.checked = ticked === boxesIn(form).length;
  all.indeterminate = ticked > 0 && !all.checked;
}

function boxesIn(form) {
  return [...form.querySelectorAll("input[type=checkbox][name=cards]")];
}
