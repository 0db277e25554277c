// The line at the foot of a column: read back while it is typed, added by Enter, kept until it has been added.
import { announce, titleOf, whereIs } from "../announce.js";
import { readDraft, saveDraft } from "../drafts.js";
import { apply, ask, post, requestId } from "./send.js";

const PAUSE = 150; // milliseconds after a key
const LONGEST_QUERY = 4000; // characters of a query that every proxy lets pass
const forms = new Map(); // what is known of each: the timer and request of the preview, the content sent last

for (const form of document.querySelectorAll("[data-quickadd]")) begin(form);

function begin(form) {
  forms.set(form, { timer: 0, previewRequest: null, sent: null });
  const kept = readDraft(draftName(form));
  if (kept && !field(form).value) write(form, kept);
  form.addEventListener("input", () => onInput(form));
  form.addEventListener("paste", (event) => onPaste(form, event));
  form.addEventListener("keydown", (event) => onKeydown(form, event));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(form);
  });
  if (field(form).value && !field(form).matches("[aria-invalid=true]")) onInput(form);
}

function draftName(form) {
  return `add-${document.body.dataset.project}-${form.elements.column.value}`;
}

// --- One line, or several -------------------------------------------------------------------------------
/** The field in use: the input, or for several lines the text area. */
function field(form) {
  return form.querySelector("[name=lines]:enabled");
}

function write(form, text) {
  const several = /\n/.test(text.trim());
  for (const element of form.querySelectorAll("[name=lines]")) {
    const wanted = element.matches("textarea") === several;
    element.hidden = element.disabled = !wanted;
    element.value = wanted ? text : "";
  }
}

function onPaste(form, event) {
  const text = event.clipboardData.getData("text/plain").trim();
  if (!field(form).matches("input") || !/\n/.test(text)) return;
  event.preventDefault();
  const { value, selectionStart, selectionEnd } = field(form);
  write(form, value.slice(0, selectionStart) + text + value.slice(selectionEnd));
  field(form).focus();
  onInput(form);
}

function onKeydown(form, event) {
  if (event.key === "Escape" && field(form).matches("textarea")) return clear(form);
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("textarea")) return;
  event.preventDefault();
  add(form);
}

function clear(form) {
  write(form, "");
  field(form).focus();
  onInput(form);
}

// --- Reading back ---------------------------------------------------------------------------------------
function onInput(form) {
  const state = forms.get(form);
  saveDraft(draftName(form), field(form).value);
  field(form).removeAttribute("aria-invalid");
  clearTimeout(state.timer);
  state.previewRequest?.abort();
  if (!field(form).value.trim()) return previewOf(form).replaceChildren();
  state.timer = setTimeout(() => preview(form, state), PAUSE);
}

async function preview(form, state) {
  const query = new URLSearchParams({ lines: field(form).value });
  if (String(query).length > LONGEST_QUERY) return previewOf(form).replaceChildren(cloneTemplate("unread"));
  const { signal } = (state.previewRequest = new AbortController());
  try {
    const text = await ask(`${form.dataset.quickadd}?${query}`, { signal });
    if (!signal.aborted) await htmx.swap({ text, sourceElement: form, target: previewOf(form), swap: "innerHTML" });
  } catch {
    // It is a help, not an answer: whether the line can be added says Enter.
  }
}

function cloneTemplate(name) {
  return document.getElementById(name).content.cloneNode(true);
}

function previewOf(form) {
  return form.querySelector("[data-reading]");
}

// --- Adding ---------------------------------------------------------------------------------------------
async function add(form) {
  const text = field(form).value;
  const state = forms.get(form);
  if (state.sent?.underway || !text.trim()) return;
  // The same text again is the same wish: pressed twice, or after an answer that was lost.
  if (state.sent?.text !== text) state.sent = { text, request_id: requestId() };
  state.sent.underway = true;
  const { column, milestone } = form.elements;
  const fields = { column: column.value, milestone: milestone.value, lines: text, request_id: state.sent.request_id };
  try {
    await apply(await post(form.action, fields));
    onAdded(form, text);
  } catch (failure) {
    state.sent.underway = false;
    onRefused(form, failure.message);
  }
}

/** What was typed after Enter, before the answer came, stays. */
function onAdded(form, text) {
  forms.get(form).sent = null;
  const { value } = field(form);
  write(form, value.startsWith(text) ? value.slice(text.length) : value);
  field(form).focus();
  onInput(form);
  announce(text.trim().includes("\n") ? "Added several cards." : addedSentence(form));
}

/** The new card is the last of its column. */
function addedSentence(form) {
  const card = [...form.closest(".column").querySelectorAll(".cards > .card")].at(-1);
  return card ? `Added ${titleOf(card)} to ${whereIs(card)}.` : "Added.";
}

function onRefused(form, sentence) {
  const { timer, previewRequest } = forms.get(form);
  clearTimeout(timer);
  previewRequest?.abort();
  const error = cloneTemplate("refusal");
  error.querySelector("[data-sentence]").textContent = sentence;
  previewOf(form).replaceChildren(error);
  field(form).setAttribute("aria-invalid", "true");
}
