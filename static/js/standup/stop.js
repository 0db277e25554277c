// The stop that is shown: another one takes its place, or the same one as it is now. What somebody types, what has the
// focus and what is under way stay.
import { announce } from "../announce.js";
import { whenIdle } from "../board/idle.js";
import { focusOn, insert, isPending, updateCard } from "../board/place.js";
import { ask } from "../board/send.js";
import { navigateOrReport } from "../navigate.js";
import { showChosenStop } from "./rail.js";

const { body } = document;
let address = location.href; // of the stop; an open card has one of its own
let steps = 0; // that were begun: the last one counts
let refreshes = 0;

export const stopAddress = () => address;

/** Go to another stop, by its address. */
export async function goTo(wanted, { isNew = true } = {}) {
  const step = ++steps;
  // Whoever follows is taken along at once, and need not wait until it is drawn here.
  document.dispatchEvent(new CustomEvent("weekboard:stop", { detail: wanted }));
  const page = await fetchStop(wanted).catch(() => null);
  if (step !== steps) return;
  if (!page) {
    // Whoever leads is still at the stop that is shown, and whoever follows has yet to go along.
    document.dispatchEvent(new CustomEvent("weekboard:stay", { detail: address }));
    return navigateOrReport(wanted, () => goTo(wanted));
  }
  if (isNew) history.pushState(null, "", wanted);
  address = wanted;
  show(page);
}

/** Show the stop as it is now; return the event up to which that is true. */
export async function refreshBoard() {
  const [asked, refresh] = [address, ++refreshes];
  const page = await fetchStop(asked);
  const { seq } = page.getElementById("su-stop").dataset;
  await whenIdle();
  // An older drawing than the one that is shown, or one of a stop that was left meanwhile, is not shown.
  if (asked === address && refresh === refreshes) show(page);
  return Number(seq);
}

async function fetchStop(wanted) {
  return new DOMParser().parseFromString(await ask(wanted), "text/html");
}

function show(page) {
  const stop = document.getElementById("su-stop");
  const fresh = document.adoptNode(page.getElementById("su-stop"));
  // Somebody may write by now, or no more: the page is another one.
  if (fresh.dataset.role !== body.dataset.role) return location.assign(address);
  const isSame = stop.dataset.stop === fresh.dataset.stop;
  for (const id of ["su-rail", "su-steps"]) replacePart(document.getElementById(id), page.getElementById(id));
  showChosenStop();
  Object.assign(body.dataset, { back: fresh.dataset.back });
  document.title = fresh.dataset.title;
  if (isSame && stop.querySelector("#board")) refreshLists(stop, fresh);
  else replaceStop(stop, fresh, isSame);
}

/** The same links, with the focus on the one that leads the same way, or on the stop that was chosen; else on its name. */
function replacePart(part, fresh) {
  if (part.innerHTML === fresh.innerHTML) return;
  const focused = part.contains(document.activeElement) && document.activeElement;
  part.replaceChildren(...fresh.childNodes);
  const same = focused && (part.querySelector("[aria-current]") ?? part.querySelector(`[data-goes="${focused.dataset.goes}"]`));
  if (focused) (same ?? document.getElementById("su-title")).focus();
}

function replaceStop(stop, fresh, isSame) {
  const focused = stop.contains(document.activeElement) && document.activeElement;
  stop.replaceWith(fresh);
  if (fresh.querySelector("[data-quickadd]")) import("../board/add.js").then(({ beginIn }) => beginIn(fresh));
  const same = isSame && focused && [...fresh.querySelectorAll("a")].find(({ href }) => href === focused.href);
  if (focused) (same || document.getElementById("su-title")).focus({ preventScroll: isSame });
  if (isSame) return;
  scrollTo({ top: 0, behavior: "instant" });
  announce([...document.getElementById("su-head").children].map(({ textContent }) => textContent.trim()).join(". "));
}

// --- The same stop, as it is now ----------------------------------------------------------------------------------
const listsIn = (stop) => [...stop.querySelectorAll(".column")];

function refreshLists(stop, fresh) {
  const shown = new Set([...fresh.querySelectorAll(".card")].map(({ id }) => id));
  const heir = heirOfFocus(shown);
  for (const said of stop.querySelectorAll(".said")) {
    const now = fresh.querySelector(`.said[data-of="${said.dataset.of}"]`);
    if (now?.dataset.state !== said.dataset.state) said.remove();
  }
  refreshContent(document.getElementById("su-head"), fresh.querySelector("#su-head"));
  Object.assign(stop.dataset, fresh.dataset);
  const columns = listsIn(fresh);
  for (const column of columns) refreshColumn(stop.querySelector(`#${column.id}`) ?? addColumn(column), column, shown);
  for (const column of listsIn(stop)) if (!columns.some(({ id }) => id === column.id)) column.remove();
  if (heir && !stop.contains(document.activeElement)) focusOn(document.getElementById(heir));
}

function refreshContent(part, fresh) {
  if (part.innerHTML !== fresh.innerHTML) part.replaceChildren(...fresh.childNodes);
}

/** Without its cards, which may stand in another list still. Only what is blocked comes and goes, above the others. */
function addColumn(column) {
  const made = column.cloneNode(true);
  made.querySelector(".cards").replaceChildren();
  document.getElementById("board").prepend(made);
  return made;
}

function refreshColumn(column, fresh, shown) {
  refreshContent(column.querySelector("h2"), fresh.querySelector("h2"));
  refreshList(column.querySelector(".cards"), fresh.querySelector(".cards"), shown);
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
