// Moves on their way to the server, one after the other, so that it sees them in the person's order. What does not get
// through stays where the person has put it, says so, and is sent again; what is refused goes back.
import { announce, whereIs } from "../announce.js";
import { projectKey, readDraft, saveDraft } from "../drafts.js";
import { forgetFailed, sayFailed } from "../toast.js";
import { afterDrag } from "./idle.js";
import { clearPending, insert, insertByPosition, markPending } from "./place.js";
import { apply, post } from "./send.js";

const GIVE_UP_AFTER = 120_000; // milliseconds that a move is tried for
const LONGEST_PAUSE = 5_000; // between two tries
const UNANSWERED = [0, 408, 502, 503, 504];
const storageName = `unsent-${projectKey()}`;
const moves = []; // that the server has not answered; kept over a reload as well
let isSending = false;
const pendingUndos = []; // what is to be undone when the last of them is answered
let isBlocked = false; // the first of them does not get through
let isSignedOut = false;
let failedTries = 0;
let timer;

document.addEventListener("weekboard:live", processQueue);
window.addEventListener("online", processQueue);
// They are kept for this tab: it asks before it takes them along. Who is led to the sign-in comes back.
window.addEventListener("beforeunload", (event) => isBlocked && !isSignedOut && event.preventDefault());
for (const move of JSON.parse(readDraft(storageName) || "[]")) restore(move);

function restore(move) {
  const card = document.getElementById(move.id);
  isBlocked = true;
  if (card?.dataset.milestone === move.fields.milestone) insertAsMoved(card, move.fields);
  enqueue(move);
}

/** Where `placeOf` or `moveTo` said that it stands. */
function insertAsMoved(card, { column, milestone, after, before, top }) {
  const [above, below] = [after, before].map((number) => document.getElementById(`card-${number}`));
  insertByPosition(card, column, milestone, top ? -Infinity : Infinity);
  const list = card.parentElement;
  if (above?.parentElement === list) insert(card, list, above.nextElementSibling);
  else if (below?.parentElement === list) insert(card, list, below);
}

export function enqueue(move) {
  // Of two moves of a card that wait one behind the other, the last wins.
  if (moves.length > 1 && moves.at(-1).id === move.id) moves.pop();
  moves.push(move);
  markPending(move.id, { isUnsent: isBlocked });
  save();
  processQueue();
}

/** Undo at once, or when the last move was made: it is not the one before that is meant. Else it is said why not. */
export function undoWhenSent(undo) {
  if (!moves.length) undo();
  else if (isBlocked) sayNotUndone(undo);
  else pendingUndos.push(undo);
}

/** Resolves when no move is on its way any more, or none gets through. */
export async function whenSent() {
  while (moves.length && !isBlocked) await new Promise((resolve) => document.addEventListener("weekboard:unsent", resolve, { once: true }));
}

function sayNotUndone(undo) {
  const { id, title } = moves.at(-1);
  const sentence = `The move of ${title} was not sent yet, so it cannot be undone.`;
  sayFailed(sentence, () => undoWhenSent(undo), id);
}

/** Keep the queue for a reload, and tell the mark of the connection how many moves wait. */
function save() {
  saveDraft(storageName, moves.length ? JSON.stringify(moves) : "");
  document.dispatchEvent(new CustomEvent("weekboard:unsent", { detail: isBlocked ? moves.length : 0 }));
}

async function processQueue() {
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  while (moves.length && (await send(moves[0])));
  isSending = false;
  for (const undo of pendingUndos.splice(0)) undoWhenSent(undo);
}

/** Return whether to go on with the next one. */
async function send(move) {
  const failure = await attempt(move);
  // Signed out meanwhile: what was not sent is sent after the sign-in.
  if (UNANSWERED.includes(failure?.status) || (isBlocked && failure?.status === 401)) return onUnanswered(failure);
  isBlocked = false;
  failedTries = 0;
  moves.shift();
  save();
  onAnswered(move, failure);
  return true;
}

async function attempt({ address, fields }) {
  try {
    await apply(await post(address, fields));
  } catch (failure) {
    return failure;
  }
}

function onAnswered(move, failure) {
  if (isQueued(move.id)) return; // it was on its way again before this could be said
  clearPending(move.id);
  if (failure) pendingUndos.length = 0;
  if (failure) return sayFailed(`${move.title} was not moved. ${failure.message}`, () => enqueue({ ...move, at: Date.now() }), move.id);
  forgetFailed(move.id);
  afterDrag(announceMove, move);
}

function isQueued(id) {
  return moves.some((move) => move.id === id);
}

function announceMove({ id, title, week, fields }) {
  if (isQueued(id)) return;
  const card = document.getElementById(id);
  if (!card) return announce(`${title} moved to ${week}.`);
  if (fields.how === "keys") card.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(`${title} moved to ${week ? `${week}, ` : ""}${whereIs(card)}.`);
}

// --- What does not get through ------------------------------------------------------------------------------
function onUnanswered({ status, message }) {
  isSignedOut = status === 401;
  if (status < 500) document.dispatchEvent(new Event("weekboard:doubt"));
  giveUp(moves.filter(({ at }) => Date.now() - at >= GIVE_UP_AFTER));
  if (!isBlocked && moves.length) announce(`${moves[0].title} is not moved yet. ${message}`);
  isBlocked = moves.length > 0;
  for (const { id } of moves) markPending(id, { isUnsent: true });
  save();
  if (isBlocked) timer = setTimeout(processQueue, Math.min(LONGEST_PAUSE, 1000 * 2 ** failedTries++));
  return false;
}

function giveUp(old) {
  if (!old.length) return;
  pendingUndos.length = 0;
  moves.splice(0, moves.length, ...moves.filter((move) => !old.includes(move)));
  for (const { id } of old) if (!isQueued(id)) clearPending(id);
  const what = old.length > 1 ? `${old.length} moves were not made` : `${old[0].title} was not moved`;
  const again = () => { for (const move of old) enqueue({ ...move, at: Date.now() }); };
  sayFailed(`${what}. For two minutes the server could not be reached.`, again, old[0].id);
}
