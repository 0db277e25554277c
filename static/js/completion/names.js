// The names that may be meant, as options of a list: people and labels fetched once a page, cards for each word.
import { ask } from "../board/send.js";
import { fold } from "../listbox.js";
import { isQuickAdd } from "./word.js";

const PAUSE = 120; // milliseconds after a key
const fetched = new Map(); // by address: the options under each sign
let request = new AbortController(); // for cards
let fruitless = null; // the last word that no card fitted: longer, it fits none either

/** Options for a word, the likeliest first; those for cards only after a pause. */
export async function optionsFor(word) {
  request.abort();
  const { field, sign, typed } = word;
  if (sign === "#" && !isQuickAdd(field)) return cardsFor(word);
  const options = await optionsOnce(field.dataset.completes);
  return sortFitting(options[sign] ?? [], typed);
}

/** Those that hold every word typed, first where one of their own words begins with it. */
export function sortFitting(options, typed) {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const begins = (option) => ` ${textOf(option)}`.includes(` ${words[0] ?? ""}`);
  const fitting = options.filter((option) => words.every((word) => textOf(option).includes(word)));
  return fitting.sort((one, other) => begins(other) - begins(one));
}

/** The name of an option and its handles, whole and by the parts of a user name. */
function textOf(option) {
  const text = `${option.querySelector("b, .label").textContent} ${option.dataset.handles}`;
  option.dataset.find ??= fold(`${text} ${text.replace(/[._-]/g, " ")}`);
  return option.dataset.find;
}

function optionsOnce(address) {
  if (!fetched.has(address)) {
    const answer = ask(address).then(optionsIn);
    fetched.set(address, answer);
    answer.catch(() => fetched.delete(address)); // the next key is another try
  }
  return fetched.get(address);
}

async function cardsFor({ field, start, typed }) {
  if (/^\d+\s/.test(typed)) return []; // "#1 is the reason"
  if (fruitless?.field === field && fruitless.start === start && typed.startsWith(fruitless.typed)) return [];
  request = new AbortController();
  const { signal } = request;
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  signal.throwIfAborted();
  const text = await ask(`${field.dataset.completes}?${new URLSearchParams({ card: typed })}`, { signal });
  const options = optionsIn(text)["#"] ?? [];
  fruitless = options.length ? null : { field, start, typed };
  return options;
}

function optionsIn(text) {
  const lists = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-sign]")];
  return Object.fromEntries(lists.map((list) => [list.dataset.sign, [...list.children]]));
}
