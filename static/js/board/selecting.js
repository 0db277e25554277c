// Selects cards, and takes out of the selection what is not in sight any more.
import { announce, announceLater, titleOf } from "../announce.js";
import { readDraft, saveDraft } from "../drafts.js";
import { cardsIn } from "../keys/cards.js";
import { withStyles } from "../styles.js";
import { currentToast, focusCard } from "../toast.js";
import { focusOn } from "./place.js";
import { KEPT, selected } from "./selection.js";
import { counted, hideBar, showBar } from "./selection_bar.js";

const MOST = 100; // as many as the server changes at once
const COLLECTING = 250; // milliseconds in which more may go that is said together
const board = document.getElementById("board");
let numbers = new Set(); // of the cards that are selected, whether they are still there or not
let isTapping = false; // a click on a card selects it
let acts = 0; // one's own that are under way
let timer;

// --- By key -------------------------------------------------------------------------------------------------
export function toggle(card) {
  if (card.dataset.selected === undefined) add([card]);
  else remove([card]);
}

/** From the card that has the focus to the next: both are selected then; on the way back the one that is left is not. */
export function extend(direction) {
  const card = document.activeElement.closest(".card");
  const cards = card ? cardsIn(card.closest(".column")) : [];
  const next = cards[cards.indexOf(card) + direction];
  if (!next) return card && add([card]);
  next.querySelector("h3 a").focus();
  if (numbers.has(card.dataset.card) && numbers.has(next.dataset.card)) remove([card]);
  else add([card, next]);
}

export function clear() {
  remove(selected());
}

// --- By touch, or with a mouse ------------------------------------------------------------------------------
/** Select a card, and from now on each that is clicked; or no more. */
export function toggleByTaps(card) {
  if (card.dataset.selected !== undefined) return remove([card]);
  isTapping = true;
  add([card], "Tap or click more cards.");
}

// Before links and filters hear of it, and after what is no click: the end of a drag.
board.addEventListener("click", (event) => {
  const card = event.target.closest(".card");
  const isOther = !event.detail || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest(".more, .split");
  if (!isTapping || !card || isOther) return;
  event.preventDefault();
  event.stopPropagation();
  focusCard(card);
  toggle(card);
}, { capture: true });

// --- What is selected -----------------------------------------------------------------------------------------
function add(cards, note = "") {
  const fresh = cards.filter(({ dataset }) => !numbers.has(dataset.card));
  const isTooMuch = numbers.size + fresh.length > MOST;
  if (isTooMuch) note = `At most ${MOST} cards can be selected at once.`;
  else for (const { dataset } of fresh) numbers.add(dataset.card);
  mark();
  const what = fresh.length === 1 ? `${titleOf(fresh[0])} is selected, ` : "";
  announce(isTooMuch ? note : `${what}${counted(numbers.size)} in all. ${note}`);
  show(note);
}

function remove(cards) {
  for (const { dataset } of cards) numbers.delete(dataset.card);
  mark();
  announce(numbers.size ? `${titleOf(cards[0])} is not selected any more, ${counted(numbers.size)} in all.` : "Nothing is selected any more.");
  show();
  if (!numbers.size) end(cards[0]);
}

/** Write it on the cards; of the same number there may be another element by now. */
function mark() {
  for (const card of board.querySelectorAll(".card")) {
    if (numbers.has(card.dataset.card)) card.dataset.selected = "";
    else delete card.dataset.selected;
  }
}

function show(note = "") {
  document.dispatchEvent(new Event("weekboard:selection"));
  withStyles(new URL("../../css/selection.css", import.meta.url)).catch(() => {}).then(() => (numbers.size || note) && showBar(selected(), note));
}

function end(card) {
  isTapping = false;
  if (hideBar()) focusOn(card);
}

// --- Out of sight -------------------------------------------------------------------------------------------
new MutationObserver(() => {
  if (numbers.size) timer ??= setTimeout(look, COLLECTING);
}).observe(board, { childList: true, subtree: true });

function look() {
  timer = undefined;
  if (!acts) leave();
}

/** What one has done oneself is said by its message. */
function leave({ isSaid = true } = {}) {
  const here = new Set([...board.querySelectorAll(".card")].map(({ dataset }) => dataset.card));
  const gone = [...numbers].filter((number) => !here.has(number));
  numbers = new Set([...numbers].filter((number) => here.has(number)));
  mark(); // one that went and came back is another element
  if (!gone.length) return;
  const unsaid = isSaid ? gone.filter((number) => currentToast()?.dataset.toast !== `card-${number}`) : [];
  const note = unsaid.length ? `${counted(unsaid.length)} went out of sight, and out of the selection.` : "";
  if (note) announceLater(note);
  show(note);
  if (!numbers.size && !note) end();
}

/** Carry out what changes selected cards: those that go by it need no other message. */
export async function whileActing(act) {
  acts += 1;
  try {
    return await act();
  } finally {
    acts -= 1;
    leave({ isSaid: false });
  }
}

// --- Over a page that is loaded: another week, a filter -------------------------------------------------------------
addEventListener("pagehide", () => saveDraft(KEPT, numbers.size ? JSON.stringify({ isTapping, numbers: [...numbers] }) : ""));
addEventListener("pageshow", ({ persisted }) => persisted && saveDraft(KEPT, ""));

export function restore() {
  if (!document.getElementById("selection-bar")) return; // a page on which nothing is selected
  const kept = JSON.parse(readDraft(KEPT));
  saveDraft(KEPT, "");
  isTapping = kept.isTapping;
  numbers = new Set(kept.numbers);
  mark();
  show();
  leave();
}
