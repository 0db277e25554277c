// The way back that a message offers, by its button or by a key.
import { announce, titleOf, whereIs } from "./announce.js";
import { apply, post, requestId } from "./board/send.js";
import { clearCurrentToast, currentToast, focusCard, sayDone, sayFailed, toastOf } from "./toast.js";

document.getElementById("messages").addEventListener("submit", onSubmit);

/** Take the way back that is offered now, if there is one. */
export function undo() {
  const form = currentToast()?.querySelector("form");
  if (form) form.requestSubmit();
  else sayDone("There is nothing to take back.");
}

async function onSubmit(event) {
  const form = event.target.closest("[data-undo]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const fields = Object.fromEntries(["event", "count"].map((name) => [name, form.elements[name]?.value ?? ""]));
  await sendUndo(form.action, toastOf(event).dataset.toast, { ...fields, request_id: requestId() });
}

async function sendUndo(address, id, fields) {
  const before = focusedPart();
  try {
    await apply(await post(address, fields));
  } catch (failure) {
    clearCurrentToast();
    return sayFailed(`This was not undone. ${failure.message}`, () => sendUndo(address, id, fields), id);
  }
  const card = document.getElementById(id);
  if (card && isFocusUnmoved(before)) show(card);
  announce(card ? `Taken back: ${titleOf(card)} is in ${whereIs(card)}.` : "Taken back.");
}

/** The card that has the focus, or the messages, or whatever else has it. */
function focusedPart() {
  const { activeElement } = document;
  return activeElement.closest(".card, #messages") ?? activeElement;
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
