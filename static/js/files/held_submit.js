// A text that is sent while a file named in it is still on its way is sent when the file is there.
import { announce } from "../announce.js";
import { isAwaited } from "./pending.js";

const HELD = "This is sent as soon as the file is there.";

document.addEventListener("submit", (event) => {
  const { target: form } = event;
  if (!isWaiting(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (hint(form)) return;
  const line = Object.assign(document.createElement("p"), { className: "hint", textContent: HELD });
  line.dataset.held = "";
  form.append(line);
  announce(HELD);
}, true);

/** The place of a file has been filled: send what was held back for it. */
export function releaseSubmit(form) {
  if (!hint(form) || isWaiting(form)) return;
  hint(form).remove();
  form.requestSubmit();
}

/** The file will not come: who reads what is left of the text decides. */
export function keepUnsent(form) {
  hint(form)?.remove();
}

function isWaiting(form) {
  return isAwaited(form.querySelector("textarea")?.value ?? "");
}

function hint(form) {
  return form.querySelector("[data-held]");
}
