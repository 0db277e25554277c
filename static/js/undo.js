// Undoes what a message or a line of a card's activity offers, or by a key what this window did last.
import { announce, titleOf, whereIs } from "./announce.js";
import { apply, post, requestId } from "./board/send.js";
import { changeOf, focusedPart, othersThan, readChanges, saveChanges, underWay } from "./own_changes.js";
import { clearCurrentToast, currentToast, focusCard, sayDone, sayFailed, sentenceOf } from "./toast.js";

const REFUSED = [403, 404, 409, 422]; // for good: another try would not help
let lastTurn = Promise.resolve();

/** Undo what the form of a message, or of a line of the activity, is for. `before` had the focus when it was asked for. */
export function undoBy(form, before) {
  const change = changeOf(form);
  saveChanges(othersThan(change));
  inTurn(() => send(change, before, form));
}

/** Undo the last change of this visit; pressed again before it is answered, the one before as well. */
export function undo(before) {
  inTurn(async () => {
    if ((await Promise.all(underWay)).includes(false)) return; // it is that one which was meant
    const changes = readChanges();
    const change = changes.pop();
    saveChanges(changes);
    if (!change) sayDone("There is nothing to take back.");
    else await (change.isScripted ? send(change, before) : submit(change));
  });
}

function inTurn(act) {
  lastTurn = lastTurn.then(act, act);
}

/** It has a page of its own that says what comes of it. */
function submit({ action, fields }) {
  const form = Object.assign(document.createElement("form"), { method: "post", action });
  for (const [name, value] of Object.entries({ ...fields, csrfmiddlewaretoken: "", drawn_for: "" })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.requestSubmit();
}

async function send(change, before, form) {
  const { back } = document.body.dataset;
  change.fields.request_id ??= requestId();
  try {
    await apply(await post(change.action, { ...change.fields, ...(back !== undefined && { back }) }));
  } catch (failure) {
    return onFailed(failure, change, form);
  }
  const card = document.getElementById(change.card);
  if (card && isFocusUnmoved(before)) show(card);
  const isOfOne = card && !change.action.endsWith("/several/undo/");
  announce(isOfOne ? `Taken back: ${titleOf(card)} is in ${whereIs(card)}.` : sentenceOf(currentToast()) || "Taken back.");
  document.dispatchEvent(new Event("weekboard:undone"));
}

function onFailed({ status, message }, change, form) {
  delete form?.dataset.sent;
  if (REFUSED.includes(status)) return sayDone(message);
  if (currentToast()?.contains(form)) clearCurrentToast();
  if (!form?.closest("[data-sheet]")) putBack(change);
  const again = () => {
    saveChanges(othersThan(change));
    inTurn(() => send(change, focusedPart()));
  };
  sayFailed(`This was not undone. ${message}`, again, change.card);
}

/** In the order in which they were made, whatever was done meanwhile. */
function putBack(change) {
  saveChanges([...othersThan(change), change].sort((one, other) => one.fields.event - other.fields.event));
}

/** Nobody has gone on to something else: what had the focus has it, or has gone and left it to a card or to nobody. */
function isFocusUnmoved(before) {
  const now = focusedPart();
  return [before, document.body].includes(now) || (!before.isConnected && now.matches(".card, #main"));
}

function show(card) {
  focusCard(card);
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}
