// A dialog is closed by a press and a release on its backdrop: text that is selected in it and let go outside is none.

let pressed = null; // the dialog on whose backdrop the last press began

addEventListener("pointerdown", (event) => { pressed = backdropOf(event); }, true);

/** Close it so, and by what has data-close: where the dialog is a page, that is a link back. */
export function closeByPress(dialog) {
  dialog.addEventListener("click", (event) => {
    const isOnBackdrop = pressed === dialog && backdropOf(event) === dialog;
    if (!(isOnBackdrop || event.target.closest("[data-close]")) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    dialog.close();
  });
}

/** The dialog whose backdrop is there: to the browser it is a part of the dialog, outside its edges. */
function backdropOf({ target, clientX, clientY }) {
  if (!(target instanceof HTMLDialogElement)) return null;
  const { left, right, top, bottom } = target.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom ? target : null;
}
