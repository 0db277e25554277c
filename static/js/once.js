// A plain form that makes something is sent once, however often its button is pressed; and without a network not at all,
// because the browser's own page about that would stand in the place of what was typed.
const PATIENCE = 10_000; // milliseconds until who waits in vain may press again
const OFFLINE = "There is no network, so nothing was sent. What you have typed and chosen stays here.";

document.addEventListener("submit", (event) => {
  const { target } = event;
  if (event.defaultPrevented || target.method !== "post") return;
  const isDoubtful = !navigator.onLine && !target.dataset.reached;
  if (target.dataset.sent || isDoubtful) event.preventDefault();
  if (isDoubtful) return look(target, event.submitter);
  target.dataset.sent = "yes";
  setTimeout(forget, PATIENCE, target);
});

// Back on this page by the browser's history, one has not sent anything yet.
window.addEventListener("pageshow", () => [...document.forms].forEach(forget));

function forget(form) {
  delete form.dataset.sent;
  delete form.dataset.reached;
}

/** Without a network a server on the same machine still answers. */
async function look(form, submitter) {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (!answer) return say(form, OFFLINE);
  form.dataset.reached = "yes";
  form.requestSubmit(submitter);
}

/** Below the form's button. */
function say(form, sentence) {
  form.querySelector("[data-notsent]")?.remove();
  const line = Object.assign(document.createElement("p"), { className: "error", textContent: sentence });
  line.setAttribute("role", "alert");
  line.dataset.notsent = "";
  form.append(line);
}
