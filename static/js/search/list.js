// The list of cards under the search field. It always is the answer to what is in the field, or the one before it as long
// as that has not come: an answer that is too late is none.
import { announce } from "../announce.js";
import { returnToCards } from "../board/last_card.js";
import { ask } from "../board/send.js";
import { isComposing } from "../composing.js";
import { fetchListStyles, listbox } from "../listbox.js";
import { withStyles } from "../styles.js";
import { openCard, showOnBoard } from "./choices.js";
import { drawList } from "./drawing.js";

const PAUSE = 150; // milliseconds without a letter
let field = null, parts = null, box = null;
let isTyped = false; // unlike what a page that was searched comes with
let shown = ""; // the address that the list answers
let isEnterHeld = false; // Enter was quicker than the answer, and takes its first option
let asking = new AbortController();
let timer;

/** Give the field its list. What was typed before this script came is looked for, too. */
export function attach(element) {
  if (field) return;
  field = element;
  fetchStyles().catch(() => {}); // an answer asks for them again
  parts = drawList(field, () => {
    leave();
    returnToCards();
  });
  for (const [name, listener] of Object.entries({ keydown: onKeydown, input: onInput, compositionend: onInput })) {
    field.addEventListener(name, listener);
  }
  field.addEventListener("blur", () => document.activeElement === field || close()); // it is if the window is left
  box = listbox(field, parts.list, { onChoose: choose, onClose: close, isOpen });
  if (field.value !== field.defaultValue) onInput({});
}

function isOpen() {
  return !parts.results.hidden;
}

/** The address that answers what is in the field; the week that a board shows comes first. */
function wanted() {
  const week = field.form.id === "filters" ? field.form.elements.week.value : "";
  return `${field.dataset.list}?${new URLSearchParams({ q: field.value, ...(week && { week }) })}`;
}

function isAwaited() {
  return isTyped && field.value.trim() !== "" && shown !== wanted();
}

function onInput({ isComposing: isUnfinished }) {
  clearTimeout(timer);
  if (isUnfinished) return;
  isTyped = true;
  isEnterHeld = false;
  if (field.value.trim() === "") close();
  else if (isAwaited()) timer = setTimeout(() => fetchList(wanted()), PAUSE);
  else asking.abort(); // what is shown is what is typed again
}

async function fetchList(address) {
  clearTimeout(timer);
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const answered = wanted();
  const answer = ask(address, { method: "GET", signal });
  const [text, failure] = await Promise.all([answer, fetchStyles()]).catch((error) => ["", error]);
  if (signal.aborted) return;
  shown = text && answered;
  show(text ? parts.fill(text) : parts.sayFailed(failure));
}

async function fetchStyles() {
  await Promise.all([fetchListStyles(), withStyles(new URL("../../css/search.css", import.meta.url))]);
}

function show(sentence) {
  parts.results.hidden = false;
  box.refresh({ keeps: false });
  const option = box.active();
  if (isEnterHeld && option) choose(option, {});
  else announce(sentence);
  isEnterHeld = false;
}

function onKeydown(event) {
  if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const isReopened = event.key === "ArrowDown" && !isOpen() && field.value.trim() !== "";
  const isTooEarly = event.key === "Enter" && !event.shiftKey && isAwaited();
  if (!isReopened && !isTooEarly) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  isEnterHeld = isTooEarly;
  fetchList(wanted());
}

function choose(option, { shiftKey }) {
  if (shiftKey || "filters" in option.dataset) showOnBoard(field, close);
  else if ("searches" in option.dataset) fetchList(option.href);
  else openCard(option.href, leave);
}

function close() {
  clearTimeout(timer);
  asking.abort();
  isEnterHeld = false;
  shown = "";
  parts.results.hidden = true;
  box.refresh();
}

/** Out of the search: the field says again what the page shows. */
function leave() {
  close();
  isTyped = false;
  field.value = field.defaultValue;
  field.blur();
}
