// What is pressed on a card: their text instead of one's own, no draft any more, what is copied, the lists, pictures.
import { announce } from "../announce.js";
import { navigateOrReport } from "../navigate.js";
import { dropDraft } from "./drafts.js";
import { fieldOf } from "./fields.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take], [data-discard], [data-copylink], [data-copytext], [data-sheet] a:is([data-opens=assignees], [data-opens=labels])");
  if (!button) return;
  if (button.matches("[data-take]")) takeTheirs(event, button);
  if (button.matches("[data-discard]")) dropDraft(fieldOf(button.closest("form")));
  if (button.matches("[data-copylink]")) copy(button, new URL(button.dataset.copylink, location.href).href, "Link copied.");
  if (button.matches("[data-copytext]")) copy(button, button.dataset.copytext, "Copied. Paste it into a text of this card.");
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

async function copy(button, text, done) {
  try {
    await navigator.clipboard.writeText(text);
    announce(done);
    button.dataset.done = "";
    setTimeout(() => delete button.dataset.done, 1500);
  } catch {
    // Without https the browser keeps the clipboard to itself: what is copied is shown to be copied by hand.
    window.prompt("Copy this", text);
  }
}
