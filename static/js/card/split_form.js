// The pieces of a card being split, in the dialog and on the page of its own: one more, one less, what they add up to.
// What they add up to says the server: it is the one that reads hours.
import { ask } from "../board/send.js";
import { draftHint, dropDraftOf, readDraft, saveDraftAs } from "./drafts.js";

const PAUSE = 150;
let timer;
let sumRequest; // the request for the sum that is under way
let suggested; // what the pieces were before anything was typed

/** The form has just been drawn: bring back what was being typed into it. */
export function begin(form) {
  suggested = serialise(form);
  form.addEventListener("input", ({ target }) => onInput(form, target));
  form.addEventListener("click", (event) => onClick(form, event));
  const draft = readDraft(form.dataset.split, "split");
  // Sent from a page of its own, and the card is another by now: that has done it.
  if (draft?.sent && draft.seen !== form.elements.seen.value) dropDraft(form);
  else if (draft && draft.text !== suggested) restoreDraft(form, draft);
}

/** It is split: nothing of it is wanted any more. */
export function dropDraft(form) {
  dropDraftOf(form.dataset.split, "split");
}

/** It is on its way, and no answer will come to this page. */
export function markDraftSent(form) {
  saveDraftAs(form.dataset.split, "split", { text: serialise(form), seen: form.elements.seen.value, sent: true });
}

// --- What is typed ----------------------------------------------------------------------------------------
function onInput(form, field) {
  const piece = field.closest(".piece");
  const hours = piece.querySelector("[name=hours]");
  if (field.type === "radio") hours.value = field.value;
  field.removeAttribute("aria-invalid");
  if (field.name !== "title") checkChoice(piece, hours.value);
  saveDraft(form);
  if (field.name !== "title") scheduleSum(form);
}

/** The buttons show what is in the field beside them. */
function checkChoice(piece, hours) {
  for (const choice of piece.querySelectorAll("[type=radio]")) choice.checked = choice.value === hours.trim();
}

function scheduleSum(form) {
  clearTimeout(timer);
  sumRequest?.abort();
  timer = setTimeout(() => fetchSum(form), PAUSE);
}

async function fetchSum(form) {
  const { signal } = (sumRequest = new AbortController());
  const hours = [...form.querySelectorAll("[name=hours]")].map((field) => ["hours", field.value]);
  try {
    const text = await ask(`${form.dataset.reads}?${new URLSearchParams(hours)}`, { signal });
    if (!signal.aborted) await htmx.swap({ text, sourceElement: form, target: form, swap: "none" });
  } catch {
    // It is a help, not an answer: whether they add up is said when they are sent.
  }
}

// --- One more, one less -----------------------------------------------------------------------------------
function onClick(form, event) {
  const button = event.target.closest("button[name=add], button[name=remove]");
  if (!button) return;
  event.preventDefault();
  if (button.name === "add") addPiece(form).querySelector("[name=title]").focus();
  else removePiece(form, button.closest(".piece"));
  saveDraft(form);
  scheduleSum(form);
}

function addPiece(form) {
  const pieces = form.querySelector("#split-pieces");
  pieces.append(document.getElementById("split-piece").content.cloneNode(true));
  renumber(pieces);
  return pieces.lastElementChild;
}

function removePiece(form, piece) {
  const near = piece.nextElementSibling ?? piece.previousElementSibling;
  piece.remove();
  renumber(form.querySelector("#split-pieces"));
  near.querySelector("[name=title]").focus();
}

function renumber(pieces) {
  [...pieces.children].forEach((piece, place) => {
    for (const word of piece.querySelectorAll("[data-n]")) word.textContent = place + 1;
    const note = (piece.querySelector(".fieldnote").id = `piece-note-${place + 1}`);
    for (const field of piece.querySelectorAll("[aria-describedby]")) field.setAttribute("aria-describedby", note);
    // Two groups must never bear one name: the browser would let go of a choice.
    for (const choice of piece.querySelectorAll("[type=radio]")) choice.name = `choice-${place + 1}`;
    checkChoice(piece, piece.querySelector("[name=hours]").value);
  });
}

// --- Kept until it is split -------------------------------------------------------------------------------
function serialise(form) {
  const pieces = [...form.querySelectorAll(".piece")];
  return JSON.stringify(pieces.map((piece) => ["title", "hours"].map((name) => piece.querySelector(`[name=${name}]`).value)));
}

function saveDraft(form) {
  const text = serialise(form);
  if (text === suggested) return dropDraft(form);
  saveDraftAs(form.dataset.split, "split", { text, seen: form.elements.seen.value });
}

function restoreDraft(form, draft) {
  const before = { text: suggested, seen: form.elements.seen.value };
  fill(form, draft);
  const line = draftHint(draft.at, () => {
    fill(form, before);
    dropDraft(form);
    line.remove();
    form.querySelector("[name=title]").focus();
  });
  form.querySelector("#split-pieces").after(line);
}

/** What the person had seen of the card comes along: a change since then must not be passed over. */
function fill(form, { text, seen }) {
  const pieces = JSON.parse(text);
  const list = form.querySelector("#split-pieces");
  while (list.children.length > pieces.length) list.lastElementChild.remove();
  while (list.children.length < pieces.length) addPiece(form);
  pieces.forEach(([title, hours], place) => {
    list.children[place].querySelector("[name=title]").value = title;
    list.children[place].querySelector("[name=hours]").value = hours;
  });
  renumber(list);
  form.elements.seen.value = seen;
  scheduleSum(form);
}
