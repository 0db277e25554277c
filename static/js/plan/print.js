// The button that prints: what the browser's own key does as well.
document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());
