// What this person has recorded in this browser and not handed in: shown where a page has a place for it, and asked about
// before they sign out. All else of it is fetched where there is something.
import { isMark, readMark } from "./recorder/mark.js";

const { person, projectId } = document.body.dataset;
const template = document.getElementById("unsent");
const question = document.querySelector("[data-signs-out-question]");

if (template) {
  if (readMark(person).includes(projectId)) show();
  window.addEventListener("storage", (event) => isMark(event, person) && show());
}
if (question && readMark(person).length) import("./recorder/recordings.js").then(ask, () => {});

function show() {
  import("./unsent_recording.js").then(({ showUnsent }) => showUnsent(template), () => {});
}

async function ask({ listRecordings }) {
  question.hidden = !(await listRecordings(person)).length;
}

// Signing out throws them away: that is asked on a page of its own.
document.addEventListener("submit", (event) => {
  const { target: form } = event;
  if (!form.matches("[data-signs-out]") || !readMark(person).length) return;
  event.preventDefault();
  const next = form.elements.next?.value;
  location.assign(form.action + (next ? `?${new URLSearchParams({ next })}` : ""));
}, { capture: true });
