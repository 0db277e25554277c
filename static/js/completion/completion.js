// A list at the caret that completes an @ or a #: arrows, Enter and Tab, a press; Escape closes it, and nothing else.
import { announce } from "../announce.js";
import { isComposing } from "../composing.js";
import { fetchListStyles, fold, listbox } from "../listbox.js";
import { withStyles } from "../styles.js";
import { placeAt } from "./caret.js";
import { optionsFor, sortFitting } from "./names.js";
import { isQuickAdd, replace, wordAt } from "./word.js";

const MOST = 8;
const NAMES = { "@": "People", "#": "Labels", cards: "Cards" };
let open = null; // the list that is shown: its word, its listbox, what ends its listeners
let settled = null; // the word that was completed, or whose list was closed: it opens none any more

/** What is typed into a field has changed, or where its caret is. */
export async function update(field) {
  const word = wordAt(field);
  if (word && isSameWord(word, settled)) return close();
  settled = null;
  if (!word) return close();
  // Until the server has answered, what it offered for less.
  if (open && isSameWord(word, open.word)) show(word, sortFitting(options(), word.typed));
  else close();
  const styled = Promise.all([fetchListStyles(), withStyles(new URL("../../css/completion.css", import.meta.url))]);
  const found = await optionsFor(word).catch(() => null); // another key was pressed meanwhile, or there is no server
  await styled;
  const now = wordAt(field);
  const isCurrent = document.activeElement === field && isSameWord(now, word) && now.typed === word.typed;
  if (found && isCurrent && !isSameWord(now, settled)) show(now, found.slice(0, MOST));
}

function isSameWord(one, other) {
  return one?.field === other?.field && one?.start === other?.start;
}

function options() {
  return [...open.list.children];
}

// --- Showing it -----------------------------------------------------------------------------------------
function show(word, found) {
  if (!found.length || isSaid(word, found)) return close();
  const isNew = !open;
  open ??= begin(word);
  open.word = word;
  open.list.replaceChildren(...found);
  open.listbox.refresh({ keeps: false });
  if (!takesEnter(word, found[0])) open.listbox.activate(null);
  placeAt(open.list, word.field, word.start);
  if (isNew) announce(`${found.length} to choose from. Arrow down goes through them.`);
}

/** A name and a space: it is written, and what follows is other words; "@ana lo" is not, where there are two. */
function isSaid({ typed }, found) {
  const [first, ...more] = typed.split(/\s/);
  return more.length > 0 && found.some((option) => hasHandle(option, first));
}

function hasHandle(option, word) {
  return fold(option.dataset.handles).split(" ").includes(fold(word));
}

/**
 * Whether Enter takes the first option before somebody has gone to it. Not what is a name already, where a new line is
 * meant. And never in quick add: there Enter adds the card, whatever a list that opened meanwhile would make of it.
 */
function takesEnter({ field, typed }, first) {
  return !isQuickAdd(field) && !hasHandle(first, typed);
}

function begin({ field, sign }) {
  const list = document.createElement("ul");
  Object.assign(list, { id: "completion", className: "completion", popover: "manual" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", NAMES[sign === "#" && !isQuickAdd(field) ? "cards" : sign]);
  (field.closest("dialog[open]") ?? document.body).append(list); // all else is inert then
  list.addEventListener("mousedown", (event) => event.preventDefault()); // on its scroll bar: the caret stays in the field
  list.showPopover();
  field.setAttribute("aria-controls", list.id);
  const ending = new AbortController();
  listen(field, ending.signal);
  const keys = { onChoose: choose, onClose: () => settle(open.word), keys: ["Enter", "Tab"] };
  return { list, ending, listbox: listbox(field, list, keys) };
}

function listen(field, signal) {
  const place = () => (field.isConnected ? placeAt(open.list, field, open.word.start) : close());
  const follow = (event) => !isComposing(event) && !isSameWord(wordAt(field), open?.word) && close();
  field.addEventListener("keydown", goToFirst, { signal }); // before the listbox hears the key
  for (const name of ["keyup", "click"]) field.addEventListener(name, follow, { signal });
  for (const name of ["blur", "compositionstart"]) field.addEventListener(name, close, { signal });
  field.form.addEventListener("submit", close, { signal });
  field.closest("dialog")?.addEventListener("close", close, { signal });
  document.addEventListener("scroll", place, { signal, capture: true, passive: true });
  for (const name of ["resize", "scroll"]) window.visualViewport.addEventListener(name, place, { signal });
}

/** By Tab, in quick add too: it adds nothing, and would leave a name half written. From a whole one it goes on. */
function goToFirst({ key, shiftKey }) {
  const [first] = options();
  if (key !== "Tab" || shiftKey || open.listbox.active() || hasHandle(first, open.word.typed)) return;
  open.listbox.activate(first);
}

// --- Ending it ------------------------------------------------------------------------------------------
function choose(option) {
  const word = wordAt(open.word.field);
  if (!word) return close();
  settle(word);
  const isBeforeSpace = /\s/.test(word.field.value[word.end] ?? "");
  replace(word, option.dataset.insert + (isBeforeSpace ? "" : " "));
}

function settle(word) {
  settled = word;
  close();
}

function close() {
  if (!open) return;
  const { list, listbox: box, ending, word } = open;
  open = null;
  ending.abort();
  box.end();
  word.field.removeAttribute("aria-controls");
  list.remove();
}
