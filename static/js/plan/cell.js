// A cell of the plan, and the field that takes its place while somebody writes in it.
import { projectKey, readDraft } from "../drafts.js";

export const saving = new Map(); // by the cell's id: what ends when its text has been saved, or refused

/** Bring back what was being typed before a reload, or before the table was drawn anew. */
export function begin() {
  for (const cell of cells().filter((cell) => !cell.hidden && !saving.has(cell.id))) {
    const kept = readDraft(nameOf(cell.id));
    if (kept && JSON.parse(kept).text !== textOf(cell)) open(cell, { ...JSON.parse(kept), quiet: true });
  }
}

export function open(cell, { text = textOf(cell), seen = cell.dataset.seen, quiet = false } = {}) {
  const under = saving.get(cell.id);
  if (under) return under.then(() => open(document.getElementById(cell.id)));
  const form = formOf(cell) ?? document.getElementById("editor").content.cloneNode(true).firstElementChild;
  const field = form.querySelector("textarea");
  if (cell.hidden) return field.focus();
  field.value = text;
  field.setAttribute("aria-label", cell.dataset.label);
  Object.assign(form.dataset, { of: cell.id, seen });
  cell.hidden = true;
  cell.after(form);
  if (quiet) return;
  field.focus();
  field.select();
}

export function close(form) {
  form.dataset.closed = ""; // taking away what has the focus is a focusout as well
  form.remove();
  cellOf(form).hidden = false;
}

export function cells() {
  return [...document.querySelectorAll("#plan a[data-cell]")];
}

export function cellOf(form) {
  return document.getElementById(form.dataset.of);
}

export function formOf(cell) {
  return cell.parentElement.querySelector(":scope > .celledit");
}

export function textOf(cell) {
  return cell.classList.contains("is-empty") ? "" : cell.querySelector("bdi").textContent;
}

export function nameOf(id) {
  return `plan-${projectKey()}-${id}`;
}

export function show(cell, text) {
  cell.querySelector("bdi").textContent = text || "…";
  cell.classList.toggle("is-empty", !text);
}
