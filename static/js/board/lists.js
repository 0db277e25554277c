// The lists of people and of labels beside a card: typed into, ticked on and off, for all cards that are meant.
import { announce } from "../announce.js";
import { fetchListStyles, fold, listbox } from "../listbox.js";
import { openAt } from "../open_at.js";
import { follow } from "../own_changes.js";
import { cardsFor } from "./selection.js";
import { apply, ask, post } from "./send.js";
import { changeSeveral } from "./several.js";

// What an option gives to the cards, and how that is taken from them.
const KINDS = {
  assignees: { give: "assign", take: "unassign", name: "member" },
  labels: { give: "label", take: "unlabel", name: "label" },
};
const isTouch = matchMedia("(hover: none)");
let shown = null; // the list that was opened last

/** Beside a card, or what opens it, for it and all that are selected with it; returns the field that one types into. */
export function openList(kind, card, how, opener = card) {
  const cards = cardsFor(card);
  const query = new URLSearchParams(cards.map(({ dataset }) => ["cards", dataset.card]));
  const send = (fields, refuse) => changeSeveral(cards, fields, how, refuse);
  return show(kind, `/p/${document.body.dataset.project}/cards/${kind}/?${query}`, opener, send);
}

/** Beside its link on the page of a card, whose fields follow. */
export function openFrom(link) {
  const address = link.closest("[data-sheet]").querySelector("#sheet-title").action.replace(/edit\/$/, "");
  return show(link.dataset.opens, link.href, link, (fields, refuse) => follow(sendToCard(address, fields, refuse)));
}

async function sendToCard(address, { act, ...fields }, refuse) {
  try {
    await apply(await post(`${address}${act}/`, { ...fields, how: "menu", back: document.body.dataset.back ?? "" }));
  } catch ({ message }) {
    return refuse(message);
  }
  announce("Saved.");
  return true;
}

async function show(kind, address, opener, send) {
  const [text] = await Promise.all([ask(address), fetchListStyles()]);
  shown?.element.remove();
  shown = new CardList(kind, address, elementIn(text), send);
  shown.open(opener);
  return shown.field;
}

function elementIn(text) {
  return document.adoptNode(new DOMParser().parseFromString(text, "text/html").querySelector("[popover]"));
}

class CardList {
  constructor(kind, address, element, send) {
    Object.assign(this, { ...KINDS[kind], address, element, send, underway: 0 });
    this.field = element.querySelector("input");
    this.list = element.querySelector("[role=listbox]");
    this.error = element.querySelector(".error");
  }

  /** On a touch screen the field would bring up the keys, where most choose with a finger. */
  open(opener) {
    (isTouch.matches ? this.element : this.field).autofocus = true;
    const close = () => this.element.hidePopover();
    openAt(opener, this.element, { onClose: () => this.element.remove() });
    this.field.addEventListener("input", () => this.onInput());
    this.box = listbox(this.field, this.list, { onChoose: (option) => this.choose(option), onClose: close, narrows: true });
  }

  onInput() {
    this.error.hidden = true;
    this.offer(this.field.value.trim().replace(/^#\s*/, ""));
  }

  /** A name that no label has can be made one. */
  offer(typed) {
    const options = [...this.list.children];
    const made = options.find(({ dataset }) => "always" in dataset);
    if (made) {
      made.hidden = !typed || options.some(({ dataset }) => fold(dataset.label) === fold(typed) && !("always" in dataset));
      made.dataset.label = made.querySelector("bdi").textContent = typed;
    }
    this.box.refresh({ keeps: !typed });
    this.element.querySelector(".none").hidden = this.box.active() !== null;
  }

  /** Ticked at once. What is refused is said here, and what was typed stays. */
  async choose(option) {
    const isOn = option.ariaSelected !== "true";
    const { [this.name]: value } = option.dataset;
    option.ariaSelected = String(isOn);
    this.error.hidden = true;
    this.underway += 1;
    const isDone = await this.send({ act: isOn ? this.give : this.take, [this.name]: value }, (sentence) => this.refuse(option, sentence));
    this.underway -= 1;
    if (isDone && this.field.value) this.field.select();
    if (isDone && !this.underway) await this.renew();
  }

  refuse(option, sentence) {
    option.ariaSelected = String(option.ariaSelected !== "true");
    this.error.textContent = sentence;
    this.error.hidden = false;
    announce(sentence);
    return false;
  }

  /** With the hours and labels as they are now; where these are not to be had, the list stays as it is. */
  async renew() {
    const text = await ask(this.address).catch(() => "");
    if (!text || this.underway || !this.element.isConnected) return;
    this.list.replaceChildren(...elementIn(text).querySelector("[role=listbox]").children);
    this.onInput();
  }
}
