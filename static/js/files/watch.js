// Files chosen for a card. They are sent one by one, past the form, which is for a browser without scripts.
import { sayFailed } from "../toast.js";

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-attach] input[type=file]")) return;
  const files = [...target.files];
  target.value = ""; // the same file may be chosen again
  if (files.length) send(Number(target.form.dataset.attach), files);
});

/** `options`: as `attach` has them. */
export function send(card, files, options = {}) {
  import("./uploads.js").then(
    ({ attach }) => attach(card, files, options),
    () => sayFailed("Nothing was attached. It needs the server, which cannot be reached.", () => send(card, files, options)),
  );
}

/** A card has been shown: what sends files is fetched before the network may be lost. */
export function prepare(cardPage) {
  if (cardPage.querySelector("[data-attach]")) import("./uploads.js").catch(() => {});
}
