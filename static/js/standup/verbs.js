// What somebody does about a standup, by a button: what comes of it is told by the stream, to them as to all others.
import { post } from "../board/send.js";
import { sayDone } from "../toast.js";
import { here, spokenCard } from "./place.js";

const { project } = document.body.dataset;
let last = Promise.resolve();

/** Lead, take the lead, or finish, from where one is. */
export async function send(verb) {
  try {
    await postInTurn(verb, whereIAm());
  } catch ({ message }) {
    sayDone(message);
  }
}

/** One after the other: a step that is overtaken by the end of the standup would be refused. */
export function postInTurn(verb, fields) {
  last = last.catch(() => {}).then(() => post(verbAddress(verb), fields));
  return last;
}

export function verbAddress(verb) {
  return `/p/${project}/standup/${verb}/`;
}

export function whereIAm() {
  const { pathname, search } = new URL(here());
  return { address: pathname + search, card: spokenCard() };
}

// The page of a standup has forms for it, which do the same without scripts.
document.addEventListener("submit", (event) => {
  const verb = event.target.dataset.standup;
  if (!verb) return;
  event.preventDefault();
  send(verb);
});
