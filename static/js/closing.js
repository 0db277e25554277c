import "./submit_guard.js";

// One choice for all cards of a week that is being closed. What that does is the server's to say: it is asked anew.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-closing] [name=all]");
  if (!button) return;
  event.preventDefault();
  const form = button.form;
  for (const radio of form.querySelectorAll(`input[type=radio][value="${button.value}"]`)) radio.checked = true;
  form.dispatchEvent(new Event("change", { bubbles: true }));
});

// Where the sum cannot be worked out, the old one would be untrue.
const UNKNOWN_SUM = "What this comes to could not be worked out: the server does not answer. Your choices stand as they are.";

document.addEventListener("htmx:error", ({ target }) => target.closest("[data-closing]") && showUnknownSum());
document.addEventListener("htmx:after:request", ({ target, detail: { ctx } }) => {
  if (target.closest("[data-closing]") && ctx.response.status >= 500) showUnknownSum();
});

function showUnknownSum() {
  const line = Object.assign(document.createElement("p"), { className: "error", textContent: UNKNOWN_SUM });
  document.getElementById("closing-sum").replaceChildren(line);
}
