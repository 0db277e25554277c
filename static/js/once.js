// A form that makes something is sent once, however often its button is pressed. Who waits in vain may press again.
const PATIENCE = 10_000; // milliseconds

document.addEventListener("submit", (event) => {
  const { target } = event;
  if (event.defaultPrevented || target.method !== "post") return;
  if (target.dataset.sent) event.preventDefault();
  target.dataset.sent = "yes";
  setTimeout(forget, PATIENCE, target);
});

// Back on this page by the browser's history, one has not sent anything yet.
window.addEventListener("pageshow", () => [...document.forms].forEach(forget));

function forget(form) {
  delete form.dataset.sent;
}
