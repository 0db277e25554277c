// What a screen reader is told. Polite: it waits until the person has been read what they are at.

const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const PLACES = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
const COLUMNS = { todo: "To Do", doing: "In Progress", done: "Done" };
const ENDINGS = { one: "st", two: "nd", few: "rd", other: "th" };
const rules = new Intl.PluralRules("en", { type: "ordinal" });

const READING_TIME = 1_500; // milliseconds in which nothing that can wait takes the place of what was said
let lastSaidAt = 0;

export function announce(text) {
  lastSaidAt = Date.now();
  const region = document.getElementById("announce");
  region.textContent = "";
  // A text that equals the last one is read again only if it was gone in between.
  setTimeout(() => { region.textContent = text; }, 50);
}

/** What others did can wait until one has heard what one did oneself. */
export function announceLater(text) {
  const wait = lastSaidAt + READING_TIME - Date.now();
  if (wait > 0) setTimeout(announceLater, wait, text);
  else announce(text);
}

export function titleOf(card) {
  return `“${card.querySelector("h3").textContent.trim()}”`;
}

/** "Done, third of nine" */
export function whereIs(card) {
  if (!card.parentElement.dataset.column) return COLUMNS[card.dataset.column]; // in a list of several columns
  const cards = [...card.parentElement.querySelectorAll(":scope > .card")];
  const place = cards.indexOf(card) + 1;
  return `${card.closest(".column").dataset.name}, ${ordinal(place)} of ${WORDS[cards.length] ?? cards.length}`;
}

function ordinal(number) {
  return PLACES[number] ?? `${number}${ENDINGS[rules.select(number)]}`;
}
