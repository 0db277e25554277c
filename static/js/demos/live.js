// What others do to the demos, and what becomes of a film that is being made: parts of the fresh page take the place of
// those here. A film that somebody is watching stays as it is.
import { announce } from "../announce.js";
import { followWith, refetchIn } from "../live/refetch.js";

let next = null; // the screen with what was made of the film that is being watched
const AROUND = ["making", "about", "notes"]; // the film that is being watched

function applyPage(page) {
  if (!document.querySelector("#demos-head :popover-open")) replacePart(page, "demos-head");
  replacePart(page, "weeks");
  const screen = document.getElementById("screen");
  const fresh = page.getElementById("screen");
  tell(screen, fresh, page);
  if (screen?.dataset.version === fresh?.dataset.version && screen) AROUND.forEach((id) => replacePart(page, id));
  else if (!isWatched(screen)) replacePart(page, "watched");
  else if (screen.dataset.demo === fresh?.dataset.demo) {
    AROUND.forEach((id) => replacePart(page, id));
    next = fresh.querySelector("video") && document.adoptNode(fresh);
  }
}

function replacePart(page, id) {
  const part = document.getElementById(id);
  const fresh = page.getElementById(id);
  if (!part || !fresh || part.outerHTML === fresh.outerHTML) return;
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const adopted = document.adoptNode(fresh);
  part.replaceWith(adopted);
  htmx.process(adopted);
  if (focused) adopted.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function isWatched(screen) {
  const video = screen?.querySelector("video");
  return Boolean(video) && !video.ended && (!video.paused || video.currentTime > 0);
}

// What was watched while it was made may be there in part only: the rest is that of another file.
document.addEventListener("error", ({ target }) => {
  const screen = target.closest?.("#screen");
  if (!screen || !next) return;
  const { currentTime } = target;
  screen.replaceWith(next);
  const video = next.querySelector("video");
  next = null;
  video.currentTime = currentTime;
  video.play().catch(() => {});
}, true);

function tell(screen, fresh, page) {
  if (screen?.dataset.state !== "converting" || screen.dataset.demo !== fresh?.dataset.demo) return;
  if (fresh.dataset.state === "ready") announce("The video is ready.");
  else if (fresh.dataset.state === "failed") announce(page.querySelector("#making p").textContent.trim());
}

// The film's own piece asks what has become of it, where no stream tells; the rest of the page follows.
document.addEventListener("htmx:after:swap", () => {
  const isOver = !document.querySelector("#making[hx-get]");
  if (isOver && document.querySelector("#screen[data-state=converting]")) refetchIn(0);
});

followWith(applyPage, { showsCards: false });
