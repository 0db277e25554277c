// The stops in one line: the chosen one is in view, however much place who leads and what is live leave for them.

const rail = document.getElementById("su-rail");

export function showChosenStop() {
  const list = rail.querySelector(".su-people");
  const chosen = list.querySelector("[aria-current]");
  // Not `scrollIntoView`, which would take the page along to its bar.
  list.scrollLeft = chosen.offsetLeft - (list.clientWidth - chosen.offsetWidth) / 2;
}

new ResizeObserver(showChosenStop).observe(rail);
