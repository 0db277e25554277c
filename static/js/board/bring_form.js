// Ticks for cards that are to be brought into a week. What they come to is the server's to say: it is asked anew.
const UNKNOWN_SUM = "What is ticked could not be counted: the server does not answer. Your ticks stand as they are.";

/** One box for all, which says as well whether all are ticked, or some. */
document.addEventListener("change", ({ target }) => {
  const form = target.closest("#bring-form");
  if (!form) return;
  if (target.matches("[data-all]")) for (const box of boxesIn(form)) box.checked = target.checked;
  begin(form);
});

export function begin(form) {
  const all = form.querySelector("[data-all]");
  if (!all) return;
  const ticked = boxesIn(form).filter((box) => box.checked).length;
  all.checked = ticked === boxesIn(form).length;
  all.indeterminate = ticked > 0 && !all.checked;
}

function boxesIn(form) {
  return [...form.querySelectorAll("input[type=checkbox][name=cards]")];
}

// Where the sum cannot be worked out, the old one would be untrue.
document.addEventListener("htmx:error", ({ target }) => target.closest("#bring-form") && showUnknownSum());
document.addEventListener("htmx:after:request", ({ target, detail: { ctx } }) => {
  if (target.closest("#bring-form") && ctx.response.status >= 400) showUnknownSum();
});

function showUnknownSum() {
  const line = Object.assign(document.createElement("p"), { className: "error", textContent: UNKNOWN_SUM });
  document.getElementById("bring-sum").replaceChildren(line);
}
