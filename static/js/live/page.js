// A page that is only read: what is on it is put in place of what was.
import { followWith } from "./refetch.js";

/** The same page with other figures: the focus and a table that was scrolled stay where they are. */
function applyPage(page) {
  const main = document.getElementById("main");
  const fresh = document.adoptNode(page.getElementById("main"));
  if (main.innerHTML === fresh.innerHTML) return;
  const scrolled = main.querySelector(".scroller")?.scrollLeft;
  const focused = [...main.querySelectorAll("a, [tabindex]")].indexOf(document.activeElement);
  main.replaceChildren(...fresh.childNodes);
  if (scrolled) main.querySelector(".scroller")?.scrollTo({ left: scrolled });
  if (focused >= 0) main.querySelectorAll("a, [tabindex]")[focused]?.focus({ preventScroll: true });
  document.title = page.title;
}

followWith(applyPage);
