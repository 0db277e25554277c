// A plain form that makes something is sent once, however often its button is pressed; and only if the server answers and
// one is signed in, as oneself: another page would stand in the place of what was typed.
import { identity } from "./board/send.js";

const ANSWER_TIMEOUT = 10_000; // milliseconds until who waits in vain may press again
const CHECK_TIMEOUT = 5_000; // milliseconds that the server has to say that it is there
const OFFLINE = "There is no network, so nothing was sent. What you have typed and chosen stays here.";
const NO_ANSWER = "The server does not answer, so nothing was sent. What you have typed and chosen stays here. Try again.";
const SIGNED_OUT =
  "You are signed out, so nothing was sent. What you have typed and chosen stays here. Sign in again in another tab, then send it once more.";
const SOMEBODY_ELSE =
  "Somebody else is signed in now, so nothing was sent. What you have typed and chosen stays here. Sign in as yourself in another tab, then send it once more.";

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.guard === "checked") return markSent(form);
  event.preventDefault();
  if (!form.dataset.guard) checkThenSubmit(form, submitter);
});

// Back on this page by the browser's history, one has not sent anything yet.
window.addEventListener("pageshow", () => [...document.forms].forEach(reset));

function markSent(form) {
  form.dataset.guard = "sent";
  setTimeout(reset, ANSWER_TIMEOUT, form);
}

function reset(form) {
  delete form.dataset.guard;
}

/** Send it if the server answers; else say so. (Without a network, one on the same machine still does.) */
async function checkThenSubmit(form, submitter) {
  form.dataset.guard = "checking";
  form.querySelector("[data-notsent]")?.remove();
  const objection = oversizedFile(form) || (await findObstacle());
  if (objection) {
    reset(form);
    return showError(form, objection);
  }
  form.dataset.guard = "checked";
  form.requestSubmit(submitter);
}

/** A sentence about a file of which the server would not read the rest; it could not draw this page again. */
function oversizedFile(form) {
  const fields = [...form.querySelectorAll("input[type=file][data-most]")];
  const field = fields.find(({ files, dataset }) => files[0]?.size > Number(dataset.most));
  if (!field) return "";
  return `“${field.files[0].name}” has more than ${field.dataset.most / 2 ** 20} MB, which is the most that is taken.`;
}

/** A sentence; nothing if the form can go. A proxy without a server behind it says 502 to 504. */
async function findObstacle() {
  const options = { method: "HEAD", headers: { "HX-Request": "true", ...identity() }, cache: "no-store" };
  const answer = await fetch("/", { ...options, signal: AbortSignal.timeout(CHECK_TIMEOUT) }).catch(() => null);
  if (!answer && !navigator.onLine) return OFFLINE;
  if (!answer || answer.status >= 500) return NO_ANSWER;
  return { 401: SIGNED_OUT, 409: SOMEBODY_ELSE }[answer.status] ?? "";
}

/** Below the form's button. */
function showError(form, sentence) {
  const line = Object.assign(document.createElement("p"), { className: "error", textContent: sentence });
  line.setAttribute("role", "alert");
  line.dataset.notsent = "";
  form.append(line);
}
