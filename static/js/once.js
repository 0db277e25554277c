// A plain form that makes something is sent once, however often its button is pressed; and only if the server answers and
// one is signed in: another page would stand in the place of what was typed.
import { token } from "./board/send.js";

const PATIENCE = 10_000; // milliseconds until who waits in vain may press again
const LOOK = 5_000; // milliseconds that the server has to say that it is there
const OFFLINE = "There is no network, so nothing was sent. What you have typed and chosen stays here.";
const NO_ANSWER = "The server does not answer, so nothing was sent. What you have typed and chosen stays here. Try again.";
const SIGNED_OUT =
  "You are signed out, so nothing was sent. What you have typed and chosen stays here. Sign in again in another tab, then send it once more.";

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.once === "reached") return goOn(form);
  event.preventDefault();
  if (!form.dataset.once) look(form, submitter);
});

// Back on this page by the browser's history, one has not sent anything yet.
window.addEventListener("pageshow", () => [...document.forms].forEach(forget));

function goOn(form) {
  form.dataset.once = "sent";
  setTimeout(forget, PATIENCE, form);
}

function forget(form) {
  delete form.dataset.once;
}

/** Send it if the server answers; else say so. (Without a network, one on the same machine still does.) */
async function look(form, submitter) {
  form.dataset.once = "looking";
  form.querySelector("[data-notsent]")?.remove();
  const objection = tooLarge(form) || (await whatIsInTheWay());
  if (objection) {
    forget(form);
    return say(form, objection);
  }
  form.elements.csrfmiddlewaretoken.value = token(); // another sign-in has brought another one
  form.dataset.once = "reached";
  form.requestSubmit(submitter);
}

/** A sentence about a file of which the server would not read the rest; it could not draw this page again. */
function tooLarge(form) {
  const fields = [...form.querySelectorAll("input[type=file][data-most]")];
  const field = fields.find(({ files, dataset }) => files[0]?.size > Number(dataset.most));
  if (!field) return "";
  return `“${field.files[0].name}” has more than ${field.dataset.most / 2 ** 20} MB, which is the most that is taken.`;
}

/** A sentence; nothing if the form can go. A proxy without a server behind it says 502 to 504. */
async function whatIsInTheWay() {
  const options = { method: "HEAD", headers: { "HX-Request": "true" }, cache: "no-store" };
  const answer = await fetch("/", { ...options, signal: AbortSignal.timeout(LOOK) }).catch(() => null);
  if (!answer && !navigator.onLine) return OFFLINE;
  if (!answer || answer.status >= 500) return NO_ANSWER;
  return answer.status === 401 ? SIGNED_OUT : "";
}

/** Below the form's button. */
function say(form, sentence) {
  const line = Object.assign(document.createElement("p"), { className: "error", textContent: sentence });
  line.setAttribute("role", "alert");
  line.dataset.notsent = "";
  form.append(line);
}
