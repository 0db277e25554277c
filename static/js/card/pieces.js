// The pieces of a card being split, in the dialog and on the page of its own: one more, one less, what they add up to.
// What they add up to says the server: it is the one that reads hours.
import { ask } from "../board/send.js";
import { forget as drop, hint, keepAs, kept } from "./drafts.js";

const PAUSE = 150;
let timer;
let reading; // the request for the sum that is under way
let offered; // what the pieces were before anything was typed

/** The form has just been drawn: bring back what was being typed into it. */
export function begin(form) {
  offered = written(form);
  form.addEventListener("input", ({ target }) => typed(form, target));
  form.addEventListener("click", (event) => pressed(form, event));
  const draft = kept(form.dataset.split, "split");
  // Sent from a page of its own, and the card is another by now: that has done it.
  if (draft?.sent && draft.seen !== form.elements.seen.value) forget(form);
  else if (draft && draft.text !== offered) restore(form, draft);
}

/** It is split: nothing of it is wanted any more. */
export function forget(form) {
  drop(form.dataset.split, "split");
}

/** It is on its way, and no answer will come to this page. */
export function send(form) {
  keepAs(form.dataset.split, "split", { text: written(form), seen: form.elements.seen.value, sent: true });
}

// --- What is typed ----------------------------------------------------------------------------------------
function typed(form, field) {
  const piece = field.closest(".piece");
  const hours = piece.querySelector("[name=hours]");
  if (field.type === "radio") hours.value = field.value;
  field.removeAttribute("aria-invalid");
  if (field.name !== "title") choose(piece, hours.value);
  keep(form);
  if (field.name !== "title") read(form);
}

/** The buttons show what is in the field beside them. */
function choose(piece, hours) {
  for (const choice of piece.querySelectorAll("[type=radio]")) choice.checked = choice.value === hours.trim();
}

function read(form) {
  clearTimeout(timer);
  reading?.abort();
  timer = setTimeout(() => askSum(form), PAUSE);
}

async function askSum(form) {
  const { signal } = (reading = new AbortController());
  const hours = [...form.querySelectorAll("[name=hours]")].map((field) => ["hours", field.value]);
  try {
    const text = await ask(`${form.dataset.reads}?${new URLSearchParams(hours)}`, { signal });
    if (!signal.aborted) await htmx.swap({ text, sourceElement: form, target: form, swap: "none" });
  } catch {
    // It is a help, not an answer: whether they add up is said when they are sent.
  }
}

// --- One more, one less -----------------------------------------------------------------------------------
function pressed(form, event) {
  const button = event.target.closest("button[name=add], button[name=remove]");
  if (!button) return;
  event.preventDefault();
  if (button.name === "add") add(form).querySelector("[name=title]").focus();
  else takeAway(form, button.closest(".piece"));
  keep(form);
  read(form);
}

function add(form) {
  const pieces = form.querySelector("#split-pieces");
  pieces.append(document.getElementById("split-piece").content.cloneNode(true));
  number(pieces);
  return pieces.lastElementChild;
}

function takeAway(form, piece) {
  const near = piece.nextElementSibling ?? piece.previousElementSibling;
  piece.remove();
  number(form.querySelector("#split-pieces"));
  near.querySelector("[name=title]").focus();
}

function number(pieces) {
  [...pieces.children].forEach((piece, place) => {
    for (const word of piece.querySelectorAll("[data-n]")) word.textContent = place + 1;
    const note = (piece.querySelector(".fieldnote").id = `piece-note-${place + 1}`);
    for (const field of piece.querySelectorAll("[aria-describedby]")) field.setAttribute("aria-describedby", note);
    // Two groups must never bear one name: the browser would let go of a choice.
    for (const choice of piece.querySelectorAll("[type=radio]")) choice.name = `choice-${place + 1}`;
    choose(piece, piece.querySelector("[name=hours]").value);
  });
}

// --- Kept until it is split -------------------------------------------------------------------------------
function written(form) {
  const pieces = [...form.querySelectorAll(".piece")];
  return JSON.stringify(pieces.map((piece) => ["title", "hours"].map((name) => piece.querySelector(`[name=${name}]`).value)));
}

function keep(form) {
  const text = written(form);
  if (text === offered) return forget(form);
  keepAs(form.dataset.split, "split", { text, seen: form.elements.seen.value });
}

function restore(form, draft) {
  const before = { text: offered, seen: form.elements.seen.value };
  put(form, draft);
  const line = hint(draft.at, () => {
    put(form, before);
    forget(form);
    line.remove();
    form.querySelector("[name=title]").focus();
  });
  form.querySelector("#split-pieces").after(line);
}

/** What the person had seen of the card comes along: a change since then must not be passed over. */
function put(form, { text, seen }) {
  const pieces = JSON.parse(text);
  const list = form.querySelector("#split-pieces");
  while (list.children.length > pieces.length) list.lastElementChild.remove();
  while (list.children.length < pieces.length) add(form);
  pieces.forEach(([title, hours], place) => {
    list.children[place].querySelector("[name=title]").value = title;
    list.children[place].querySelector("[name=hours]").value = hours;
  });
  number(list);
  form.elements.seen.value = seen;
  read(form);
}
