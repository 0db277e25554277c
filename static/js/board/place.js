// Puts cards where their data say, whatever order the news comes in. Never scrolls, never takes the focus.

const held = new Set(); // ids of cards that a person has moved and the server has not answered for
const unsent = new Set(); // those of them whose move has not got through to the server
const menu = document.getElementById("move");
let landing = null; // while a card is in the air: settled when it is dropped
let land;

const STYLES = {
  place: (target, fragment) => whenStill(put, fragment.firstElementChild),
  leave: (target) => whenStill(takeAway, target),
  progress(target, fragment) {
    const { max, value } = fragment.firstElementChild;
    Object.assign(target, { max, value });
  },
};

htmx.registerExtension("weekboard", {
  handle_swap(style, target, fragment) {
    if (!Object.hasOwn(STYLES, style)) return false;
    STYLES[style](target, fragment);
    return [];
  },
});

// --- While something is under way ------------------------------------------------------------------------
/** From now on nothing changes on the board, until `drop`. */
export function lift() {
  landing = new Promise((resolve) => { land = resolve; });
}

export function drop() {
  landing = null;
  land();
}

export function whenStill(act, subject) {
  if (landing) landing.then(() => act(subject));
  else act(subject);
}

/** No card is in the air, and nobody chooses a place for one: what others did can be shown. */
export async function stillness() {
  while (landing || isChoosing()) await (landing ?? chosen());
}

function isChoosing() {
  return menu?.matches(":popover-open");
}

function chosen() {
  return new Promise((resolve) => { menu.addEventListener("toggle", resolve, { once: true }); });
}

/** The card stays where the person has put it, until `release` puts it where its data say by then. */
export function hold(id, { isUnsent = false } = {}) {
  held.add(id);
  if (isUnsent) unsent.add(id);
  const card = document.getElementById(id);
  if (card) say(card);
}

export function isHeld(id) {
  return held.has(id);
}

export function release(id) {
  held.delete(id);
  unsent.delete(id);
  const card = document.getElementById(id);
  if (card) say(card);
  if (card) whenStill(rest, card);
}

function put(fresh) {
  rest(taken(fresh));
}

/** Take a drawing over from the server; one that is older than what the page shows says nothing new. */
export function taken(fresh) {
  const card = document.getElementById(fresh.id);
  if (!card) greet(fresh);
  else if (Number(card.dataset.version) <= Number(fresh.dataset.version)) renew(card, fresh);
  say(card ?? fresh);
  return card ?? fresh;
}

function rest(card) {
  if (!held.has(card.id)) settle(card);
}

/** On the card itself: what one sees there, the server does not know yet. */
function say(card) {
  const note = card.querySelector("[data-unsent]");
  if (!unsent.has(card.id)) note?.remove();
  else if (!note) card.append(document.getElementById("unsent").content.cloneNode(true));
  card.classList.toggle("is-unsent", unsent.has(card.id));
}

function greet(card) {
  card.classList.add("is-new");
  card.addEventListener("animationend", () => card.classList.remove("is-new"), { once: true });
}

function renew(card, fresh) {
  card.querySelector("[data-unsent]")?.remove();
  if (card.innerHTML !== fresh.innerHTML) redraw(card, fresh);
  for (const name of card.getAttributeNames()) if (!fresh.hasAttribute(name)) card.removeAttribute(name);
  for (const { name, value } of fresh.attributes) card.setAttribute(name, value);
}

function redraw(card, fresh) {
  const focused = card.contains(document.activeElement) && document.activeElement;
  card.replaceChildren(...fresh.childNodes);
  if (focused) card.querySelector(focused.matches(".more") ? ".more" : "h3 a").focus({ preventScroll: true });
}

function settle(card) {
  const { column, milestone, position } = card.dataset;
  if (isShown(milestone)) seat(card, column, milestone, Number(position));
  else if (card.isConnected) takeAway(card);
}

function isShown(milestone) {
  const { scope } = document.body.dataset;
  return scope === "all" || milestone === (scope === "later" ? "" : scope);
}

/** Into a column, among the cards of its week, by its position; Infinity is the end, -Infinity the top. */
export function seat(card, column, milestone, position) {
  const list = document.querySelector(`#board .cards[data-column="${column}"]`);
  const left = card.parentElement;
  insert(card, list, spot(card, list, milestone, position));
  for (const changed of new Set([left, list])) changed && tidy(changed);
}

/** The element that the card goes above; null is the end of the list. */
function spot(card, list, milestone, position) {
  // Where a held card stands has nothing to do with its position; the end and the top count it all the same.
  const counts = (other) => other !== card && !(held.has(other.id) && Number.isFinite(position));
  const others = [...list.querySelectorAll(":scope > .card")].filter(counts);
  const group = others.filter((other) => other.dataset.milestone === milestone);
  const below = group.find((other) => Number(other.dataset.position) > position);
  if (below) return below;
  const above = group.at(-1) ?? headOf(milestone, list);
  const next = above?.nextElementSibling ?? null;
  return next === card ? card.nextElementSibling : next;
}

/** The focus stays inside the card. Chromium's moveBefore would keep it too, but scrolls the page after it. */
export function insert(card, list, next) {
  if (card.parentElement === list && card.nextElementSibling === next) return;
  const focused = card.contains(document.activeElement) ? document.activeElement : null;
  if (card.isConnected && list.moveBefore && !focused) list.moveBefore(card, next);
  else list.insertBefore(card, next);
  focused?.focus({ preventScroll: true });
}

export function takeAway(card) {
  const list = card.parentElement;
  const neighbour = [card.nextElementSibling, card.previousElementSibling].find((other) => other?.matches(".card"));
  const hadFocus = card.contains(document.activeElement);
  card.remove();
  tidy(list);
  if (hadFocus) focusOn(neighbour);
}

/** On a card; where it is gone, on the first of the board, else on the page, from which keys go on. */
export function focusOn(card) {
  const link = (card ?? document.querySelector("#board .card"))?.querySelector("h3 a");
  (link ?? document.getElementById("main")).focus({ preventScroll: true });
}

// --- The heads of the weeks, on the board of all weeks ---------------------------------------------------
function heads() {
  return [...(document.getElementById("weekheads")?.content.children ?? [])];
}

function rank(milestone) {
  return heads().findIndex((head) => head.dataset.milestone === milestone);
}

/** The line above a week's cards, made in its place if need be; undefined on the board of one week. */
function headOf(milestone, list) {
  const standing = [...list.querySelectorAll(":scope > :is(.weekhead, .fold)")];
  const head = standing.find((other) => other.dataset.milestone === milestone);
  const drawn = heads()[rank(milestone)];
  if (head || !drawn) return head;
  const later = standing.find((other) => rank(other.dataset.milestone) > rank(milestone));
  const made = drawn.cloneNode(true);
  list.insertBefore(made, later ?? null);
  return made;
}

/** A week's line goes with the last of its cards. */
export function tidy(list) {
  for (const head of list.querySelectorAll(":scope > .weekhead")) {
    if (!head.nextElementSibling?.matches(".card")) head.remove();
  }
}
