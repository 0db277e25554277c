// The open card while others change it: what nobody is at follows by itself, what one is writing stays and is told of.
import { ask } from "../board/send.js";
import { keepInPlace } from "./press.js";

const ENDINGS = { archived: "archived this card.", deleted: "deleted this card." };
const PART_NAMES = {
  crumb: "", title: "title", description: "description", files: "", count: "", activity: "",
  estimate: "estimate", week: "week", people: "people", labels: "labels", reason: "what blocks it",
};
const TEXT_PARTS = ["title", "description", "reason"];
const INPUTS = "textarea, select, input:not([type=hidden])";
const me = Number(document.body.dataset.person);
const inner = document.getElementById("sheet-inner") ?? document.querySelector(".is-page");
let lastUpdate = Promise.resolve();

/** One after the other: each compares with what the last has left. */
export function enqueueChanges(number, changes) {
  lastUpdate = lastUpdate.then(() => keepInPlace(() => applyChanges(number, changes))).catch(() => {}); // the next change, or opening it again, tells
}

async function applyChanges(number, changes) {
  const theirs = changes.filter(({ person }) => person !== me);
  const last = theirs.at(-1);
  const end = changes.findLast(({ kind }) => kind in ENDINGS);
  if (end && end === changes.at(-1)) {
    showNote(end.person === me ? "You" : end.by, ENDINGS[end.kind]);
    note().dataset.ended = "";
    return;
  }
  const text = await ask(addressOf(number));
  if (inner.querySelector("[data-sheet]")?.dataset.sheet !== String(number)) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (hasOtherParts(fresh)) return replaceAll(text, last);
  const differing = Object.keys(PART_NAMES).filter((part) => hasChanged(elementOf(part), elementOf(part, fresh)));
  const inUse = differing.filter((part) => isInUse(elementOf(part)));
  await swap(text, [...differing.filter((part) => !inUse.includes(part)).map((part) => `#sheet-${part}`), ...changedComments(fresh)]);
  if (last && inUse.length) showNote(last.by, `changed the ${inUse.map((part) => PART_NAMES[part]).join(", ")} meanwhile.`, inUse);
  else if (last && note()?.matches("[data-ended]")) showNote(last.by, "brought this card back.");
  else if (note()?.matches("[data-ended]")) note().remove();
  else if (last && differing.length) showNote(last.by, "changed this card.");
}

/** Other parts than before, as for a card that was restored; and who only looks has parts without a name. */
function hasOtherParts(fresh) {
  const looks = document.body.dataset.role !== "writer";
  return looks || Object.keys(PART_NAMES).some((part) => !elementOf(part) !== !elementOf(part, fresh));
}

async function replaceAll(text, last) {
  if (isInUse(inner.querySelector(".sheet-body"))) return last && showNote(last.by, "changed this card.");
  await htmx.swap({ text, sourceElement: inner, target: inner, swap: "innerHTML" });
  if (last) showNote(last.by, "changed this card.");
}

function addressOf(number) {
  return `/p/${document.body.dataset.project}/cards/${number}/`;
}

function elementOf(part, root = document) {
  return root.getElementById(`sheet-${part}`);
}

function swap(text, parts) {
  if (parts.length) return htmx.swap({ text, sourceElement: inner, target: inner, swap: "none", selectOOB: parts.join() });
}

/** A text that one is writing is another part than the one that is read: both say which text it is. */
function hasChanged(mine, fresh) {
  const seen = mine?.querySelector("form.editor [name=seen]");
  return seen ? seen.value !== fresh.dataset.seen : contentOf(mine) !== contentOf(fresh);
}

/** What a part says, whatever is typed into it. */
function contentOf(part) {
  const values = [...(part?.querySelectorAll("[value]:not(option), option[selected], [aria-pressed=true]") ?? [])];
  const kept = values.filter(({ name }) => name !== "csrfmiddlewaretoken");
  const pictures = [...(part?.querySelectorAll("img") ?? [])].map((picture) => picture.getAttribute("src"));
  return [part?.textContent.replace(/\s+/g, " "), ...pictures, ...kept.map((field) => field.getAttribute("value") + (field.ariaPressed ?? ""))].join("|");
}

function isInUse(part) {
  if (!part) return true;
  const fields = [...part.querySelectorAll(INPUTS)];
  const isTyped = ({ defaultValue, value }) => defaultValue !== undefined && value !== defaultValue;
  return fields.includes(document.activeElement) || fields.some(isTyped) || part.matches(":has(form.editor)");
}

/** What others say comes in beside one's own half sentence. */
function changedComments(fresh) {
  const mine = elementOf("thread");
  const theirs = [...elementOf("thread", fresh).children];
  for (const line of [...mine.children]) {
    if (!theirs.some(({ id }) => id === line.id) && !isInUse(line)) line.remove();
  }
  return theirs.map(({ id }) => [id, document.getElementById(id)])
    .filter(([id, line]) => !line || (contentOf(line) !== contentOf(fresh.getElementById(id)) && !isInUse(line)))
    .map(([id, line]) => (line ? `#${id}` : `#${id}:beforeend target:#sheet-thread strip:false`));
}

// --- What is said about it ------------------------------------------------------------------------------
function note() {
  return inner.querySelector("[data-changed]");
}

function showNote(by, what, inUse = []) {
  const words = document.getElementById("changed").content.cloneNode(true).firstElementChild;
  words.querySelector("[data-by]").textContent = by || "Somebody";
  words.querySelector("[data-what]").textContent = what;
  const button = words.querySelector("button");
  button.hidden = !inUse.length;
  button.addEventListener("click", () => showTheirs(inUse, by));
  note()?.remove();
  inner.querySelector(".dialog-bar")?.firstElementChild.after(words);
}

/** Theirs beside one's own where one is writing, in its place where one is not. */
async function showTheirs(parts, by) {
  const address = addressOf(inner.querySelector("[data-sheet]").dataset.sheet);
  const text = await ask(address);
  const editor = parts.includes("description") ? await ask(`${address}?edit=description`) : "";
  const fresh = new DOMParser().parseFromString(text + editor, "text/html");
  note().remove();
  const texts = parts.filter((part) => TEXT_PARTS.includes(part) && fieldOf(part) && fieldOf(part, fresh));
  const others = parts.filter((part) => !texts.includes(part));
  const typed = others.flatMap((part) => [...elementOf(part).querySelectorAll("input[id]")]).map(({ id, value }) => ({ id, value }));
  await swap(text, others.map((part) => `#sheet-${part}`));
  for (const { id, value } of typed) document.getElementById(id).value = value;
  for (const part of texts) showBoth(part, fieldOf(part), fieldOf(part, fresh), by);
  (fieldOf(texts[0]) ?? document.getElementById("sheet-heading")).focus();
}

function fieldOf(part, root = document) {
  return root.getElementById(`f-${part}`);
}

function showBoth(part, mine, fresh, by) {
  // From here on one knows theirs: to save is to decide.
  if (mine.form.elements.seen) mine.form.elements.seen.value = fresh.form.elements.seen.value;
  if (mine.value === mine.defaultValue) {
    mine.value = mine.defaultValue = fresh.defaultValue;
    return;
  }
  const box = document.getElementById("theirs").content.cloneNode(true).firstElementChild;
  box.querySelector("[data-by]").textContent = by || "Somebody";
  box.querySelector("[data-theirs]").textContent = fresh.defaultValue;
  const note = elementOf(`${part}-note`);
  note.querySelector(".theirs, .error")?.remove();
  note.append(box);
}
