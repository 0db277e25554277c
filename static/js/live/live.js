// What others do on the project's board, seen here as they do it; and a mark that says whether one can rely on that.
import { announce } from "../announce.js";
import { whenIdle } from "../board/idle.js";
import { doubt, follow } from "./stream.js";

const { project, seq } = document.body.dataset;
const GRACE = 1_500; // milliseconds: a stream that comes back at once was not lost
const SECOND = 1_000;
const SAYS = {
  live: "live",
  lost: "not live, trying again",
  asking: "every 10 s",
  "signed-out": "You have been signed out.",
  removed: "You are not in this project any more.",
  deleted: "This project has been deleted.",
  gone: "This project is not here for you any more.",
};
const HEARD = {
  hello({ people }) {
    showPeople(people);
    document.dispatchEvent(new Event("weekboard:live"));
  },
  people: showPeople,
  news: ({ changes }) => void news.push(...changes),
  board: () => bringUpToDate(refresh),
};

// --- Messages -------------------------------------------------------------------------------------------
const news = []; // who did what, until it can be seen
const isFiltered = [...new URLSearchParams(document.body.dataset.back).keys()].some((name) => name !== "week");
let seen = null; // the script that makes them seen and heard, once there is something to see
let known = 0; // the event up to which the whole page was fetched anew
let fetched = 0; // when

async function tell({ event, id, data }) {
  if (event) await HEARD[event]?.(JSON.parse(data));
  else if (Number(id) > known) await bringUpToDate(isFiltered ? refresh : () => draw(data));
  else tellSheet(news.splice(0)); // the page shows it already, but not the open card
}

async function bringUpToDate(how) {
  await waitUntilIdle();
  const changes = news.splice(0);
  // Where the script that makes changes seen and heard cannot be had, they are still true.
  seen ??= await import("./news.js").catch(() => null);
  await (seen ? seen.watch(changes, how) : how());
  tellSheet(changes);
}

/** A card in the air or an open menu holds up what comes: whoever looks must know. */
async function waitUntilIdle() {
  const timer = setTimeout(sayHeld, 2 * SECOND, "changes wait");
  await whenIdle();
  clearTimeout(timer);
  sayHeld("");
}

function draw(text) {
  return htmx.swap({ text, sourceElement: document.body, target: document.body, swap: "none" });
}

/** What a page shows under its filters the server knows, and what is too much to be told: the page is fetched. */
async function refresh() {
  const wait = Math.max(Math.random() * SECOND, fetched + SECOND - Date.now());
  await new Promise((resolve) => { setTimeout(resolve, wait); });
  const { takeOver } = await import("./refresh.js");
  known = await takeOver();
  fetched = Date.now();
  showPeople();
}

function tellSheet(changes) {
  const number = Number(document.querySelector("#sheet[open] [data-sheet]")?.dataset.sheet);
  const its = changes.filter(({ card }) => card === number || card === null);
  if (number && its.length) import("./sheet.js").then(({ changed }) => changed(number, its), () => {});
}

// --- The mark -------------------------------------------------------------------------------------------
const mark = document.getElementById("live");
let state = "";
let unsent = 0;
let held = "";
let grace;

function sayHeld(words) {
  held = words;
  drawMark();
}

document.addEventListener("weekboard:unsent", ({ detail }) => {
  unsent = detail;
  if (unsent && grace) stand("lost");
  else drawMark();
});

function show(next) {
  if (next === "lost") {
    grace ??= setTimeout(stand, state ? GRACE : 2 * GRACE, next);
    return;
  }
  stand(next);
}

function stand(next) {
  const was = state;
  grace = clearTimeout(grace);
  state = next;
  drawMark();
  if (state === was) return;
  if (state !== "live") showPeople([]); // who looks on nobody knows then
  if (state === "live" && was === "lost") announce("The board is live again.");
  else if (was && state !== "live" && state in SAYS) announce(state === "lost" ? "The board is not live. Trying again." : SAYS[state]);
}

function drawMark() {
  const waits = unsent ? `${unsent} move${unsent === 1 ? "" : "s"} not sent yet` : "";
  mark.hidden = !(state in SAYS);
  mark.dataset.state = state;
  mark.querySelector("[data-says]").textContent = [SAYS[state], waits, held].filter(Boolean).join(", ");
  for (const link of mark.querySelectorAll("a")) link.hidden = !link.dataset.when.split(" ").includes(state);
}

// --- Who looks at the project now -----------------------------------------------------------------------
let here = [];

function showPeople(people = here) {
  here = people;
  for (const item of document.querySelectorAll(".people [data-person]")) {
    const avatar = item.querySelector(".avatar");
    const dot = avatar.querySelector(".live");
    if (!here.includes(Number(item.dataset.person))) dot?.remove();
    else if (!dot) avatar.append(document.getElementById("here").content.cloneNode(true));
  }
}

document.addEventListener("weekboard:doubt", doubt);
follow(`/p/${project}/live/`, Number(seq), { tell, show });
