// A sum that the server works out anew while somebody fills in a form.

/** Where it cannot be worked out, the old one would be untrue: `sentence` stands in its `place` then, from an answer of `status` on. */
export function replaceUnknownSum(form, place, sentence, status) {
  const replace = ({ target }) => {
    if (!target.closest?.(form)) return; // a form that has gone meanwhile leaves its events to the document
    const line = Object.assign(document.createElement("p"), { className: "error", textContent: sentence });
    document.getElementById(place).replaceChildren(line);
  };
  document.addEventListener("htmx:error", replace);
  document.addEventListener("htmx:after:request", (event) => event.detail.ctx.response.status >= status && replace(event));
}
