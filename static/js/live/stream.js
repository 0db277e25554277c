// The project's news as they happen: an EventSource, opened again by us whenever it breaks off. By itself it would try
// for ever what is refused for good, and would not notice a connection that is dead and says nothing.
import { onReturn } from "./return.js";
import { followsQuery, hear, hearNoMore } from "./standup.js";
import { compareVersion } from "./version.js";

const HELLO = 5_000; // milliseconds until a stream that gets through has said so
const SILENCE = 8_000; // the server says something every 5 s
const LONGEST_PAUSE = 5_000; // between two tries to connect
const TRIES = 3; // that fail before the server is asked whether it is there at all
const EVERY = 10_000; // where streams do not get through, the server is asked
const ASKING = 30_000; // and a stream is tried again
const HIDDEN = 10_000; // a window that nobody sees needs no stream: a browser may have no more than six
const VERSION = document.body.dataset.version; // of this page; one that names none is from before the pings
const QUIET = ["ping", "standup", "followers"]; // of no change of the page
const EVENTS = ["hello", "people", "news", "board", "ended", "ping", "standup", "followers", "message"];

let address, seq, onMessage, showState; // `seq`: the last event that the page knows of
let cut = () => {}; // ends the stream that is open
let wake = () => {};

/** There is nothing more to hear: signed-out, removed, deleted, or gone. */
class Over extends Error {}

/** `onMessage` is given each message and awaited; `showState` how things stand: live, lost, asking, or why it is over. */
export async function follow(path, since, listener) {
  [address, seq, { onMessage, showState }] = [path, since, listener];
  showState("lost");
  try {
    for (let failures = 0; ; ) {
      await whenVisible();
      const { flowed, refused } = await listen();
      showState("lost");
      failures = flowed ? 0 : failures + 1;
      if ((refused || failures > TRIES) && (await ask())) await askForAWhile();
      else await pause(Math.min(LONGEST_PAUSE, 500 * 2 ** failures));
    }
  } catch (error) {
    if (!(error instanceof Over)) throw error;
    showState(error.message);
    hearNoMore();
  }
}

// --- A stream -------------------------------------------------------------------------------------------
/** Follow one stream until it breaks off; return whether it flowed at all, or was refused or kept back on the way. */
async function listen() {
  const source = new EventSource(`${address}?since=${seq}&version=${VERSION}${followsQuery()}`);
  let flowed = false;
  let failure = null;
  let taken = Promise.resolve(); // one message after the other: while a card is held, they wait here
  const refused = await read(source, (message) => {
    flowed = true;
    hear(message);
    taken = taken.then(() => failure ?? take(message)).catch((error) => {
      failure = error;
      cut();
    });
  });
  source.close();
  await taken;
  if (failure instanceof Over) throw failure;
  return { flowed, refused: refused && !flowed };
}

/** Give `receive` each message until the stream breaks off; return whether something else than the network did it. */
function read(source, receive) {
  return new Promise((resolve) => {
    let timer = setTimeout(resolve, HELLO, true);
    cut = () => resolve(false);
    source.onerror = () => resolve(source.readyState === EventSource.CLOSED);
    for (const name of EVENTS) {
      source.addEventListener(name, (message) => {
        clearTimeout(timer);
        timer = setTimeout(resolve, SILENCE, true);
        receive(message);
      });
    }
  });
}

async function take({ type, lastEventId, data }) {
  if (type === "ended") throw new Over(data);
  if (!QUIET.includes(type)) await onMessage({ event: type === "message" ? "" : type, id: lastEventId, data }).catch(report);
  // Only now: of a message that could not be taken in, the next connection brings the news again.
  if (lastEventId) seq = Number(lastEventId);
  if (type !== "hello") return;
  showState("live");
  compareVersion(JSON.parse(data).version);
}

/** What goes wrong on the way is expected; what goes wrong here is a mistake of ours. */
function report(error) {
  if (!("status" in error)) reportError(error);
  throw error;
}

// --- Asking instead -------------------------------------------------------------------------------------
async function askForAWhile() {
  const until = Date.now() + ASKING;
  do {
    showState("asking");
    await pause(EVERY);
    await whenVisible();
  } while ((await ask()) && Date.now() < until);
}

/** Ask for what a stream would have said, and for why there is none; return whether the server has answered. */
async function ask() {
  const options = { cache: "no-store", signal: AbortSignal.timeout(HELLO) };
  const response = await fetch(`${address}?since=${seq}&once=1`, options).catch(() => null);
  // A page to sign in at, of ours or of a proxy, is no stream however often one asks.
  if (response?.status === 401 || response?.redirected) throw new Over("signed-out");
  if (response?.status === 404) throw new Over("gone");
  if (response?.status === 204) return true;
  const text = response?.ok ? await response.text().catch(() => "") : "";
  if (!/^\d+$/.test(text)) return false;
  const isTaken = await onMessage({ event: "board", data: `{"seq":${text}}` }).then(() => true, () => false);
  if (isTaken) seq = Number(text);
  return isTaken;
}

// --- Waiting ----------------------------------------------------------------------------------------------
/** About that long, so that not everybody comes back at once; or until there is a reason to hope. */
function pause(limit) {
  return new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, limit * (0.5 + Math.random() / 2));
  });
}

async function whenVisible() {
  if (!document.hidden) return;
  showState("resting");
  await new Promise((resolve) => { document.addEventListener("visibilitychange", resolve, { once: true }); });
  showState("lost");
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) setTimeout(() => document.hidden && cut(), HIDDEN);
});
window.addEventListener("offline", () => cut());
// Somebody has reason to think that the connection is dead, or that another one is needed.
document.addEventListener("weekboard:doubt", () => cut());
onReturn(() => {
  cut();
  wake();
});
