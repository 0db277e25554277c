// What others do to the plan: the cells of the fresh page take the place of those that nobody is at here.
import { followWith } from "../live/refetch.js";
import { begin, formOf, open, saving } from "./cell.js";

function applyPage(page) {
  for (const id of ["plan-count", "plan-sentence"]) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  const rows = [...document.querySelectorAll("#plan tbody tr")];
  const fresh = [...page.querySelectorAll("#plan tbody tr")];
  if (String(rows.map(rowState)) === String(fresh.map(rowState))) rows.forEach((row, place) => refreshRow(row, fresh[place]));
  else replaceTable(page.querySelector("#plan tbody"));
}

/** Which week it is, and which state of it: weeks that came, went or moved on make another table. */
function rowState(row) {
  return row.id + row.className;
}

function refreshRow(row, fresh) {
  [...row.cells].forEach((cell, place) => {
    const link = cell.querySelector("a[data-cell]");
    if (link && (formOf(link) || saving.has(link.id))) return;
    if (cell.innerHTML === fresh.cells[place].innerHTML) return;
    const focused = cell.contains(document.activeElement) && document.activeElement.id;
    cell.replaceChildren(...fresh.cells[place].cloneNode(true).childNodes);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  });
}

/** Weeks came or went: the table is another one. What is being typed is opened again in it. */
function replaceTable(fresh) {
  const typed = [...document.querySelectorAll("#plan .celledit")].map((form) => {
    const { value, selectionStart, selectionEnd } = form.querySelector("textarea");
    form.dataset.closed = ""; // nobody has left it
    return { form, value, selectionStart, selectionEnd, isHere: form.contains(document.activeElement) };
  });
  document.querySelector("#plan tbody").replaceWith(document.adoptNode(fresh));
  for (const { form, value, selectionStart, selectionEnd, isHere } of typed) {
    const cell = document.getElementById(form.dataset.of);
    if (!cell) continue;
    open(cell, { text: value, seen: form.dataset.seen, quiet: !isHere });
    if (isHere) formOf(cell).querySelector("textarea").setSelectionRange(selectionStart, selectionEnd);
  }
  begin();
}

followWith(applyPage);
