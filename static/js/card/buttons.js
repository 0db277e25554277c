// What is pressed on a card: their text instead of one's own, no draft any more, the card's link, the lists, its pictures.
import { announce } from "../announce.js";
import { navigateOrReport } from "../navigate.js";
import { dropDraft } from "./drafts.js";
import { fieldOf } from "./fields.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take], [data-discard], [data-copylink], [data-sheet] a:is([data-opens=assignees], [data-opens=labels])");
  if (!button) return;
  if (button.matches("[data-take]")) takeTheirs(event, button);
  if (button.matches("[data-discard]")) dropDraft(fieldOf(button.closest("form")));
  if (button.matches("[data-copylink]")) copyLink(button);
  if (button.matches("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) openList(event, button);
}, true);

function openList(event, link) {
  event.preventDefault();
  import("../board/lists.js").then(({ openFrom }) => openFrom(link)).catch(() => navigateOrReport(link.href, () => link.click()));
}

// A picture that moves stands still for who wants that, until it is pressed.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-animated]");
  if (!link || !still.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import("./animated.js").then(({ toggle }) => toggle(link)).catch(() => navigateOrReport(link.href, () => link.click()));
});

/** Their text instead of one's own. */
function takeTheirs(event, button) {
  event.preventDefault();
  const theirs = button.closest(".theirs");
  const field = fieldOf(button.closest("form"));
  field.value = field.defaultValue = theirs.querySelector("[data-theirs]").textContent;
  dropDraft(field);
  theirs.remove();
  field.focus();
}

async function copyLink(button) {
  const address = new URL(button.dataset.copylink, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    announce("Link copied.");
    button.dataset.done = "";
    setTimeout(() => delete button.dataset.done, 1500);
  } catch {
    // Without https the browser keeps the clipboard to itself: the address is shown to be copied by hand.
    window.prompt("Copy this link", address);
  }
}
