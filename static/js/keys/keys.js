// Listens to keys, and does what the table says of them. Letters and figures act only while a card or the standup has
// the focus, so that nobody sets them off by speaking or typing.
import { focusOn } from "../board/place.js";
import { isComposing } from "../composing.js";
import { cardsIn } from "./cards.js";
import { KEYS } from "./table.js";

const isWriter = document.body.dataset.role === "writer";
const page = document.getElementById("su-stop") ? "standup" : "board";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || isComposing(event)) return;
  if (event.key === "Escape" && event.target.matches("#q, .quickadd input")) leave(event);
  if (isTyping(event.target) || document.querySelector("dialog[open], :popover-open, [data-dragging]")) return;
  const key = nameOf(event);
  const focused = focusOf(event.target);
  const entry = KEYS.find((one) => one.key === key && one.on.includes(focused) && (one.page ?? page) === page);
  if (!entry || (entry.writes && !isWriter)) return;
  if (entry.act(cardOf(event.target), event.target) !== false) event.preventDefault();
});

/** The key as the table names it: by its letter, or by its place where letters are not Latin, or figures need Shift. */
function nameOf({ key, code, altKey, shiftKey }) {
  const [, place = ""] = /^(?:Key|Digit)(\w)$/.exec(code) ?? [];
  const isForeign = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  const isFigure = /\d/.test(place) && !shiftKey;
  const name = place && (isForeign || isFigure) ? place : key;
  return (altKey ? "Alt+" : "") + (name.length === 1 ? name.toLowerCase() : name);
}

/** What has the focus: a card, or a button beside it; the page; or else something that is neither. */
function focusOf(element) {
  if (cardOf(element)) return "card";
  return element.closest("#messages, .su-bar, .su-foot, #su-stop") || element.matches("body, #main") ? "page" : "other";
}

function cardOf(element) {
  return element.closest(".card") ?? document.getElementById(element.closest(".said")?.dataset.of);
}

function isTyping(element) {
  return element.closest("input, textarea, select, [contenteditable]");
}

/** Out of the search, or of the line for a new card, to the cards; what was typed for a card stays. */
function leave(event) {
  event.preventDefault(); // the browser's Escape empties a search
  const { target } = event;
  if (target.type === "search") target.value = target.defaultValue;
  const column = target.closest(".column");
  focusOn(column && cardsIn(column).at(-1));
}
