// What everybody's board needs; who may write gets drag.js and add.js besides, and the menu when it is first used.
import "./place.js";
import "./keys.js";
import "./view.js";
import "../toast.js";

document.addEventListener("click", (event) => {
  const more = event.target.closest("[data-opens=move]");
  if (!more || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import("./menu.js").then(({ open }) => open(more.closest(".card")));
});
