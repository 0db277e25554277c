// What everybody's board does; who may write gets add.js besides, and drag.js as soon as a pointer is there.
import "./place.js";
import "../keys/keys.js";
import "./click_filters.js";
import "./open.js";
import "../live/live.js";

// --- Dragging, which is heavy, is fetched when a pointer first comes over the cards ------------------------------
const QUIET = 3_000;
const board = document.getElementById("board");
if (document.body.dataset.role === "writer") {
  awaitPointer();
  // … or when all is quiet: a network that is lost later takes no way of moving cards away.
  document.addEventListener("weekboard:live", () => setTimeout(prepare, QUIET), { once: true });
}

function prepare() {
  for (const fetched of [fetchDragging(), import("./menu.js"), import("../undo.js")]) fetched.catch(() => {});
}

let dragging = null;
let failures = 0;

/** A browser remembers under its address that a module was not to be had: another try needs another address. */
function fetchDragging() {
  const again = failures ? `?again=${failures}` : "";
  dragging ??= import(board.dataset.drag + again).catch((error) => {
    dragging = null;
    failures += 1;
    throw error;
  });
  return dragging;
}

/** Whoever is quicker than the network finds the card in their hand when dragging has come: it hears of their press. */
function awaitPointer() {
  const arrival = new AbortController();
  const meanwhile = { signal: arrival.signal };
  let press = null;
  board.addEventListener("pointerdown", (event) => { press = event; }, meanwhile);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => { press = null; }, meanwhile);
  }
  // The browser would begin something of its own with the link under the pointer, and it decides late, by what lies under the
  // pressed point: the listener stays for a press before dragging has come, and for a page that scrolls under a press.
  board.addEventListener("dragstart", (event) => event.preventDefault());
  board.addEventListener("contextmenu", (event) => press?.pointerType === "touch" && event.preventDefault(), meanwhile);
  // A touch that nobody could stop when it began is the browser's, to scroll with.
  board.addEventListener("touchmove", () => {}, { passive: false, ...meanwhile });
  board.addEventListener("pointerover", () => {
    fetchDragging().then(({ take }) => {
      if (press && !arrival.signal.aborted) take(press);
      arrival.abort();
    }, () => {}); // not to be had now: the next pointer tries again, and Move… is there all the time
  }, meanwhile);
}

// --- What the page shows and where: filters, the strip of weeks, the columns on a phone ---------------------
const FOCUS = "weekboard-filter";
const filters = document.getElementById("filters");
const jump = document.querySelector(".jump");

// --- Filters: a choice counts at once. The address holds them, so the page is loaded anew ------------------
for (const button of filters.querySelectorAll(".unscripted")) button.hidden = true;

filters.addEventListener("change", ({ target }) => {
  remember(target.name);
  filters.requestSubmit();
});

// Keep the address short: what is not chosen is not in it.
filters.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});

// What is shown already would be in the history twice.
filters.addEventListener("submit", (event) => {
  const address = new URL(filters.action);
  address.search = new URLSearchParams(new FormData(filters));
  if (address.href !== location.href) return;
  event.preventDefault();
  location.replace(address);
});

focusAgain();

function remember(name) {
  try {
    sessionStorage.setItem(FOCUS, name);
  } catch {
    // The focus starts at the top of the new page then.
  }
}

function focusAgain() {
  try {
    filters.elements[sessionStorage.getItem(FOCUS)]?.focus({ preventScroll: true });
    sessionStorage.removeItem(FOCUS);
  } catch {
    // As above.
  }
}

// A message that was shown once is not shown again by reloading.
const address = new URL(location.href);
if (address.searchParams.has("undo")) {
  address.searchParams.delete("undo");
  history.replaceState(history.state, "", address);
}

// --- The strip of weeks -----------------------------------------------------------------------------------
const weeks = document.querySelector(".weeks");
const chosen = weeks.querySelector("[aria-current]");
if (chosen) weeks.scrollLeft = chosen.parentElement.offsetLeft - (weeks.clientWidth - chosen.offsetWidth) / 2;

// Whatever a pointer or the focus brings up can be sent away (WCAG 1.4.13).
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") weeks.dataset.tips = "off";
});
for (const name of ["pointerover", "focusin"]) {
  weeks.addEventListener(name, (event) => {
    if (!event.target.closest(".week")?.contains(event.relatedTarget)) delete weeks.dataset.tips;
  });
}

// --- On a phone: one column at a time, and the bar above says which -----------------------------------------
const inView = new IntersectionObserver(mark, { root: board, threshold: 0.6 });
for (const column of board.children) inView.observe(column);

function mark(entries) {
  const column = entries.find((entry) => entry.isIntersecting)?.target;
  if (!column) return;
  for (const link of jump.children) {
    if (link.hash === `#${column.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

jump.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  document.querySelector(link.hash).scrollIntoView({ behavior, block: "nearest", inline: "start" });
});
