import "./submit_guard.js";
import { replaceUnknownSum } from "./unknown_sum.js";

const UNKNOWN_SUM = "What this comes to could not be worked out: the server does not answer. Your choices stand as they are.";

replaceUnknownSum("[data-closing]", "closing-sum", UNKNOWN_SUM, 500);

// One choice for all cards of a week that is being closed. What that does is the server's to say: it is asked anew.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-closing] [name=all]");
  if (!button) return;
  event.preventDefault();
  const form = button.form;
  for (const radio of form.querySelectorAll(`input[type=radio][value="${button.value}"]`)) radio.checked = true;
  form.dispatchEvent(new Event("change", { bubbles: true }));
});
