// Takes the whole board over from a page fetched anew, without what a reload would cost: what is being typed, the focus,
// where the page is scrolled to, an open dialog, a filter that is being chosen, moves that are under way.
import { whenIdle } from "../board/idle.js";
import { insert, isPending, removeCard, updateCard } from "../board/place.js";
import { ask } from "../board/send.js";
import { removeEmptyHeads } from "../board/week_heads.js";

const { body } = document;
const address = `${document.getElementById("filters").getAttribute("action")}?${body.dataset.back.replace("?", "")}`;
const PARTS = [
  ".projectname bdi", "#projectlinks", ".people", ".weeks", ".boardhead > div", ".jump b", "#anyweek",
  "#filters .chip > span", "#filters select", "#board > .column > header",
].join();
const FOCUSABLE = "a, button, input, select";

/** Return the event up to which the board is true now. */
export async function refreshBoard() {
  const page = new DOMParser().parseFromString(await ask(address), "text/html");
  await whenIdle();
  const { role, weekShown, project, seq } = page.body.dataset;
  // The page is another one: somebody may write by now, or no more; a week was taken out of the plan; it has another address.
  const isSame = [role, weekShown, project].join() === [body.dataset.role, body.dataset.weekShown, body.dataset.project].join();
  if (!isSame) location.assign(address);
  else applyPage(document.adoptNode(page.body), page.title);
  return Number(seq);
}

function applyPage(page, title) {
  const fresh = [...page.querySelectorAll(PARTS)];
  document.querySelectorAll(PARTS).forEach((part, place) => replacePart(part, fresh[place]));
  const heads = document.getElementById("weekheads");
  heads?.content.replaceChildren(...page.querySelector("#weekheads").content.childNodes);
  if (page.querySelector("#board[data-density]")) document.getElementById("board").dataset.density = "compact";
  else delete document.getElementById("board").dataset.density;
  for (const card of document.querySelectorAll("#board .card")) {
    if (!page.querySelector(`#${card.id}`) && !isPending(card.id)) removeCard(card);
  }
  for (const list of document.querySelectorAll("#board .cards")) {
    sortList(list, page.querySelector(`#board .cards[data-column="${list.dataset.column}"]`));
  }
  if (!document.querySelector("dialog[open]")) document.title = title;
}

/** The same content, with the focus at the same place; a list of choices that is open stays as it is. */
function replacePart(part, fresh) {
  if (!fresh || part.innerHTML === fresh.innerHTML || part.matches("select:focus")) return;
  const { value, scrollLeft } = part;
  const focused = [...part.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  part.replaceChildren(...fresh.childNodes);
  if (part.matches("select")) part.value = value;
  if (scrollLeft) part.scrollLeft = scrollLeft;
  if (focused >= 0) part.querySelectorAll(FOCUSABLE)[focused]?.focus({ preventScroll: true });
}

/** The list's cards and lines in the order of the fresh one; what is under way, or newer than that, stays in its place. */
function sortList(list, fresh) {
  for (const line of list.querySelectorAll(":scope > :not(.card)")) if (!counterpart(line, fresh)) line.remove();
  let next = list.firstElementChild;
  for (const item of [...fresh.children]) {
    const mine = item.matches(".card") ? updateCard(item) : updateLine(counterpart(item, list), item);
    if (isPending(mine.id) || mine.dataset.version !== item.dataset.version) continue;
    while (next && isPending(next.id)) next = next.nextElementSibling;
    if (mine === next) next = next.nextElementSibling;
    else insert(mine, list, next);
  }
  removeEmptyHeads(list);
}

function counterpart(line, list) {
  return [...list.children].find((other) => other.className === line.className && other.dataset.milestone === line.dataset.milestone);
}

function updateLine(line, item) {
  if (!line) return item;
  if (line.innerHTML !== item.innerHTML) line.replaceChildren(...item.childNodes);
  return line;
}
