// Sends what a person does to the server, and puts the answer on the page. Every page has this: whatever a page sends,
// a form as well, says by whose page and with which token.

const TIMEOUT = 10_000;
const SENTENCES = {
  0: "The server cannot be reached. Are you online?",
  401: "You have been signed out, so nothing was changed. The sign-in opens now.",
  403: "You do not have permission to do this in this project. Reload the page.",
  404: "This no longer exists. Reload the page.",
  408: "There was no answer for ten seconds.",
  413: "This is too much to be sent at once.",
  429: "This was too much in too short a time. Wait a moment.",
  503: "The server is busy at the moment. Try again in a few seconds.",
};
const BROKEN = "Something went wrong on the server.";
const SIGN_IN_DELAY = 2500;

/** Not done, or not known to be done. The message is for the person. */
export class Failure extends Error {
  constructor(status, sentence, body = "") {
    super(sentence || SENTENCES[status] || BROKEN);
    Object.assign(this, { status, body });
  }
}

/** For whom the page was drawn, whoever is signed in now; and the token, which each sign-in changes: a cookie keeps it. */
export function identity() {
  return { "X-Drawn-For": document.body.dataset.person, "X-CSRFToken": token() };
}

document.addEventListener("htmx:config:request", ({ detail: { ctx: { request } } }) => {
  if (request.method === "GET") return;
  Object.assign(request.headers, identity());
  request.body.delete("csrfmiddlewaretoken"); // the form's own, which would count more
});

document.addEventListener("submit", ({ target: { elements } }) => {
  if (elements.csrfmiddlewaretoken) elements.csrfmiddlewaretoken.value = token();
  if (elements.drawn_for) elements.drawn_for.value = document.body.dataset.person;
}, { capture: true });

/** The text of a good answer; throws Failure for everything else. */
export async function post(address, fields) {
  const body = new URLSearchParams({ week_shown: weekShown() });
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
  return ask(address, { method: "POST", body });
}

export async function ask(address, options = {}) {
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href, ...(options.method === "POST" && identity()) };
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT);
  options.signal?.addEventListener("abort", () => limit.abort());
  let response, text;
  try {
    response = await fetch(address, { ...options, headers, signal: limit.signal });
    text = await response.text();
  } catch {
    throw new Failure(limit.signal.aborted ? 408 : 0);
  } finally {
    clearTimeout(timer);
  }
  if (response.status === 401 && options.method) leaveForSignIn(response.headers.get("HX-Redirect"));
  if (!response.ok) throw new Failure(response.status, sentenceOf(response, text), text);
  return text;
}

/** Puts each part of an answer where it belongs. */
export async function apply(text) {
  const target = document.getElementById("board") ?? document.body;
  await htmx.swap({ text, sourceElement: target, target, swap: "none" });
  document.dispatchEvent(new Event("weekboard:applied"));
}

/** A name for what a person does once: the server carries it out once, however often it is sent. */
export function requestId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Without https, as on a board in the local network, there is no randomUUID.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The token that a form has to bring. */
function token() {
  const start = `${document.body.dataset.csrfCookie}=`;
  return document.cookie.split("; ").find((cookie) => cookie.startsWith(start))?.slice(start.length) ?? "";
}

function weekShown() {
  return document.body.dataset.weekShown ?? "all";
}

function sentenceOf(response, text) {
  return response.headers.get("Content-Type")?.startsWith("text/plain") ? text : "";
}

function leaveForSignIn(address) {
  if (address) setTimeout(() => location.assign(address), SIGN_IN_DELAY);
}
