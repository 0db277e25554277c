// Opens a list or a field beside a card: a popover there, a sheet from below on a phone, and above the keys of a phone.
import { focusOn } from "./board/place.js";

/**
 * `opener` is a card, or a button of an open dialog. The focus goes to [autofocus] in `element`, and on closing back to the
 * card, which may have been drawn anew meanwhile. `element` is a `.menu` with popover; it is closed by hidePopover().
 */
export function openAt(opener, element, { onClose = () => {} } = {}) {
  const { id } = opener;
  const ending = new AbortController();
  const { signal } = ending;
  (document.querySelector("dialog[open]") ?? document.body).append(element); // all else is inert then
  // Before it closes and not after, which is told later: a key that is pressed at once is for the card.
  element.addEventListener("beforetoggle", ({ newState }) => {
    if (newState === "closed" && !isFocusElsewhere(element)) focusAgain(document.getElementById(id) ?? opener);
  }, { signal });
  element.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    ending.abort();
    document.querySelector("[data-anchor]")?.removeAttribute("data-anchor");
    onClose();
  }, { signal });
  keepAboveKeyboard(element, signal);
  element.classList.add("at-card");
  opener.setAttribute("data-anchor", "");
  element.showPopover({ source: opener });
  keepPlace(element, opener);
}

/** What hangs on its lower edge stays as tall as it was opened: its field would jump while what is typed narrows its list. */
function keepPlace(element, opener) {
  const { top, bottom, height } = element.getBoundingClientRect();
  const isHanging = top < opener.getBoundingClientRect().top || bottom >= innerHeight;
  element.style.setProperty("--opened", isHanging ? `${height}px` : "0px");
}

/** Somebody has gone on to something else, by a press beside the list. */
function isFocusElsewhere(element) {
  const { activeElement } = document;
  return activeElement !== document.body && !element.contains(activeElement);
}

function focusAgain(opener) {
  if (opener.matches(".card")) focusOn(opener.isConnected ? opener : null);
  else opener.focus({ preventScroll: true });
}

/** The keyboard of a phone lies over the page, and so over what stands at its foot. */
function keepAboveKeyboard(element, signal) {
  const { visualViewport: view } = window;
  const measure = () => {
    const covered = Math.max(0, innerHeight - view.height - view.offsetTop);
    element.style.setProperty("--covered", `${Math.round(covered)}px`);
  };
  for (const name of ["resize", "scroll"]) view.addEventListener(name, measure, { signal });
  measure();
}
