// The stop that is shown: another one takes its place, or the same one as it is now. What somebody types, what has the
// focus and what is under way stay.
import { announce } from "../announce.js";
import { whenIdle } from "../board/idle.js";
import { focusOn, insert, isPending, updateCard } from "../board/place.js";
import { ask } from "../board/send.js";
import { navigateOrReport } from "../navigate.js";

const { body } = document;
let address = location.href; // of the stop; an open card has one of its own
let asked = 0; // counts what was asked for: an answer that comes late is not shown

export const stopAddress = () => address;

/** Go to another stop, by its address. */
export async function goTo(wanted, { isNew = true } = {}) {
  const number = ++asked;
  const page = await fetchStop(wanted).catch(() => navigateOrReport(wanted, () => goTo(wanted)));
  if (!page || number !== asked) return;
  if (isNew) history.pushState(null, "", wanted);
  address = wanted;
  show(page);
  document.dispatchEvent(new CustomEvent("weekboard:stop", { detail: address }));
}

/** Show the stop as it is now; return the event up to which that is true. */
export async function refreshBoard() {
  const number = ++asked;
  const page = await fetchStop(address);
  const { seq } = page.getElementById("su-stop").dataset;
  await whenIdle();
  if (number === asked) show(page);
  return Number(seq);
}

async function fetchStop(wanted) {
  return new DOMParser().parseFromString(await ask(wanted), "text/html");
}

function show(page) {
  const stop = document.getElementById("su-stop");
  const fresh = document.adoptNode(page.getElementById("su-stop"));
  const isSame = stop.dataset.stop === fresh.dataset.stop;
  for (const id of ["su-rail", "su-steps"]) replacePart(document.getElementById(id), page.getElementById(id));
  Object.assign(body.dataset, { back: fresh.dataset.back });
  document.title = fresh.dataset.title;
  if (isSame && haveSameLists(stop, fresh)) refreshLists(stop, fresh);
  else replaceStop(stop, fresh, isSame);
}

/** The same links, with the focus on the one that leads the same way. */
function replacePart(part, fresh) {
  if (part.innerHTML === fresh.innerHTML) return;
  const focused = part.contains(document.activeElement) && document.activeElement.dataset.goes;
  part.replaceChildren(...fresh.childNodes);
  part.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  if (focused !== false) (part.querySelector(`[data-goes="${focused}"]`) ?? part.querySelector("a")).focus();
}

function replaceStop(stop, fresh, isSame) {
  const hadFocus = stop.contains(document.activeElement);
  stop.replaceWith(fresh);
  if (fresh.querySelector("[data-quickadd]")) import("../board/add.js").then(({ beginIn }) => beginIn(fresh));
  if (hadFocus) document.getElementById("su-title").focus({ preventScroll: isSame });
  if (isSame) return;
  scrollTo({ top: 0, behavior: "instant" });
  announce(document.getElementById("su-head").textContent.replace(/\s+/g, " ").trim());
}

// --- The same stop, as it is now ----------------------------------------------------------------------------------
function listsIn(stop) {
  return [...stop.querySelectorAll(".column")];
}

function haveSameLists(stop, fresh) {
  const [mine, theirs] = [stop, fresh].map((part) => listsIn(part).map(({ id }) => id).join());
  return mine !== "" && mine === theirs;
}

function refreshLists(stop, fresh) {
  const names = [...fresh.querySelectorAll("#su-head, .column > h2")];
  [...stop.querySelectorAll("#su-head, .column > h2")].forEach((part, place) => {
    if (part.innerHTML !== names[place].innerHTML) part.replaceChildren(...names[place].childNodes);
  });
  Object.assign(stop.dataset, fresh.dataset);
  const shown = new Set([...fresh.querySelectorAll(".card")].map(({ id }) => id));
  const heir = heirOfFocus(shown);
  for (const said of stop.querySelectorAll(".said")) {
    const now = fresh.querySelector(`.said[data-of="${said.dataset.of}"]`);
    if (now?.dataset.state !== said.dataset.state) said.remove();
  }
  const lists = listsIn(fresh).map((column) => column.querySelector(".cards"));
  listsIn(stop).forEach((column, place) => refreshList(column.querySelector(".cards"), lists[place], shown));
  if (heir && !stop.contains(document.activeElement)) focusOn(document.getElementById(heir));
}

/** The card that gets the focus if what has it goes: its own, or the next one in the list. */
function heirOfFocus(shown) {
  const item = document.activeElement.closest("#board .card, #board .said");
  if (!item) return "";
  const own = item.dataset.of ?? item.id;
  const cards = [...item.parentElement.querySelectorAll(":scope > .card")].map(({ id }) => id);
  const after = cards.slice(cards.indexOf(own)).find((id) => shown.has(id));
  return shown.has(own) ? own : after ?? cards.findLast((id) => shown.has(id)) ?? [...shown][0] ?? "su-title";
}

function refreshList(list, fresh, shown) {
  let next = list.firstElementChild;
  for (const item of [...fresh.children]) {
    const mine = counterpart(item, list);
    if (isPending(mine.id)) continue;
    while (next && isPending(next.id)) next = next.nextElementSibling;
    if (mine === next) next = next.nextElementSibling;
    else insert(mine, list, next);
  }
  while (next) {
    const gone = next;
    next = gone.nextElementSibling;
    if (!isPending(gone.id) && !shown.has(gone.id)) gone.remove();
  }
}

/** What stands on the page for it already, brought up to date; else the fresh one. */
function counterpart(item, list) {
  if (item.matches(".card")) return updateCard(item);
  if (item.matches(".said")) return document.querySelector(`#board .said[data-of="${item.dataset.of}"]`) ?? item;
  return [...list.children].find((other) => other.isEqualNode(item)) ?? item;
}
