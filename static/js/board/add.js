// The line at the foot of a column: read back while it is typed, added by Enter, kept until it has been added.
import { announce, titleOf, whereIs } from "../announce.js";
import "../completion/watch.js";
import { isComposing } from "../composing.js";
import { projectKey, readDraft, saveDraft } from "../drafts.js";
import { currentToast, sayFailed, sentenceOf } from "../toast.js";
import { rememberCard } from "./last_card.js";
import { apply, post, requestId } from "./send.js";

const sent = new WeakMap(); // what each form has sent last, and its request id, until it has been added

beginIn(document);

/** Lines for new cards that have just been drawn: bring back what was being typed into them. */
export function beginIn(part) {
  for (const form of part.querySelectorAll("[data-quickadd]")) begin(form);
}

function begin(form) {
  const kept = readDraft(draftName(form));
  if (kept && !field(form).value) {
    write(form, kept);
    asWords(form).value = readDraft(wordsName(form));
  }
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
  const { column, member } = form.elements;
  return `add-${projectKey()}-${column.value}${member ? `-${member.value}` : ""}`;
}

function wordsName(form) {
  return `${draftName(form)}-words`;
}

/** What of it is no hours, person or label, though it looks like one. */
function asWords(form) {
  return form.elements.as_words;
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
  if (isComposing(event)) return;
  if (event.key === "Escape" && field(form).matches("textarea")) return clear(form);
  if (event.key !== "Enter" || event.shiftKey || !event.target.matches("textarea")) return;
  event.preventDefault();
  add(form);
}

function clear(form) {
  write(form, "");
  field(form).focus();
  onInput(form);
}

function onInput(form) {
  const text = field(form).value;
  if (!text.trim()) asWords(form).value = "";
  saveDraft(draftName(form), text);
  saveDraft(wordsName(form), asWords(form).value);
  field(form).removeAttribute("aria-invalid");
  // It is a help, not an answer. The first ones come late, and in no order.
  import("./read_back.js").then(({ readBack }) => readBack(form, field(form).value), () => {});
}

// --- Adding ---------------------------------------------------------------------------------------------
async function add(form) {
  const text = field(form).value;
  const { column, milestone, member, as_words: { value: words } } = form.elements;
  let wish = sent.get(form);
  if (wish?.underway || !text.trim()) return;
  // The same text again is the same wish: pressed twice, or after an answer that was lost.
  if (wish?.text !== text || wish.words !== words) wish = { text, words, request_id: requestId() };
  sent.set(form, wish);
  wish.underway = true;
  const fields = { column: column.value, milestone: milestone.value, lines: text, as_words: words, request_id: wish.request_id };
  if (member) fields.member = member.value;
  try {
    await apply(await post(form.action, fields));
    onAdded(form, text);
  } catch (failure) {
    wish.underway = false;
    import("./read_back.js").then(({ showRefusal }) => showRefusal(form, failure.message), () => sayFailed(failure.message, () => add(form)));
    field(form).setAttribute("aria-invalid", "true");
  }
}

/** What was typed after Enter, before the answer came, stays. */
function onAdded(form, text) {
  sent.delete(form);
  const { value } = field(form);
  const isHere = form.contains(document.activeElement) || document.activeElement === document.body; // as after a click in Safari
  write(form, value.startsWith(text) ? value.slice(text.length) : value);
  asWords(form).value = "";
  onInput(form);
  rememberCard(currentToast()?.dataset.toast);
  if (isHere) stayHere(form);
  announce(addedSentence());
}

/** For the next line, with what was added in view; whoever has gone on to something else is left alone. */
function stayHere(form) {
  field(form).focus({ preventScroll: true });
  document.getElementById(currentToast()?.dataset.toast)?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The message tells of several cards, and of one that is out of sight. */
function addedSentence() {
  const toast = currentToast();
  const card = document.getElementById(toast?.dataset.toast);
  const isOne = card && !toast.querySelector("[name=count]");
  return isOne ? `Added ${titleOf(card)} to ${whereIs(card)}.` : sentenceOf(toast) || "Added.";
}
