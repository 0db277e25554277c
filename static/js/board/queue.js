// Moves on their way to the server, one after the other, so that it sees them in the person's order. What does not get
// through stays where the person has put it, says so, and is sent again; what is refused goes back.
import { announce, whereIs } from "../announce.js";
import { draft, keepDraft } from "../drafts.js";
import { forgetFailed, sayFailed } from "../toast.js";
import { afterDrag } from "./idle.js";
import { clearPending, insert, insertByPosition, markPending } from "./place.js";
import { apply, post } from "./send.js";

const PATIENCE = 120_000; // milliseconds until a move that does not get through is given up
const SLOWEST = 5_000; // between two tries
const UNANSWERED = [0, 408, 502, 503, 504];
const shelf = `unsent-${document.body.dataset.project}`;
const moves = []; // that the server has not answered; kept over a reload as well
let isSending = false;
let wish = null; // what is to be done when the last of them is answered
let isStuck = false; // the first of them does not get through
let tries = 0;
let timer;

document.addEventListener("weekboard:live", run);
window.addEventListener("online", run);
for (const move of JSON.parse(draft(shelf) || "[]")) restore(move);

function restore(move) {
  const card = document.getElementById(move.id);
  isStuck = true;
  if (card?.dataset.milestone === move.fields.milestone) stand(card, move.fields);
  queue(move);
}

/** Where `placeOf` or `moveTo` said that it stands. */
function stand(card, { column, milestone, after, before, top }) {
  const [above, below] = [after, before].map((number) => document.getElementById(`card-${number}`));
  insertByPosition(card, column, milestone, top ? -Infinity : Infinity);
  const list = card.parentElement;
  if (above?.parentElement === list) insert(card, list, above.nextElementSibling);
  else if (below?.parentElement === list) insert(card, list, below);
}

export function queue(move) {
  // Of two moves of a card that wait one behind the other, the last wins.
  if (moves.length > 1 && moves.at(-1).id === move.id) moves.pop();
  moves.push(move);
  markPending(move.id, { isUnsent: isStuck });
  keep();
  run();
}

/** Undo at once, or when the last move was made: it is not the one before that is meant. Else it is said why not. */
export function whenAnswered(undo) {
  if (!moves.length) undo();
  else if (isStuck) sayNotUndone(undo);
  else wish = undo;
}

function sayNotUndone(undo) {
  const { id, title } = moves.at(-1);
  const sentence = `The move of ${title} was not sent yet, so it cannot be undone.`;
  sayFailed(sentence, () => whenAnswered(undo), id);
}

function keep() {
  keepDraft(shelf, moves.length ? JSON.stringify(moves) : "");
  document.dispatchEvent(new CustomEvent("weekboard:unsent", { detail: isStuck ? moves.length : 0 }));
}

async function run() {
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  while (moves.length && (await answered(moves[0])));
  isSending = false;
  if (wish) whenAnswered(wish);
  wish = null;
}

/** Whether to go on with the next one. */
async function answered(move) {
  const failure = await attempt(move);
  // Signed out meanwhile: what was not sent is sent after the sign-in.
  if (UNANSWERED.includes(failure?.status) || (isStuck && failure?.status === 401)) return stick(failure);
  isStuck = false;
  tries = 0;
  moves.shift();
  keep();
  finish(move, failure);
  return true;
}

async function attempt({ address, fields }) {
  try {
    await apply(await post(address, fields));
  } catch (failure) {
    return failure;
  }
}

function finish(move, failure) {
  if (isUnderWay(move.id)) return; // it was on its way again before this could be said
  clearPending(move.id);
  if (failure) wish = null;
  if (failure) return sayFailed(`${move.title} was not moved. ${failure.message}`, () => queue({ ...move, at: Date.now() }), move.id);
  forgetFailed(move.id);
  afterDrag(tell, move);
}

function isUnderWay(id) {
  return moves.some((move) => move.id === id);
}

function tell({ id, title, week, fields }) {
  if (isUnderWay(id)) return;
  const card = document.getElementById(id);
  if (!card) return announce(`${title} moved to ${week}.`);
  if (fields.how === "keys") card.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(`${title} moved to ${week ? `${week}, ` : ""}${whereIs(card)}.`);
}

// --- What does not get through ------------------------------------------------------------------------------
function stick({ status, message }) {
  if (status < 500) document.dispatchEvent(new Event("weekboard:doubt"));
  giveUp(moves.filter(({ at }) => Date.now() - at >= PATIENCE));
  if (!isStuck && moves.length) announce(`${moves[0].title} is not moved yet. ${message}`);
  isStuck = moves.length > 0;
  for (const { id } of moves) markPending(id, { isUnsent: true });
  keep();
  if (isStuck) timer = setTimeout(run, Math.min(SLOWEST, 1000 * 2 ** tries++));
  return false;
}

function giveUp(old) {
  if (!old.length) return;
  wish = null;
  moves.splice(0, moves.length, ...moves.filter((move) => !old.includes(move)));
  for (const { id } of old) if (!isUnderWay(id)) clearPending(id);
  const what = old.length > 1 ? `${old.length} moves were not made` : `${old[0].title} was not moved`;
  const again = () => { for (const move of old) queue({ ...move, at: Date.now() }); };
  sayFailed(`${what}. For two minutes the server could not be reached.`, again, old[0].id);
}
