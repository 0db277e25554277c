// One act on several cards: sent at once, carried out whole, put on the page as the server says.
import { announce, titleOf } from "../announce.js";
import { follow } from "../own_changes.js";
import { currentToast, forgetFailed, sayFailed, sentenceOf } from "../toast.js";
import { whenSent } from "./queue.js";
import { apply, post, requestId } from "./send.js";

let last = Promise.resolve(); // what was done before is on the page by then

/**
 * Do what `fields` say (`act` and what it needs) to cards, given as elements or numbers; true once it is done.
 * What is refused or gets no answer is said, with a way to try again: nothing has moved on the page by then. Or else
 * `refuse` is given the sentence.
 */
export function changeSeveral(cards, fields, how = "keys", refuse = null) {
  const all = [...cards];
  last = follow(last.then(whenSent).then(() => send(all, { cards: namesOf(all), ...fields, how, request_id: requestId() }, refuse)));
  return last;
}

async function send(cards, fields, refuse) {
  const id = `several-${fields.request_id}`;
  const before = currentToast();
  try {
    await apply(await post(addressOf(), fields));
  } catch ({ message }) {
    if (refuse) return refuse(message) ?? false;
    // Under the same id: if the answer was lost on its way, it was done and is not done twice.
    sayFailed(`${subject(cards)} not changed. ${message}`, () => send(cards, fields), id);
    return false;
  }
  forgetFailed(id);
  const toast = currentToast();
  announce(toast && toast !== before ? sentenceOf(toast) : "Nothing was changed.");
  return true;
}

function addressOf() {
  return `/p/${document.body.dataset.project}/cards/several/`;
}

/** Several with where they stand, so that what somebody else has moved meanwhile stays out. */
function namesOf(cards) {
  return cards.map((card) => {
    if (!card.dataset) return card;
    const { card: number, column, milestone } = card.dataset;
    return cards.length > 1 ? `${number}-${column}-${milestone || "later"}` : number;
  });
}

function subject(cards) {
  if (cards.length > 1) return `${cards.length} cards were`;
  return `${cards[0].dataset ? titleOf(cards[0]) : `#${cards[0]}`} was`;
}
