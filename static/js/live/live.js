// What others do on the project's board, seen here as they do it.
import { whenIdle } from "../board/idle.js";
import { onStateChange, showDelay, showState } from "./mark.js";
import { showPresence } from "./presence.js";
import { follow } from "./stream.js";

const { project, seq } = document.body.dataset;
const SECOND = 1_000;
const HANDLERS = {
  hello({ people }) {
    showPresence(people);
    document.dispatchEvent(new Event("weekboard:live"));
  },
  people: showPresence,
  news: ({ changes }) => void unseen.push(...changes),
  board: () => applyWhenIdle(refresh),
};

// --- Messages -------------------------------------------------------------------------------------------
const unseen = []; // who did what, until it can be shown
const isFiltered = [...new URLSearchParams(document.body.dataset.back).keys()].some((name) => name !== "week");
const isStandup = document.getElementById("su-stop") !== null;
let newsModule = null; // makes changes seen and heard; fetched with the first of them
let refreshedTo = 0; // the event up to which the whole page was fetched anew
let refreshedAt = 0; // when

async function onMessage({ event, id, data }) {
  if (event) await HANDLERS[event]?.(JSON.parse(data));
  else if (Number(id) > refreshedTo) await applyWhenIdle(isFiltered ? refresh : () => swap(data));
  else updateCardPage(unseen.splice(0)); // the board shows it already, but not the open card
}

async function applyWhenIdle(apply) {
  await idle();
  const changes = unseen.splice(0);
  // Where the module that makes changes seen and heard cannot be had, they are still true.
  newsModule ??= await import("./news.js").catch(() => null);
  await (newsModule ? newsModule.watch(changes, apply) : apply());
  updateCardPage(changes);
}

/** A card in the air or an open menu holds up what comes: whoever looks must know. */
async function idle() {
  const timer = setTimeout(showDelay, 2 * SECOND, "changes wait");
  await whenIdle();
  clearTimeout(timer);
  showDelay("");
}

function swap(text) {
  return htmx.swap({ text, sourceElement: document.body, target: document.body, swap: "none" });
}

/** What a page shows under its filters the server knows, and what is too much to be told: the page is fetched. */
async function refresh() {
  const wait = Math.max(Math.random() * SECOND, refreshedAt + SECOND - Date.now());
  await new Promise((resolve) => { setTimeout(resolve, wait); });
  const { refreshBoard } = await (isStandup ? import("../standup/stop.js") : import("./refresh.js"));
  refreshedTo = await refreshBoard();
  refreshedAt = Date.now();
  showPresence();
}

function updateCardPage(changes) {
  const number = Number(document.querySelector("#sheet[open] [data-sheet]")?.dataset.sheet);
  const its = changes.filter(({ card }) => card === number || card === null);
  if (number && its.length) import("./card_page.js").then(({ enqueueChanges }) => enqueueChanges(number, its), () => {});
}

// Without the stream nobody knows who looks on.
onStateChange((state) => state !== "live" && showPresence([]));
follow(`/p/${project}/live/`, Number(seq), { onMessage, showState });
