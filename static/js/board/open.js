// The menu and the dialogs of a card are fetched when they are first used.
import { navigateOrReport } from "../navigate.js";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-opens]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const opened = {
    move: () => import("./menu.js").then(({ open }) => open(link.closest(".card"))),
    card: () => import("../card/dialog.js").then(({ open }) => open(link.href, link.dataset.field)),
    split: () => import("../card/split_dialog.js").then(({ open }) => open(link.href)),
    bring: () => import("./bring_dialog.js").then(({ open }) => open(link.href, link)),
    text: () => import("../copy_text.js").then(({ copy }) => copy(link.href)),
  }[link.dataset.opens];
  if (!opened) return;
  event.preventDefault();
  opened().catch(() => navigateOrReport(link.href, () => link.click()));
});
