// A standup: from stop to stop, and what is said of a card is done there and then, by the board's own moves.
import "../board/place.js";
import "../keys/keys.js";
import "../board/open.js";
import "../live/live.js";
import { announce } from "../announce.js";
import { moveTo } from "../board/move.js";
import { apply, post } from "../board/send.js";
import { sayFailed } from "../toast.js";
import { goTo, refreshBoard, stopAddress } from "./stop.js";

// --- From stop to stop ------------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-goes]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  goTo(link.href);
});

window.addEventListener("popstate", ({ state }) => {
  if (!state?.card && location.href !== stopAddress()) goTo(location.href, { isNew: false });
});

// Whoever leads is at another stop: it takes this one's place, also in the history.
document.addEventListener("weekboard:go", (event) => {
  if (new URL(event.detail).pathname !== location.pathname) return;
  event.preventDefault();
  history.replaceState(null, "", event.detail);
  goTo(event.detail, { isNew: false });
});

document.addEventListener("weekboard:applied", () => refreshBoard().catch(() => {})); // the news of it come as well

// A message that was shown once is not shown again by reloading.
const address = new URL(location.href);
if (address.searchParams.has("undo")) {
  address.searchParams.delete("undo");
  history.replaceState(history.state, "", address);
}

// --- The buttons beside a card ------------------------------------------------------------------------------
document.addEventListener("submit", (event) => {
  const { target: form } = event;
  if (!form.matches("[data-moves], [data-changes]")) return;
  event.preventDefault();
  const card = document.getElementById(form.closest(".said").dataset.of);
  if (form.matches("[data-moves]")) moveTo(card, form.elements.column.value, "menu");
  else change(form.action, new FormData(form), form.dataset.changes);
});

async function change(action, fields, sentence) {
  fields.delete("csrfmiddlewaretoken");
  try {
    await apply(await post(action, Object.fromEntries(fields)));
    announce(sentence);
  } catch ({ message }) {
    sayFailed(`This was not done. ${message}`, () => change(action, fields, sentence));
  }
}
