// How the server reads a line while it is typed; what it took for hours, a person or a label is words again by a click.
import { ask } from "./send.js";

const PAUSE = 150; // milliseconds after a key
const LONGEST_QUERY = 4000; // characters of a query that every proxy lets pass
const readings = new WeakMap(); // of each form: the timer, and the request under way

/** Show in a moment how `text` is read, in place of all that was shown before. */
export function readBack(form, text) {
  stop(form);
  if (!text.trim()) return placeOf(form).replaceChildren();
  const reading = { timer: setTimeout(read, PAUSE, form, text), request: new AbortController() };
  readings.set(form, reading);
}

async function read(form, lines) {
  const { signal } = readings.get(form).request;
  const fields = new URLSearchParams({ lines, as_words: form.elements.as_words.value });
  const isLong = String(fields).length > LONGEST_QUERY;
  const address = form.dataset.quickadd;
  try {
    const text = await (isLong ? ask(address, { method: "POST", body: fields, signal }) : ask(`${address}?${fields}`, { signal }));
    if (!signal.aborted) await htmx.swap({ text, sourceElement: form, target: placeOf(form), swap: "innerHTML" });
  } catch {
    // It is a help, not an answer: whether the line can be added says Enter.
  }
}

/** Show a sentence instead. */
export function showRefusal(form, sentence) {
  stop(form);
  const error = document.getElementById("refusal").content.cloneNode(true);
  error.querySelector("[data-sentence]").textContent = sentence;
  placeOf(form).replaceChildren(error);
}

function stop(form) {
  const reading = readings.get(form);
  clearTimeout(reading?.timer);
  reading?.request.abort();
}

function placeOf(form) {
  return form.querySelector("[data-reading]");
}

// --- Back into words ------------------------------------------------------------------------------------
document.addEventListener("click", ({ target }) => {
  const part = target.closest("[data-as-words]");
  if (!part) return;
  const { form } = part;
  const { as_words: words } = form.elements;
  words.value = [words.value, part.dataset.asWords].filter(Boolean).join("\n");
  form.querySelector("[name=lines]:enabled").focus();
  form.dispatchEvent(new Event("input"));
});
