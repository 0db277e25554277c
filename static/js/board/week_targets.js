// While a card is in the hand, the weeks of the strip say what they hold, and take it.
import { titleOf } from "../announce.js";
import { asHours } from "../hours.js";
import { withStyles } from "../styles.js";
import { sayDone } from "../toast.js";
import { moveAllToWeek } from "./move.js";

withStyles(new URL("../../css/week_targets.css", import.meta.url)).catch(() => {}); // without, they take cards unseen

const EDGE = 60; // pixels from an end of the strip within which it scrolls
const SPEED = 0.6; // pixels a millisecond
const strip = document.querySelector(".weeks");
let cards = []; // in the hand
let onTarget = null; // called when they come over a week that takes them
let pointer = null; // where it was last
let target = null; // the tab below it
let frame;
// Somebody else may add to a week, or take from it.
const watcher = new MutationObserver(draw);

/** Light the weeks up for these cards, until `withdrawWeeks`. */
export function offerWeeks(inHand, whenOnTarget) {
  [cards, onTarget, target] = [inHand, whenOnTarget, null];
  for (const { tab, figure } of weeks()) {
    tab.querySelector(".week-n").after(makeLabel());
    tab.querySelector(".tip")?.append(Object.assign(document.createElement("span"), { className: "tip-drop" }));
    watcher.observe(figure, { childList: true });
  }
  draw();
  for (const name of ["pointermove", "touchmove"]) document.addEventListener(name, follow, { passive: true });
  strip.addEventListener("scroll", aim);
  holdStrip(true);
  scrollStrip(performance.now());
}

export function withdrawWeeks() {
  watcher.disconnect();
  cancelAnimationFrame(frame);
  for (const name of ["pointermove", "touchmove"]) document.removeEventListener(name, follow);
  strip.removeEventListener("scroll", aim);
  holdStrip(false);
  for (const made of strip.querySelectorAll(".week-h, .tip-drop")) made.remove();
  for (const { tab } of weeks()) {
    tab.classList.remove("is-target");
    delete tab.dataset.drop;
  }
  cards = [];
  pointer = null;
}

/** What is asked of a drop on a tab of the strip. Returns whether the cards go there, or it was said why not. */
export function dropOn(tab, dropped) {
  const week = weeks().find((one) => one.tab === tab);
  const offer = week && offerOf(week, dropped);
  if (offer === "closed") sayRefused(week, dropped);
  if (offer === "open") moveAllToWeek(dropped, week.milestone, week.name, "drag", { top: true });
  return ["closed", "open"].includes(offer);
}

function sayRefused({ name }, [card, ...others]) {
  const what = others.length ? `The ${others.length + 1} cards stay where they were` : `${titleOf(card)} stays where it was`;
  sayDone(`${name[0].toUpperCase()}${name.slice(1)} is closed and takes no more cards. ${what}.`);
}

// --- The weeks, as the Move menu knows them, with their tabs in the strip ------------------------------------------
function weeks() {
  return [...document.getElementById("anyweek").options].flatMap((option) => {
    const figure = document.getElementById(`weekminutes-${option.value || "later"}`);
    const { value: milestone, disabled: isClosed, dataset: { name } } = option;
    return figure ? [{ milestone, name, isClosed, figure, tab: figure.closest(".week") }] : [];
  });
}

function offerOf({ milestone, isClosed }, chosen) {
  if (chosen.every((card) => card.dataset.milestone === milestone)) return "here";
  return isClosed ? "closed" : "open";
}

// --- What they say -------------------------------------------------------------------------------------------------
/** Both sayings have their place from the start, so that no week gets wider under the pointer. */
function makeLabel() {
  const label = Object.assign(document.createElement("span"), { className: "week-h" });
  label.append(...["held", "with", "sum"].map((className) => Object.assign(document.createElement("span"), { className })));
  return label;
}

function draw() {
  for (const week of weeks()) {
    const offer = offerOf(week, cards);
    week.tab.dataset.drop = offer;
    write(week, offer, Number(week.figure.textContent), addedMinutes(week));
  }
}

function write({ tab }, offer, minutes, added) {
  const held = offer === "open" ? `${asHours(minutes)} h` : offer;
  const isMore = offer === "open" && added;
  const [rest, long, short] = tab.querySelector(".week-h").children;
  rest.textContent = held;
  long.textContent = isMore ? `${asHours(minutes)} + ${asHours(added)} h` : held;
  short.textContent = isMore ? `${asHours(minutes + added)} h` : held;
  const tip = tab.querySelector(".tip-drop");
  if (tip) tip.textContent = offer === "open" ? sentence(minutes, added) : { closed: "Closed: it takes no more cards." }[offer] ?? "";
}

function sentence(minutes, added) {
  const planned = minutes ? `${asHours(minutes)} h planned` : "Nothing planned";
  const these = cards.length > 1 ? `these ${cards.length} cards` : "this card";
  return added ? `${planned}, ${asHours(minutes + added)} h with ${these}` : planned;
}

function addedMinutes({ milestone }) {
  const coming = cards.filter((card) => card.dataset.milestone !== milestone);
  return coming.reduce((sum, card) => sum + Number(card.dataset.minutes), 0);
}

// --- Which one is below the pointer ----------------------------------------------------------------------------------
function follow(event) {
  const { clientX, clientY } = event.touches?.[0] ?? event;
  pointer = [clientX, clientY];
  aim();
}

/** SortableJS scrolls it to one end, and does not come back from there: it leaves alone what it takes for no scroller. */
function holdStrip(isHeld) {
  // without its scroll bar it would lose some height
  Object.assign(strip.style, isHeld ? { blockSize: `${strip.offsetHeight}px`, overflow: "hidden" } : { blockSize: "", overflow: "" });
}

/** On and on while the pointer is near an end. */
function scrollStrip(now, before = now) {
  frame = requestAnimationFrame((next) => scrollStrip(next, now));
  const { left, right, top, bottom } = strip.getBoundingClientRect();
  const [x, y] = pointer ?? [];
  if (!(y >= top && y <= bottom)) return;
  const distance = SPEED * Math.min(now - before, 100);
  if (x > right - EDGE) strip.scrollLeft += distance;
  if (x < left + EDGE) strip.scrollLeft -= distance;
}

/** Again when the strip has scrolled below a pointer that stands still. */
function aim() {
  const below = pointer && document.elementFromPoint(...pointer)?.closest("[data-drop]");
  if (below === target) return;
  target?.classList.remove("is-target");
  target = below;
  target?.classList.add("is-target");
  if (target?.dataset.drop === "open") onTarget();
}
