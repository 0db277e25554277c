// A button that copies what stands in a field.
import { announce } from "./announce.js";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copyfield]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copyfield);
  try {
    await navigator.clipboard.writeText(field.value);
    announce("Link copied.");
    button.dataset.done = "";
    setTimeout(() => delete button.dataset.done, 1500);
  } catch {
    // Without https the browser keeps the clipboard to itself: the text is marked, to be copied by hand.
    field.select();
  }
});
