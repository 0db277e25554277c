// What was copied in a spreadsheet and pasted into a cell: what it changes is shown before anything is.
import { post } from "../board/send.js";
import { sayFailed } from "../toast.js";

const dialog = document.getElementById("preview");
const inner = document.getElementById("preview-inner");

export async function preview(cell, text) {
  const { cell: name, milestone } = cell.dataset;
  let answer;
  try {
    answer = await post(dialog.dataset.paste, { milestone, name, text });
  } catch (failure) {
    return sayFailed(`This was not pasted. ${failure.message}`, () => preview(cell, text));
  }
  await htmx.swap({ text: answer, sourceElement: inner, target: inner, swap: "innerHTML" });
  dialog.dataset.of = cell.id;
  dialog.showModal();
  inner.querySelector("h1").focus({ preventScroll: true });
}

dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  dialog.close();
});

dialog.addEventListener("close", () => {
  const cell = document.getElementById(dialog.dataset.of);
  (cell.hidden ? cell.parentElement.querySelector("textarea") : cell).focus();
});
