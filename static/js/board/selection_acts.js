// What is done to several cards by one act. They stand in their new column at once, and go back if the server says no.
import { placeOf } from "./move.js";
import { clearPending, insert, insertByPosition, isPending, markPending } from "./place.js";
import { whileActing } from "./selecting.js";
import { changeSeveral } from "./several.js";

export { clear, extend, restore, toggle, toggleByTaps } from "./selecting.js";

/**
 * In `place` a column or a week that is missing stays each card's own; `top` is above all others, else they go to the end.
 * Where they were dropped among others, `after` and `before` say which: those stand beside them already.
 */
export async function moveSeveral(cards, { column, milestone, top, after, before }, how) {
  const moving = cards.filter(({ id }) => !isPending(id));
  for (const { id } of moving) markPending(id);
  if (milestone === undefined) showPlaces(cards, column, top);
  const place = { column, milestone, after, before, top: top && "1" };
  const given = Object.entries(place).filter(([, value]) => value !== undefined && value !== false);
  await whileActing(async () => {
    await changeSeveral(cards, { act: "move", ...Object.fromEntries(given) }, how);
    for (const { id } of moving) clearPending(id);
  });
  if (how === "keys") document.activeElement.closest(".card")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function archiveSeveral(cards, how) {
  return whileActing(() => changeSeveral(cards, { act: "archive" }, how));
}

function showPlaces(cards, column, top) {
  for (const card of top ? cards.toReversed() : cards) {
    insertByPosition(card, column ?? card.parentElement.dataset.column, card.dataset.milestone, top ? -Infinity : Infinity);
  }
}

/** Put them below one another, where the one in the hand was dropped, and ask for it. */
export function dropSeveral(cards, dropped) {
  const place = placeOf(dropped, cards);
  let next = dropped.nextElementSibling;
  while (cards.includes(next)) next = next.nextElementSibling;
  for (const card of cards) insert(card, dropped.parentElement, next);
  moveSeveral(cards, place, "drag");
}
