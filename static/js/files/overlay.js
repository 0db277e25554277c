// What would become of the files that are over the page, said as long as they are.
import { announce } from "../announce.js";
import { withStyles } from "../styles.js";

const AFTER = 300; // milliseconds: not every way in which files leave a page is told, but while they are there, that is

const overlay = document.createElement("div");
const sentence = document.createElement("p");
overlay.ariaHidden = "true"; // it is announced
overlay.append(sentence);
let shown = null; // what is said, and about what
let timer;

/** `place`: the sentence, the card and the element that would take them; without a card it says what to do instead. */
export function showOverlay(place) {
  clearTimeout(timer);
  timer = setTimeout(hideOverlay, AFTER);
  if (shown?.sentence === place.sentence && shown.over === place.over) return;
  if (!shown) announce(place.sentence);
  shown?.over?.classList.remove("droptarget");
  shown = place;
  withStyles(new URL("../../css/files.css", import.meta.url)).then(draw, () => {});
}

export function hideOverlay() {
  clearTimeout(timer);
  shown?.over?.classList.remove("droptarget");
  shown = null;
  overlay.remove();
}

function draw() {
  if (!shown) return;
  sentence.textContent = shown.sentence;
  overlay.className = shown.card ? "dropover" : "dropover nodrop";
  shown.over?.classList.add("droptarget");
  if (!overlay.isConnected) (document.querySelector("dialog:modal") ?? document.body).append(overlay);
}
