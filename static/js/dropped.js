// Files that are dropped beside what takes them: the browser would open them, and what was being typed would be gone.

let isOurs = false; // what is being dragged began on this page: a link, a picture, selected text

addEventListener("dragstart", ({ defaultPrevented }) => { isOurs = !defaultPrevented; });
// A drag whose element has gone meanwhile ends unheard; while there is one, no pointer moves.
for (const name of ["dragend", "pointermove"]) addEventListener(name, () => { isOurs = false; });

for (const name of ["dragenter", "dragover", "drop"]) {
  addEventListener(name, (event) => {
    if (event.defaultPrevented || !bringsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
    // A card that is shown has it already. Where it cannot be fetched, files are not taken, and are not opened either.
    if (document.querySelector("[data-role=writer] #board")) import("./files/drop.js").catch(() => {});
  });
}

/** Whether files come from outside the page, over anything but a field that takes them by itself. */
export function bringsFiles({ dataTransfer, target }) {
  return !isOurs && dataTransfer?.types.includes("Files") && !target.closest?.("input[type=file]:enabled");
}
