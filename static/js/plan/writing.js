// A text of the plan is written where it stands: Enter saves and goes down, Tab goes on, Escape puts back.
import { Failure } from "../board/send.js";
import { isComposing } from "../composing.js";
import { saveDraft } from "../drafts.js";
import { sayFailed } from "../toast.js";
import { cellOf, cells, close, nameOf, open, show, textOf } from "./cell.js";
import { save } from "./saving.js";

document.addEventListener("click", (event) => {
  const cell = event.target.closest("a[data-cell]");
  if (!cell || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(cell);
});

/** Save what was typed, if it is another text, and go on to the next cell. */
function finish(form, next) {
  const cell = cellOf(form);
  const text = oneLine(form.querySelector("textarea").value);
  const isThere = form.contains(document.activeElement);
  close(form);
  if (text !== textOf(cell)) save(cell, text, form.dataset.seen);
  else saveDraft(nameOf(cell.id), "");
  if (next) open(next);
  else if (isThere) cell.focus();
}

function cancel(form) {
  saveDraft(nameOf(form.dataset.of), "");
  close(form);
  cellOf(form).focus();
}

function oneLine(text) {
  return text.replace(/[ \t]*[\r\n]+[ \t]*/g, " ").trim();
}

// --- Keys -----------------------------------------------------------------------------------------------
document.addEventListener("keydown", (event) => {
  const form = event.target.closest(".celledit");
  if (!form || isComposing(event) || !event.target.matches("textarea")) return;
  if (event.key === "Escape") return cancel(form);
  const next = { Enter: () => neighbour(form, event.shiftKey, sameColumn), Tab: () => neighbour(form, event.shiftKey) }[event.key]?.();
  if (next === undefined || (event.key === "Tab" && !next)) return;
  event.preventDefault();
  finish(form, next);
});

/** The cell after this one, or before it; null at the end of the plan. */
function neighbour(form, backwards, wanted = () => true) {
  const all = cells().filter((cell) => wanted(cell, form));
  return all[all.indexOf(cellOf(form)) + (backwards ? -1 : 1)] ?? null;
}

function sameColumn(cell, form) {
  return cell.dataset.cell === cellOf(form).dataset.cell;
}

document.addEventListener("submit", (event) => event.target.matches(".celledit") && event.preventDefault());

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const form = target.closest(".celledit");
  // What was refused waits for its person; what another window took the focus from is still being written.
  if (!form || "closed" in form.dataset || "refused" in form.dataset || !document.hasFocus()) return;
  if (!form.contains(relatedTarget)) finish(form, null);
});

document.addEventListener("input", ({ target }) => {
  const form = target.closest(".celledit");
  if (form) saveDraft(nameOf(form.dataset.of), JSON.stringify({ text: target.value, seen: form.dataset.seen }));
});

// --- Several cells at once ------------------------------------------------------------------------------
document.addEventListener("paste", (event) => {
  const { activeElement } = document; // not the event's target: in Firefox that is where something was last selected
  const form = activeElement.closest(".celledit");
  const cell = form ? cellOf(form) : activeElement.closest("a[data-cell]");
  const text = event.clipboardData.getData("text/plain").replace(/[\r\n]+$/, "");
  if (!cell || !/[\t\r\n]/.test(text)) return;
  event.preventDefault();
  paste(cell, text);
});

/** The rest of it is fetched with the first paste, for which there may be no network. */
function paste(cell, text) {
  import("./paste.js").then(
    ({ preview }) => preview(cell, text),
    () => sayFailed(`This was not pasted. ${new Failure(0).message}`, () => paste(cell, text)),
  );
}

// --- Two texts: mine instead of theirs, or theirs -------------------------------------------------------
document.addEventListener("click", ({ target }) => {
  const button = target.closest(".celledit :is([data-mine], [data-take])");
  if (!button) return;
  const form = button.closest(".celledit");
  const theirs = button.closest(".theirs");
  if (button.matches("[data-take]")) {
    show(cellOf(form), theirs.querySelector("[data-theirs]").textContent);
    cellOf(form).dataset.seen = theirs.dataset.seen;
    return cancel(form);
  }
  form.dataset.seen = theirs.dataset.seen;
  finish(form, null);
});
