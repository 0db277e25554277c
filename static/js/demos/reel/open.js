// A link to the reel opens it over its page, in the whole screen: no later click may ask for that.
import { fetchReel, openTheatre, withoutStart } from "./theatre.js";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-plays]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  play(link);
});

async function play(link) {
  const dialog = document.createElement("dialog");
  const root = document.createElement("div");
  dialog.className = "reeldialog";
  dialog.setAttribute("aria-label", link.textContent.trim());
  root.className = "theatre";
  root.tabIndex = -1;
  dialog.append(root);
  document.body.append(dialog);
  dialog.showModal();
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  for (const video of document.querySelectorAll("video")) video.pause();
  root.requestFullscreen?.().catch(() => {}); // in the window, then
  const parts = await fetchReel(link.href);
  if (!parts) return location.assign(link.href);
  if (!dialog.open) return; // left before it came
  root.replaceChildren(...parts);
  const theatre = openTheatre(root, { address: withoutStart(link.href), leave: () => dialog.close() });
  if (theatre?.isResumed) root.querySelector("[data-act=begin]").focus(); // one has been here before, and chooses
  else theatre?.start();
}
