// The one Move… menu: it opens beside a card, says where the card is, and sends it elsewhere.
import { titleOf } from "../announce.js";
import { keyName } from "../keys/name.js";
import { columnOf, moveBelow, moveTo, moveToWeek, step } from "./move.js";

const menu = document.getElementById("move");
const weeks = document.getElementById("anyweek");
const below = document.getElementById("belowcard");
let card = null;
let opener = null;

/** For this card, beside `link`: its own Move… link unless the menu is opened from somewhere else. */
export function open(chosen, link = chosen.querySelector(".more")) {
  card = chosen;
  opener = link;
  fill();
  menu.showPopover({ source: link });
  link.setAttribute("aria-expanded", "true");
  items()[0].focus();
}

/** The next week after the card's own that is still open; for a card of no week the one after the page's. */
export function nextWeek(chosen) {
  const options = [...weeks.options];
  const own = options.findIndex((option) => option.value && option.value === chosen.dataset.milestone);
  const next = own < 0
    ? options.find((option) => option.hasAttribute("data-next"))
    : options.slice(own + 1).find((option) => !option.disabled);
  return next?.value ? { milestone: next.value, ...next.dataset } : null;
}

function fill() {
  const { milestone } = card.dataset;
  menu.setAttribute("aria-label", `Move ${titleOf(card)}`);
  for (const button of menu.querySelectorAll("[data-column]")) {
    if (button.dataset.column === columnOf(card)) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  for (const link of menu.querySelectorAll("a")) link.href = card.querySelector("h3 a").href + (link.dataset.page ?? "");
  weeks.value = milestone;
  const week = nextWeek(card);
  const button = menu.querySelector("[data-nextweek]");
  button.closest("li").hidden = !week;
  if (week) button.querySelector("span").textContent = `Next week (${week.short})`;
  const others = [...card.parentElement.querySelectorAll(`:scope > .card[data-milestone="${milestone}"]`)].filter((other) => other !== card);
  below?.replaceChildren(...others.map((other) => new Option(other.querySelector("h3").textContent.trim(), other.id)));
  for (const item of menu.querySelectorAll("#below, li:has(> [data-step])")) item.hidden = !others.length;
}

menu.addEventListener("toggle", (event) => {
  if (event.newState === "closed") opener.removeAttribute("aria-expanded");
});

menu.addEventListener("click", (event) => {
  const button = event.target.closest("button, a");
  if (!button) return;
  // First the focus goes back to where it came from, then the card moves and takes it along.
  menu.hidePopover();
  carryOut(button.dataset);
});

function carryOut({ column, place, step: direction, below: isBelow, nextweek, chosenweek }) {
  if (column && column !== columnOf(card)) moveTo(card, column, "menu");
  if (place) moveTo(card, columnOf(card), "menu", { top: place === "top" });
  if (direction) step(card, Number(direction), "menu");
  if (isBelow !== undefined) moveBelow(card, document.getElementById(below.value), "menu");
  if (nextweek !== undefined) toWeek(nextWeek(card));
  if (chosenweek !== undefined) toWeek({ milestone: weeks.value, ...weeks.selectedOptions[0].dataset });
}

function toWeek({ milestone, name }) {
  if (milestone !== card.dataset.milestone) moveToWeek(card, milestone, name, "menu");
}

// --- Keys inside the menu --------------------------------------------------------------------------------
function items() {
  return [...menu.querySelectorAll("button, a")].filter((button) => !button.closest("[hidden]"));
}

menu.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.target.matches("select")) return;
  if (event.repeat && !event.key.startsWith("Arrow")) return;
  const all = items();
  const here = all.indexOf(document.activeElement);
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1 + all.length, Home: 0, End: all.length - 1 };
  const chosen = all.find((button) => button.dataset.key === keyName(event));
  if (!event.altKey && event.key in steps) all[steps[event.key] % all.length].focus();
  else if (chosen) chosen.click();
  else return;
  event.preventDefault();
});
