// The search in the top bar of a project's pages. Its list comes when somebody goes there.
import { isComposing } from "./composing.js";

const FIELD = ".topbar [data-list]";

// A board has this key among its own; a standup has no search.
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "/" && event.repeat && target.matches(FIELD) && !target.value) return event.preventDefault(); // still held
  const isMeant = !(event.defaultPrevented || event.ctrlKey || event.metaKey || isComposing(event));
  if (key !== "/" || !isMeant || document.documentElement.dataset.keys === "off") return;
  if (document.querySelector("#shortcuts, dialog[open], :popover-open") || target.matches("input, textarea, select")) return;
  event.preventDefault();
  document.querySelector(FIELD)?.focus();
});

// As Enter does without a list: browsers would open another window.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.shiftKey || !event.target.matches(FIELD)) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

for (const name of ["focusin", "input"]) {
  document.addEventListener(name, ({ target }) => {
    // Without a network it is a field as it is without scripts; the next letter tries again.
    if (target.matches(FIELD)) import("./search/list.js").then(({ attach }) => attach(target), () => {});
  });
}
