// The field of hours at a card: Enter saves, Escape leaves it. What is refused says why, and what was typed stays.
import { announce, titleOf } from "../announce.js";
import { isComposing } from "../composing.js";
import { fetchListStyles } from "../listbox.js";
import { openAt } from "../open_at.js";
import { follow } from "../own_changes.js";
import { currentToast, sentenceOf } from "../toast.js";
import { apply, post } from "./send.js";

const FORM = '<form><label for="estimate-hours">Hours</label><input id="estimate-hours" inputmode="decimal" size="8" autocomplete="off"'
  + ' aria-describedby="estimate-error" autofocus><button class="button primary">Save</button><p class="error" id="estimate-error" role="alert" hidden></p></form>';

/** Returns the field, with the hours that the card has. */
export async function openEstimate(card, how) {
  await fetchListStyles();
  document.getElementById("estimate")?.remove();
  const ariaLabel = `Estimate ${titleOf(card)}`;
  const menu = Object.assign(document.createElement("div"), { id: "estimate", className: "menu", popover: "auto", role: "dialog", ariaLabel, innerHTML: FORM });
  const [form, field] = menu.querySelectorAll("form, input");
  field.value = field.defaultValue = hoursOf(card);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    follow(save(menu, form, field, card, how));
  });
  field.addEventListener("keydown", (event) => onKeydown(event, menu, form));
  openAt(card, menu, { onClose: () => menu.remove() });
  field.select();
  return field;
}

/** As the card shows them; empty if nobody knows yet. */
function hoursOf(card) {
  return card.querySelector(".hours > span").textContent.match(/^[\d.]+/)?.[0] ?? "";
}

function onKeydown(event, menu, form) {
  if (isComposing(event) || !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") menu.hidePopover();
  else if (!event.repeat) form.requestSubmit();
}

/** Whether it was changed. */
async function save(menu, form, field, card, how) {
  const isSame = field.value.trim() === field.defaultValue;
  if (isSame) menu.hidePopover();
  if (isSame || form.dataset.underway) return false;
  form.dataset.underway = "yes";
  const address = `/p/${document.body.dataset.project}/cards/${card.dataset.card}/estimate/`;
  const fields = { hours: field.value, how, back: document.body.dataset.back };
  try {
    await apply(await post(address, fields));
    menu.hidePopover();
    announce(sentenceOf(currentToast()) || "Saved.");
    return true;
  } catch ({ message }) {
    delete form.dataset.underway;
    return refuse(form, field, message);
  }
}

function refuse(form, field, message) {
  const error = form.querySelector(".error");
  field.ariaInvalid = "true";
  error.textContent = message;
  error.hidden = false;
  field.focus();
  return false;
}
