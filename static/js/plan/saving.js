// A text of the plan is sent; it is saved, or its field comes back with the reason.
import { announce } from "../announce.js";
import { apply, post } from "../board/send.js";
import { saveDraft } from "../drafts.js";
import { formOf, nameOf, open, saving, show, textOf } from "./cell.js";

// A text that was refused is kept for this tab, which asks before it takes it along.
window.addEventListener("beforeunload", (event) => document.querySelector(".celledit[data-refused]") && event.preventDefault());

export function save(cell, text, seen) {
  const before = textOf(cell);
  show(cell, text);
  cell.classList.add("is-saving");
  const work = send(cell, text, seen).catch((failure) => onRefused(cell.id, before, { text, seen }, failure));
  saving.set(cell.id, work.finally(() => saving.delete(cell.id)));
}

async function send({ id, href, dataset: { cell: name, milestone } }, text, seen) {
  const answer = await post(href, { milestone, [name]: text, [`seen_${name}`]: seen });
  const isHere = document.activeElement?.id === id;
  saveDraft(nameOf(id), "");
  saving.delete(id);
  await apply(answer);
  if (isHere) document.getElementById(id)?.focus();
  announce("Saved.");
}

/** Nothing was saved: the field is there again, with what was typed and why. */
async function onRefused(id, before, typed, failure) {
  const cell = document.getElementById(id);
  saving.delete(id);
  show(cell, before);
  cell.classList.remove("is-saving");
  open(cell, { ...typed, quiet: document.activeElement?.matches(".celledit *") });
  const form = formOf(cell);
  form.dataset.refused = "";
  const note = form.querySelector("[data-note]");
  const body = failure.body.trim();
  if (failure.status === 409 && body.startsWith("<")) {
    await htmx.swap({ text: body, sourceElement: form, target: note, swap: "innerHTML" });
  } else note.replaceChildren(errorLine(failure));
  form.querySelector("textarea").setAttribute("aria-invalid", "true");
}

function errorLine({ message }) {
  const line = document.getElementById("cellerror").content.cloneNode(true);
  line.querySelector("[data-sentence]").textContent = `This was not saved. ${message}`;
  return line;
}
