// The one Move… menu: it opens beside a card, says where the card is, and sends it elsewhere.
import { announce, titleOf } from "../announce.js";
import { areMine, changeAt } from "../keys/cards.js";
import { keyName } from "../keys/name.js";
import { columnOf, moveAllTo, moveAllToWeek, moveBelow, step } from "./move.js";
import { cardsFor, withSelection } from "./selection.js";

const menu = document.getElementById("move");
const weeks = document.getElementById("anyweek");
const below = document.getElementById("belowcard");
let card = null;
let cards = []; // that are meant: this one, or all that are selected
let opener = null;

/**
 * For this card, and those that are selected with it, beside `link`: its own Move… link unless the menu is opened from
 * somewhere else. `part` is "columns" or "weeks" where no more is asked for.
 */
export function open(chosen, link = chosen.querySelector(".more"), part = "") {
  [card, cards, opener] = [chosen, link.closest("dialog") ? [chosen] : cardsFor(chosen), link];
  fill(part);
  menu.showPopover({ source: link });
  link.setAttribute("aria-expanded", "true");
  items()[0].focus();
}

/** By key: what the menu calls the next week. */
export function toNextWeek(chosen) {
  const week = nextWeek(chosen);
  const isOneWeek = chosen.every(({ dataset }) => dataset.milestone === chosen[0].dataset.milestone);
  if (week) moveAllToWeek(chosen, week.milestone, week.name, "keys");
  else if (isOneWeek) announce("There is no later week that is still open.");
  else announce("These cards are in several weeks. Choose one in the Move menu.");
}

/** The next week after the cards' own that is still open, if it is the same one; after the page's for those of no week. */
function nextWeek(chosen) {
  const [next, ...others] = chosen.map(optionAfter);
  return next?.value && others.every((other) => other === next) ? { milestone: next.value, ...next.dataset } : null;
}

function optionAfter({ dataset: { milestone } }) {
  const options = [...weeks.options];
  const own = options.findIndex((option) => option.value && option.value === milestone);
  return own < 0
    ? options.find((option) => option.hasAttribute("data-next"))
    : options.slice(own + 1).find((option) => !option.disabled);
}

function fill(part) {
  const { milestone } = card.dataset;
  const isSeveral = cards.length > 1;
  const what = isSeveral ? `${cards.length} cards` : titleOf(card);
  menu.setAttribute("aria-label", `Move ${what}`);
  menu.querySelector(".menu-head strong").textContent = `Move ${isSeveral ? `${what} ` : ""}to`;
  for (const button of menu.querySelectorAll("[data-column]")) {
    if (cards.every((one) => columnOf(one) === button.dataset.column)) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  for (const link of menu.querySelectorAll("a")) link.href = card.querySelector("h3 a").href + (link.dataset.page ?? "");
  weeks.value = milestone;
  const week = nextWeek(cards);
  if (week) menu.querySelector("[data-nextweek] span").textContent = `Next week (${week.short})`;
  const others = [...card.parentElement.querySelectorAll(`:scope > .card[data-milestone="${milestone}"]`)].filter((other) => other !== card);
  below?.replaceChildren(...others.map((other) => new Option(other.querySelector("h3").textContent.trim(), other.id)));
  const button = menu.querySelector("[data-select] span");
  if (button) button.textContent = card.dataset.selected === undefined ? "Select" : "Deselect";
  menu.querySelector("[data-at=me] span").textContent = areMine(cards) ? "Take it from me" : "Assign to me";
  const unfit = [
    opener.closest("dialog") && ".from-board", // its fields are in the dialog
    !week && "li:has(> [data-nextweek])",
    !others.length && "#below, li:has(> [data-step])",
    isSeveral ? "#below, li:has(> [data-step]), .for-one" : ".for-several",
    part && `:not([data-part="${part}"])`,
  ].filter(Boolean).join();
  for (const item of menu.querySelectorAll("li")) item.hidden = item.matches(unfit);
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

function carryOut({ column, place, step: direction, below: isBelow, nextweek, chosenweek, ...other }) {
  if (column && cards.some((one) => columnOf(one) !== column)) moveAllTo(cards, column, "menu");
  if (place) moveAllTo(cards, undefined, "menu", { top: place === "top" });
  if (direction) step(card, Number(direction), "menu");
  if (isBelow !== undefined) moveBelow(card, document.getElementById(below.value), "menu");
  if (nextweek !== undefined) toWeek(nextWeek(cards));
  if (chosenweek !== undefined) toWeek({ milestone: weeks.value, ...weeks.selectedOptions[0].dataset });
  carryOutOther(other);
}

function carryOutOther({ select: isSelect, archive, at }) {
  if (isSelect !== undefined) withSelection((acts) => acts.toggleByTaps(card));
  if (archive !== undefined) withSelection((acts) => acts.archiveSeveral(cards, "menu"));
  if (at) changeAt(card, at, "menu");
}

function toWeek({ milestone, name }) {
  if (cards.some((one) => one.dataset.milestone !== milestone)) moveAllToWeek(cards, milestone, name, "menu");
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
