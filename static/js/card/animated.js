// A moving picture of a card, for who wants nothing to move: pressed it plays, pressed again, or by Escape, it stops.

/** Exchange the still picture for the moving one, or the other way round. */
export function toggle(link) {
  const plays = link.toggleAttribute("data-playing");
  link.querySelector("source").media = plays ? "not all" : "(prefers-reduced-motion: reduce)";
}

document.addEventListener("keydown", (event) => {
  const playing = document.querySelectorAll("[data-playing][data-animated]");
  if (event.key !== "Escape" || !playing.length) return;
  event.preventDefault(); // what closes the dialog
  event.stopPropagation();
  playing.forEach(toggle);
}, true);
