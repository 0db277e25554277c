// The people of a project, followed live: who is here now, who came, who left, who may do what.
import { onStateChange, showState } from "./live/mark.js";
import { markFaces, showPresence } from "./live/presence.js";
import { followWith } from "./live/refetch.js";
import { Failure } from "./board/send.js";
import { announce } from "./announce.js";
import { currentToast, sayFailed, sentenceOf } from "./toast.js";

const IN_USE = ":is(input:not([readonly]), select, textarea):focus, option:checked:not([selected])";

/** Each part takes the place of its older one, row by row where it is a list; not while somebody chooses in it. */
function applyPage(page) {
  const fresh = document.adoptNode(page.body);
  markFaces(fresh);
  for (const part of fresh.querySelectorAll("main [data-part]")) {
    const mine = document.getElementById(part.id);
    if (mine) mine.hidden = part.hidden;
    if (mine?.matches("ul")) replaceRows(mine, [...part.children]);
    else if (mine && !mine.querySelector("[data-part]")) replacePart(mine, part);
  }
  document.title = page.title;
}

function replaceRows(list, fresh) {
  fresh.forEach((row, place) => {
    const mine = document.getElementById(row.id);
    if (mine) replacePart(mine, row);
    else htmx.process(row);
    if (list.children[place] !== (mine ?? row)) list.insertBefore(mine ?? row, list.children[place]);
  });
  while (list.children.length > fresh.length) list.lastElementChild.remove();
}

function replacePart(part, fresh) {
  if (content(part) === content(fresh) || isInUse(part)) return;
  const focused = part.contains(document.activeElement) && document.activeElement.id;
  const isOpen = part.querySelector("details[open]");
  part.replaceChildren(...fresh.childNodes);
  htmx.process(part); // or its forms would be sent as pages, not as pieces
  if (isOpen) part.querySelector("details")?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Without the tokens, which are others each time; what is sent has the right one anyway. */
function content(part) {
  return part.innerHTML.replaceAll(/(?<=name="csrfmiddlewaretoken" value=")\w+/g, "");
}

/** Somebody chooses or types in it, and has not sent that yet. */
function isInUse(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), textarea")];
  return part.querySelector(IN_USE) !== null || fields.some(({ value, defaultValue }) => value !== defaultValue);
}

// --- What one sends ---------------------------------------------------------------------------------------------
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const { status, headers } = ctx.response;
  const isSentence = headers.get("Content-Type")?.startsWith("text/plain");
  if (status >= 400 && (isSentence || status !== 422)) fail(ctx, status, isSentence ? ctx.text : "");
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.request?.form) fail(ctx, ctx.request.signal.aborted ? 408 : 0);
});

function fail({ request: { form } }, status, sentence = "") {
  if (!form?.closest("main")) return;
  sayFailed(`This was not changed. ${new Failure(status, sentence).message}`, () => form.requestSubmit());
}

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  showPresence();
  const { form, submitter } = ctx.request ?? {};
  if (!form) return;
  if (currentToast()) announce(sentenceOf(currentToast()));
  // What was pressed, drawn anew; else what was chosen in; and the way back on from a link that was switched off.
  const ids = [submitter?.id, form.querySelector("select")?.id, "link-save"];
  ids.map((id) => document.getElementById(id)).find(Boolean)?.focus({ preventScroll: true });
});

// --- What others do -------------------------------------------------------------------------------------------
// Without the stream nobody knows who looks on.
onStateChange((state) => state !== "live" && showPresence([]));
followWith(applyPage, { showState, showPresence, showsCards: false });
