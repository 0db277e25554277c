// What keys and the Move menu change at a card, and at all that are selected with it: its people, labels and hours.
import { areMine } from "../keys/cards.js";
import { sayDone } from "../toast.js";
import { openEstimate } from "./estimate_field.js";
import { openList } from "./lists.js";
import { cardsFor } from "./selection.js";
import { changeSeveral } from "./several.js";

/** Oneself on all of them; where one is on all of them already, on none. */
export async function me(card, how) {
  const { member } = document.body.dataset;
  const cards = cardsFor(card);
  if (!member) sayDone("You are not a member of this project, so no card can be yours.");
  else await changeSeveral(cards, { act: areMine(cards) ? "unassign" : "assign", member }, how);
}

export async function assignees(card, how, opener) {
  return typeInto(await openList("assignees", card, how, opener));
}

export async function labels(card, how, opener) {
  return typeInto(await openList("labels", card, how, opener));
}

/** Of this card alone: several that take the same time are none. */
export async function estimate(card, how) {
  return typeInto(await openEstimate(card, how));
}

/** What was typed until the field was there. */
function typeInto(field) {
  return (keys) => {
    for (const key of keys) type(field, key);
  };
}

function type(field, key) {
  const isErasing = ["Backspace", "Delete"].includes(key);
  if (key.length > 1 && !isErasing) return field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const { selectionStart: start, selectionEnd: end } = field;
  const isBack = key === "Backspace" && start === end && start > 0;
  field.setRangeText(isErasing ? "" : key, isBack ? start - 1 : start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
