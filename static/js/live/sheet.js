// The open card while others change it: what nobody is at follows by itself, what one is writing stays and is told of.
import { ask } from "../board/send.js";

const ENDS = { archived: "archived this card.", deleted: "deleted this card." };
const NAMES = {
  crumb: "", title: "title", description: "description", count: "", activity: "",
  estimate: "estimate", week: "week", people: "people", labels: "labels", reason: "what blocks it",
};
const WRITTEN = ["title", "description", "reason"];
const USED = "textarea, select, input:not([type=hidden])";
const me = Number(document.body.dataset.person);
const inner = document.getElementById("sheet-inner");
let turn = Promise.resolve();

/** One after the other: each compares with what the last has left. */
export function changed(number, changes) {
  turn = turn.then(() => follow(number, changes)).catch(() => {}); // the next change, or opening it again, tells
}

async function follow(number, changes) {
  const theirs = changes.filter(({ person }) => person !== me);
  const last = theirs.at(-1);
  const end = changes.findLast(({ kind }) => kind in ENDS);
  if (end && end === changes.at(-1)) {
    say(end.person === me ? "You" : end.by, ENDS[end.kind]);
    note().dataset.ended = "";
    return;
  }
  const text = await ask(addressOf(number));
  if (inner.querySelector("[data-sheet]")?.dataset.sheet !== String(number)) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (isBuiltOtherwise(fresh)) return takeWhole(text, last);
  const differing = Object.keys(NAMES).filter((part) => gist(piece(part)) !== gist(piece(part, fresh)));
  const held = differing.filter((part) => isInUse(piece(part)));
  await swap(text, [...differing.filter((part) => !held.includes(part)).map((part) => `#sheet-${part}`), ...comments(fresh)]);
  if (last && held.length) say(last.by, `changed the ${held.map((part) => NAMES[part]).join(", ")} meanwhile.`, held);
  else if (note()?.matches("[data-ended]")) comeBack(last);
  else if (last && differing.length) say(last.by, "changed this card.");
}

function comeBack(last) {
  if (last) say(last.by, "brought this card back.");
  else note().remove();
}

/** Other parts than before, as for a card that was restored; and who only looks has parts without a name. */
function isBuiltOtherwise(fresh) {
  const looks = document.body.dataset.role !== "writer";
  return looks || Object.keys(NAMES).some((part) => !piece(part) !== !piece(part, fresh));
}

async function takeWhole(text, last) {
  if (isInUse(inner.querySelector(".sheet-body"))) return last && say(last.by, "changed this card.");
  await htmx.swap({ text, sourceElement: inner, target: inner, swap: "innerHTML" });
  if (last) say(last.by, "changed this card.");
}

function addressOf(number) {
  return `/p/${document.body.dataset.project}/cards/${number}/`;
}

function piece(part, root = document) {
  return root.getElementById(`sheet-${part}`);
}

function swap(text, parts) {
  if (parts.length) return htmx.swap({ text, sourceElement: inner, target: inner, swap: "none", selectOOB: parts.join() });
}

/** What a part says, whatever is typed into it. */
function gist(part) {
  const values = [...(part?.querySelectorAll("[value]:not(option), option[selected], [aria-pressed=true]") ?? [])];
  const kept = values.filter(({ name }) => name !== "csrfmiddlewaretoken");
  return [part?.textContent.replace(/\s+/g, " "), ...kept.map((field) => field.getAttribute("value") + (field.ariaPressed ?? ""))].join("|");
}

function isInUse(part) {
  if (!part) return true;
  const fields = [...part.querySelectorAll(USED)];
  const isTyped = ({ defaultValue, value }) => defaultValue !== undefined && value !== defaultValue;
  return fields.includes(document.activeElement) || fields.some(isTyped) || part.matches(":has(form.editor, details[open])");
}

/** What others say comes in beside one's own half sentence. */
function comments(fresh) {
  const mine = piece("thread");
  const theirs = [...piece("thread", fresh).children];
  for (const line of [...mine.children]) {
    if (!theirs.some(({ id }) => id === line.id) && !isInUse(line)) line.remove();
  }
  return theirs.map(({ id }) => [id, document.getElementById(id)])
    .filter(([id, line]) => !line || (gist(line) !== gist(fresh.getElementById(id)) && !isInUse(line)))
    .map(([id, line]) => (line ? `#${id}` : `#${id}:beforeend target:#sheet-thread strip:false`));
}

// --- What is said about it ------------------------------------------------------------------------------
function note() {
  return inner.querySelector("[data-changed]");
}

function say(by, what, held = []) {
  const words = document.getElementById("changed").content.cloneNode(true).firstElementChild;
  words.querySelector("[data-by]").textContent = by || "Somebody";
  words.querySelector("[data-what]").textContent = what;
  const button = words.querySelector("button");
  button.hidden = !held.length;
  button.addEventListener("click", () => show(held, by));
  note()?.remove();
  inner.querySelector(".dialog-bar")?.firstElementChild.after(words);
}

/** Theirs beside one's own where one is writing, in its place where one is not. */
async function show(parts, by) {
  const address = addressOf(inner.querySelector("[data-sheet]").dataset.sheet);
  const text = await ask(address);
  const editor = parts.includes("description") ? await ask(`${address}?edit=description`) : "";
  const fresh = new DOMParser().parseFromString(text + editor, "text/html");
  note().remove();
  const written = parts.filter((part) => WRITTEN.includes(part) && fieldOf(part) && fieldOf(part, fresh));
  const others = parts.filter((part) => !written.includes(part));
  const typed = others.flatMap((part) => [...piece(part).querySelectorAll("input[id]")]).map(({ id, value }) => ({ id, value }));
  await swap(text, others.map((part) => `#sheet-${part}`));
  for (const { id, value } of typed) document.getElementById(id).value = value;
  for (const part of written) compare(part, fieldOf(part), fieldOf(part, fresh), by);
  (fieldOf(written[0]) ?? document.getElementById("sheet-heading")).focus();
}

function fieldOf(part, root = document) {
  return root.getElementById(`f-${part}`);
}

function compare(part, mine, fresh, by) {
  // From here on one knows theirs: to save is to decide.
  if (mine.form.elements.seen) mine.form.elements.seen.value = fresh.form.elements.seen.value;
  if (mine.value === mine.defaultValue) {
    mine.value = mine.defaultValue = fresh.defaultValue;
    return;
  }
  const box = document.getElementById("theirs").content.cloneNode(true).firstElementChild;
  box.querySelector("[data-by]").textContent = by || "Somebody";
  box.querySelector("[data-theirs]").textContent = fresh.defaultValue;
  const note = piece(`${part}-note`);
  note.querySelector(".theirs, .error")?.remove();
  note.append(box);
}
