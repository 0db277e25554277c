// The people of a project, followed live: who is here now, who came, who left, who may do what.
import { onStateChange, showState } from "./live/mark.js";
import { markFaces, showPresence } from "./live/presence.js";
import { followWith } from "./live/refetch.js";
import { Failure } from "./board/send.js";
import { sayFailed } from "./toast.js";

const CHOSEN = "option:checked:not([selected])"; // and not saved yet

/** Each part takes the place of its older one, row by row where it is a list; not while somebody chooses in it. */
function applyPage(page) {
  const fresh = document.adoptNode(page.body);
  markFaces(fresh);
  for (const part of fresh.querySelectorAll("main [data-part]")) {
    const mine = document.getElementById(part.id);
    if (mine?.matches("ul")) replaceRows(mine, [...part.children]);
    else if (mine) replacePart(mine, part);
  }
  document.title = page.title;
}

function replaceRows(list, fresh) {
  fresh.forEach((row, place) => {
    const mine = document.getElementById(row.id);
    if (mine) replacePart(mine, row);
    if (list.children[place] !== (mine ?? row)) list.insertBefore(mine ?? row, list.children[place]);
  });
  while (list.children.length > fresh.length) list.lastElementChild.remove();
}

function replacePart(part, fresh) {
  if (part.innerHTML === fresh.innerHTML || part.querySelector(`:is(input, select, textarea):focus, ${CHOSEN}`)) return;
  const focused = part.contains(document.activeElement) && document.activeElement.id;
  part.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// --- Another role ---------------------------------------------------------------------------------------------
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const { status, headers } = ctx.response;
  if (status >= 400) fail(ctx, status, headers.get("Content-Type")?.startsWith("text/plain") ? ctx.text : "");
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.request?.form) fail(ctx, ctx.request.signal.aborted ? 408 : 0);
});

function fail({ request: { form } }, status, sentence = "") {
  if (!form?.matches(".pick-role")) return;
  sayFailed(`The role was not changed. ${new Failure(status, sentence).message}`, () => form.requestSubmit());
}

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  showPresence();
  document.getElementById(ctx.request?.form?.querySelector("select")?.id)?.focus({ preventScroll: true });
});

// --- What others do -------------------------------------------------------------------------------------------
// Without the stream nobody knows who looks on.
onStateChange((state) => state !== "live" && showPresence([]));
followWith(applyPage, { showState, showPresence });
