// A button that copies what stands in a field.
import { sayDone } from "./toast.js";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copyfield]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copyfield);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    sayDone("Link copied.");
  } catch {
    // Without https the browser keeps the clipboard to itself.
    sayDone("The link is selected: copy it from there.");
  }
});
