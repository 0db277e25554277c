// Makes it seen and heard what others have changed: a tint for a moment, and a sentence at most every five seconds.
import { announceLater, titleOf } from "../announce.js";

const HIGHLIGHT = 700;
const COLLECTING = 1_000; // milliseconds in which more may come that is said together
const PAUSE = 5_000;
const REMOVED = { archived: "archived", deleted: "deleted" };
const BLOCKING = ["blocked", "unblocked"]; // in a standup another list, but nobody has moved it
// Where a filter hides cards, one that went away may have stayed in its week.
const isFiltered = [...new URLSearchParams(document.body.dataset.back).keys()].some((name) => name !== "week");
const AWAY = isFiltered ? "out of what is shown here" : "to another week";
const me = Number(document.body.dataset.person);
const unannounced = new Map(); // sentences by card
let lastAnnouncedAt = 0;
let timer;

/** Look at the cards that others have changed, before and after `apply`. */
export async function watch(changes, apply) {
  const theirs = changes.filter(({ person }) => person !== me);
  const before = new Map(theirs.map(({ card }) => [card, stateOf(card)]));
  await apply();
  for (const change of theirs) {
    highlight(document.getElementById(`card-${change.card}`));
    queueSentence(change, before.get(change.card), stateOf(change.card));
  }
}

function stateOf(number) {
  const card = document.getElementById(`card-${number}`);
  return card && { title: titleOf(card), column: card.closest(".column").dataset.name };
}

function highlight(card) {
  card?.classList.add("is-moved");
  setTimeout(() => card?.classList.remove("is-moved"), HIGHLIGHT);
}

function queueSentence({ card, kind, by }, was, is) {
  if (card !== null && !was && !is) return; // it was not to be seen here, and is not
  unannounced.set(card, `${by || "Somebody"} ${whatHappened(card, kind, was, is)}.`);
  timer ??= setTimeout(announceAll, Math.max(COLLECTING, lastAnnouncedAt + PAUSE - Date.now()));
}

function whatHappened(card, kind, was, is) {
  if (card === null) return "changed the project";
  if (!is && kind === "moved") return `moved ${was.title} ${AWAY}`;
  if (!is) return `${REMOVED[kind] ?? "took away"} ${was.title}`;
  if (!was) return `${kind === "created" ? "added" : "brought"} ${is.title} to ${is.column}`;
  if (BLOCKING.includes(kind)) return `${kind} ${is.title}`;
  if (was.column !== is.column) return `moved ${is.title} to ${is.column}`;
  return kind === "moved" ? `moved ${is.title} within ${is.column}` : `changed ${is.title}`;
}

function announceAll() {
  announceLater(unannounced.size === 1 ? [...unannounced.values()][0] : `${unannounced.size} cards changed.`);
  unannounced.clear();
  timer = undefined;
  lastAnnouncedAt = Date.now();
}
