// Listens to keys, and does what the table says of them. Letters and figures act only while a card or the standup has
// the focus, so that nobody sets them off by speaking or typing; and not at all for who has turned them off.
import { returnToCards } from "../board/last_card.js";
import { selected } from "../board/selection.js";
import { isComposing } from "../composing.js";
import { rememberChanges } from "../own_changes.js";
import { sayDone } from "../toast.js";
import { cardsIn } from "./cards.js";
import { isSingleCharacter, keyName } from "./name.js";
import { KEYS } from "./table.js";

const FIELD = "input, textarea, select, [contenteditable]";
const isWriter = document.body.dataset.role === "writer";
const page = document.getElementById("su-stop") ? "standup" : "board";
let acted = ""; // the key that has acted: as long as it is held it does nothing more, and types nothing
let ahead = null; // what is typed, and where, until the field is there that a key opens

if (isWriter) rememberChanges();

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isComposing(event)) return;
  if (event.repeat && !event.key.startsWith("Arrow")) return event.code === acted && event.preventDefault();
  if (ahead?.target === event.target && !event.ctrlKey && !event.metaKey) return keepForField(event);
  acted = "";
  const field = event.target.closest(FIELD);
  if (event.key === "Escape" && field) leave(event, field);
  if (field || document.querySelector("dialog[open], :popover-open, [data-dragging]")) return;
  if (isSingleCharacter(event) && document.documentElement.dataset.keys === "off") return;
  const entry = entryFor(keyName(event), focusOf(event.target));
  if (!entry || carryOut(entry, event.target) === false) return;
  acted = event.code;
  event.preventDefault();
});

function entryFor(key, focused) {
  return KEYS.find((one) => one.key === key && one.on.includes(focused) && (one.page ?? page) === page);
}

function carryOut({ act, writes, opens }, element) {
  if (writes && !isWriter) return sayDone("Nothing was changed: you can only read this project.");
  const result = act(cardOf(element), element);
  return opens ? awaitField(result, element) : result;
}

/** It sets off no other key meanwhile. `opening` is the promise of what types into the field, if that could be opened. */
async function awaitField(opening, target) {
  const { typed } = (ahead = { target, typed: [] });
  const type = await opening;
  ahead = null;
  type?.(typed);
}

function keepForField(event) {
  event.preventDefault();
  ahead.typed.push(event.key);
}

/** What has the focus: a card, a button beside it, or the bar of the selected ones; the page; or else something that is neither. */
function focusOf(element) {
  if (cardOf(element)) return "card";
  return element.closest("#messages, .su-bar, .su-foot, #su-stop") || element.matches("body, #main") ? "page" : "other";
}

function cardOf(element) {
  if (element.closest("#selection")) return selected()[0];
  return element.closest(".card") ?? document.getElementById(element.closest(".said")?.dataset.of);
}

/** Out of a field of the page, to the card that one was at; what was typed for a new card stays, a search does not. */
function leave(event, field) {
  if (field.closest("dialog, [popover], #messages") || field.matches("textarea")) return;
  event.preventDefault(); // the browser's Escape empties a search
  if (field.type === "search") field.value = field.defaultValue;
  const column = field.closest(".column");
  returnToCards(column && cardsIn(column).at(-1));
}
