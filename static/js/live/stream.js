// The project's news as they happen: one long answer of the server, asked for again whenever it breaks off.
// Neither EventSource nor htmx's extension: from both one cannot tell a dead connection from a quiet one (docs/decisions.md).

const HELLO = 5_000; // milliseconds until a stream that gets through has said so
const SILENCE = 12_000; // the server says something every 5 s
const SLOWEST = 5_000; // between two tries to connect
const TRIES = 3; // that fail before the server is asked whether it is there at all
const EVERY = 10_000; // where streams do not get through, the server is asked
const ASKING = 30_000; // and a stream is tried again
const TOO_MANY = 429; // streams of this person: their other windows have them
// Of two windows that ask for the same, Firefox has one wait for what the other may put into its cache: for ever.
const UNSHARED = { cache: "no-store" };
const HIDDEN = 10_000; // a window that nobody sees needs no stream: a browser may have no more than six

let address, seq, onMessage, showState; // `seq`: the last event that the page knows of
let connection = null; // what cuts the stream that is open
let wake = () => {};

/** There is nothing more to hear: signed-out, removed, deleted, or gone. */
class Over extends Error {}

/** `onMessage` is given each message and awaited; `showState` how things stand: live, lost, asking, or why it is over. */
export async function follow(path, since, listener) {
  [address, seq, { onMessage, showState }] = [path, since, listener];
  showState("lost");
  try {
    for (let failures = 0; ; ) {
      await seen();
      const { flowed, mute } = await listen();
      showState("lost");
      failures = flowed ? 0 : failures + 1;
      if ((mute || failures > TRIES) && (await ask())) await askForAWhile();
      else await pause(Math.min(SLOWEST, 500 * 2 ** failures));
    }
  } catch (error) {
    if (!(error instanceof Over)) throw error;
    showState(error.message);
  }
}

/** Somebody has reason to think that the connection is dead. */
export function doubt() {
  connection?.abort();
}

// --- A stream -------------------------------------------------------------------------------------------
/** Until it breaks off: whether it flowed at all; or was mute, because something on the way keeps it back. */
async function listen() {
  const how = { flowed: false, mute: true };
  connection = new AbortController();
  try {
    const response = await within(HELLO, fetch(`${address}?since=${seq}`, { ...UNSHARED, signal: connection.signal }));
    judge(response);
    if (isStream(response)) await read(response.body, how);
    how.mute = !isStream(response) && (response.ok || response.status === TOO_MANY);
  } catch (error) {
    if (error instanceof Over) throw error;
    if (error.name !== "AbortError") how.mute = false;
  } finally {
    connection.abort();
  }
  return how;
}

async function read(body, how) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (let rest = ""; ; ) {
    const { done, value } = await within(how.flowed ? SILENCE : HELLO, reader.read());
    if (done) return;
    const messages = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = messages.pop();
    for (const message of messages) await take(parse(message), how);
  }
}

function parse(text) {
  const message = { event: "", id: "", data: [] };
  for (const line of text.split("\n")) {
    const [, name, value] = /^(\w*): ?(.*)$/.exec(line) ?? [];
    if (name === "data") message.data.push(value);
    else if (name) message[name] = value;
  }
  return { ...message, data: message.data.join("\n") };
}

async function take(message, how) {
  if (message.event === "ended") throw new Over(message.data);
  if (message.event || message.data) await onMessage(message).catch(report);
  // Only now: of a message that could not be taken in, the next connection brings the news again.
  if (message.id) seq = Number(message.id);
  if (message.event !== "hello") return;
  Object.assign(how, { flowed: true, mute: false });
  showState("live");
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
    await seen();
  } while ((await ask()) && Date.now() < until);
}

/** Whether the server has answered. */
async function ask() {
  connection = new AbortController();
  try {
    const response = await within(EVERY, fetch(`${address}?since=${seq}&once=1`, { ...UNSHARED, signal: connection.signal }));
    judge(response);
    if (response.status === 204) return true;
    const text = await response.text();
    if (!response.ok || !/^\d+$/.test(text)) return false;
    await onMessage({ event: "board", data: `{"seq":${text}}` });
    seq = Number(text);
    return true;
  } catch (error) {
    if (error instanceof Over) throw error;
    return false;
  }
}

// --- What answers say, and waiting ----------------------------------------------------------------------
function judge({ status, redirected }) {
  // A page to sign in at, of ours or of a proxy, is no stream however often one asks.
  if (status === 401 || redirected) throw new Over("signed-out");
  if (status === 404) throw new Over("gone");
}

function isStream({ ok, headers }) {
  return ok && headers.get("Content-Type")?.startsWith("text/event-stream");
}

async function within(limit, promise) {
  const timer = setTimeout(doubt, limit);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

/** About that long, so that not everybody comes back at once; or until there is a reason to hope. */
function pause(limit) {
  return new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, limit * (0.5 + Math.random() / 2));
  });
}

async function seen() {
  if (!document.hidden) return;
  showState("resting");
  await new Promise((resolve) => { document.addEventListener("visibilitychange", resolve, { once: true }); });
  showState("lost");
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) setTimeout(() => document.hidden && doubt(), HIDDEN);
});
window.addEventListener("offline", doubt);
window.addEventListener("online", () => wake());
