// What a picture shows, asked for under the text in which it was put: who cannot see it is read these words.
import { isComposing } from "../composing.js";
import { putText } from "./placeholder.js";

const asked = new Set(); // the lines that ask: {line, field, number}

/** It never takes the focus: who writes goes on writing. */
export function askForWords(field, address, number) {
  const line = document.getElementById("picture-shows").content.cloneNode(true).firstElementChild;
  const input = line.querySelector("input");
  const question = { line, field, number };
  line.querySelector("img").src = `${address}preview`;
  input.addEventListener("keydown", (event) => onKey(event, question));
  input.addEventListener("blur", () => question.isLeft || write(question));
  lastOf(field).after(line);
  asked.add(question);
}

function lastOf(field) {
  const lines = [...asked].filter((question) => question.field === field && question.line.isConnected);
  return lines.at(-1)?.line ?? field;
}

function onKey(event, question) {
  if (!["Enter", "Escape"].includes(event.key) || isComposing(event)) return;
  event.preventDefault(); // Enter would send the text, Escape close the card
  event.stopPropagation();
  question.isLeft = true; // the words are written when the text has the focus: only then Ctrl+Z takes them back
  question.field.focus({ preventScroll: true });
  if (event.key === "Enter") write(question);
  leave(question);
}

function leave(question) {
  question.line.remove();
  asked.delete(question);
}

/** Put the words between the brackets; they are asked for until the text is saved, and may be written anew. */
function write(question) {
  const { field, line } = question;
  const place = placeOf(question);
  const words = line.querySelector("input").value.trim().replace(/[[\]\\]/g, "\\$&");
  if (!place || words === place.words) return;
  putText(field, place.start, place.start + place.words.length, words);
}

/** Where the words stand; null if the picture was taken out of the text. */
function placeOf({ field, number }) {
  const found = field.value.match(new RegExp(String.raw`!\[((?:[^\]\\]|\\.)*)\]\(file:${number}\)`));
  return found && { start: found.index + 2, words: found[1] };
}

// A text that is saved, or taken back, asks for nothing more.
for (const name of ["input", "htmx:after:request", "htmx:after:swap"]) {
  document.addEventListener(name, () => {
    for (const question of asked) if (!question.field.isConnected || !placeOf(question)) leave(question);
  });
}
