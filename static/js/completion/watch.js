// After an @ or a # in a text or in quick add, names are offered. What does it is fetched when the first one is typed.

let isWanted = false;

document.addEventListener("input", ({ target, isComposing }) => {
  if (!isComposing) complete(target);
});
document.addEventListener("compositionend", ({ target }) => complete(target));

function complete(field) {
  if (!field.matches("[data-completes]")) return;
  isWanted ||= /[@#]/.test(field.value);
  // It is a help, not an answer: where it cannot be fetched, names are typed whole.
  if (isWanted) import("./completion.js").then(({ update }) => update(field)).catch(() => {});
}
