// What this person has recorded in this browser and not handed in: shown where a page has a place for it, and asked about
// before they sign out. All else of it is fetched where there is something.
import { isMark, mayHaveRecordings, readMark } from "./recorder/mark.js";

const { person } = document.body.dataset;
const template = document.getElementById("unsent-recording");
const question = document.querySelectorAll("[data-signs-out-question]");

if (person) {
  look();
  // Another window has recorded something, handed it in or thrown it away.
  window.addEventListener("storage", (event) => isMark(event, person) && show());
  document.addEventListener("visibilitychange", () => document.hidden || look());
}

async function look() {
  if (await mayHaveRecordings(person)) show();
}

function show() {
  if (template) import("./unsent_recording.js").then(({ showUnsent }) => showUnsent(template), () => {});
  else import("./recorder/recordings.js").then(ask, () => {});
}

/** The list writes the mark, by which a sign-out is told from one that throws something away. */
async function ask({ listRecordings }) {
  if (!(await listRecordings(person)).length || !question.length) return;
  for (const part of question) part.hidden = false;
  document.querySelector("[data-stay]").focus(); // the key that has asked for this page would answer it
}

// Signing out throws them away: that is asked on a page of its own.
document.addEventListener("submit", (event) => {
  const { target: form } = event;
  if (!form.matches("[data-signs-out]") || !readMark(person).length) return;
  event.preventDefault();
  const next = form.elements.next?.value;
  location.assign(form.action + (next ? `?${new URLSearchParams({ next })}` : ""));
}, { capture: true });
