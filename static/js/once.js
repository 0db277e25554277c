// A plain form that makes something is sent once, however often its button is pressed; and only to a server that answers,
// because the browser's own page about one that does not would stand in the place of what was typed.
const PATIENCE = 10_000; // milliseconds until who waits in vain may press again
const LOOK = 5_000; // milliseconds that the server has to say that it is there
const OFFLINE = "There is no network, so nothing was sent. What you have typed and chosen stays here.";
const NO_ANSWER = "The server does not answer, so nothing was sent. What you have typed and chosen stays here. Try again.";

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
  if (await answers()) {
    form.dataset.once = "reached";
    form.requestSubmit(submitter);
  } else {
    forget(form);
    say(form, navigator.onLine ? NO_ANSWER : OFFLINE);
  }
}

/** A proxy may keep the address to itself; one without a server behind it says 502 to 504. */
async function answers() {
  const asked = fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(LOOK) });
  return asked.then(({ status }) => status < 500).catch(() => false);
}

/** Below the form's button. */
function say(form, sentence) {
  const line = Object.assign(document.createElement("p"), { className: "error", textContent: sentence });
  line.setAttribute("role", "alert");
  line.dataset.notsent = "";
  form.append(line);
}
