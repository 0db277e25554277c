// Makes it seen and heard what others have changed: a tint for a moment, and a sentence at most every five seconds.
import { announceInTurn, titleOf } from "../announce.js";

const TINT = 700;
const TOGETHER = 1_000; // milliseconds in which more may come that is said together
const PAUSE = 5_000;
const LEFT = { archived: "archived", deleted: "deleted" };
// Where a filter hides cards, one that went away may have stayed in its week.
const isFiltered = [...new URLSearchParams(document.body.dataset.back).keys()].some((name) => name !== "week");
const AWAY = isFiltered ? "out of what is shown here" : "to another week";
const me = Number(document.body.dataset.person);
const unsaid = new Map(); // sentences by card
let said = 0; // when
let timer;

/** Look at the cards that others have changed, before and after `bringUpToDate`. */
export async function watch(changes, bringUpToDate) {
  const theirs = changes.filter(({ person }) => person !== me);
  const before = new Map(theirs.map(({ card }) => [card, look(card)]));
  await bringUpToDate();
  for (const change of theirs) {
    tint(document.getElementById(`card-${change.card}`));
    note(change, before.get(change.card), look(change.card));
  }
}

function look(number) {
  const card = document.getElementById(`card-${number}`);
  return card && { title: titleOf(card), column: card.closest(".column").dataset.name };
}

function tint(card) {
  card?.classList.add("is-moved");
  setTimeout(() => card?.classList.remove("is-moved"), TINT);
}

function note({ card, kind, by }, was, is) {
  if (card !== null && !was && !is) return; // it was not to be seen here, and is not
  unsaid.set(card, `${by || "Somebody"} ${whatHappened(card, kind, was, is)}.`);
  timer ??= setTimeout(say, Math.max(TOGETHER, said + PAUSE - Date.now()));
}

function whatHappened(card, kind, was, is) {
  if (card === null) return "changed the project";
  if (!is && kind === "moved") return `moved ${was.title} ${AWAY}`;
  if (!is) return `${LEFT[kind] ?? "took away"} ${was.title}`;
  if (!was) return `${kind === "created" ? "added" : "brought"} ${is.title} to ${is.column}`;
  if (was.column !== is.column) return `moved ${is.title} to ${is.column}`;
  return kind === "moved" ? `moved ${is.title} within ${is.column}` : `changed ${is.title}`;
}

function say() {
  announceInTurn(unsaid.size === 1 ? [...unsaid.values()][0] : `${unsaid.size} cards changed.`);
  unsaid.clear();
  timer = undefined;
  said = Date.now();
}
