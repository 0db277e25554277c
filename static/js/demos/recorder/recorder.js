// The page that records: what is chosen, what is recorded, and what is looked at afterwards.
import { announce } from "../../announce.js";
import { isComposing } from "../../composing.js";
import { shareScreen, whyNot } from "./capture.js";
import { openClock } from "./clock.js";
import { copyCues, keepCues } from "./cues.js";
import { openLive } from "./live.js";
import { openPicture } from "./picture.js";
import { openReview } from "./review.js";
import { answerWith, say } from "./sentences.js";
import { broken, countDown, endTake, record, takeSound } from "./take.js";
import { openTrial } from "./trial.js";

const { person, projectId } = document.body.dataset;
const root = document.querySelector("[data-recorder]");
const form = root.querySelector("form[data-stage=choose]");
const live = openLive(root);
const why = whyNot();
const kept = new URLSearchParams(location.search).get("recording");
let trial = null; // the microphone, where one can be recorded
let take = null; // while something is recorded

form.addEventListener("submit", start);
root.querySelector("[data-stop]").addEventListener("click", stop);
document.addEventListener("keydown", stopBySpace);
addEventListener("pagehide", () => { if (take) endTake(take); trial?.end(); });
keepCues(root);
if (kept) review(kept);
else showStart();

function showStart() {
  if (why) return showWhyNot(why);
  trial ??= openTrial(root, form);
  show("choose");
}

/** A window that is led along by a standup, or renewed after an upgrade, waits while there is something to be lost. */
function show(stage) {
  for (const part of root.querySelectorAll("[data-stage]")) part.hidden = part.dataset.stage !== stage;
  root.toggleAttribute("data-in-use", ["live", "review"].includes(stage));
}

function showWhyNot(name) {
  show("cannot");
  root.querySelector("[data-stage=cannot]").classList.remove("unscripted");
  for (const reason of root.querySelectorAll("[data-why]")) reason.hidden = reason.dataset.why !== name;
}

async function start(event) {
  event?.preventDefault();
  if (take) return;
  take = { project: projectId, person, week: Number(root.dataset.week), milestone: Number(root.dataset.milestone), isOver: null };
  root.setAttribute("data-in-use", ""); // from now on, though the stage comes only when everything was allowed
  say(root, "");
  try {
    const id = await make();
    announce("Recorded.");
    review(id);
  } catch (error) {
    fail(take.isOver || (error.why ?? "failed"));
    if (error.why === undefined) throw error;
  } finally {
    endTake(take);
    take = null;
    live.close();
  }
}

async function make() {
  const { surface, sound } = form.elements;
  take.screen = await shareScreen(surface.value); // first, and directly in the click
  // By the browser's own bar, or because the window was closed.
  take.screen.getVideoTracks()[0].addEventListener("ended", () => over("screen-ended"));
  if (sound.checked) take.sound = trial.hand() ?? (await takeSound(root, trial.chosen()));
  if (take.isOver !== null) throw broken(take.isOver);
  copyCues(root);
  show("live");
  root.querySelector("[data-stop]").focus();
  take.clock = openClock(root.dataset.ticker);
  take.picture = await openPicture(take.screen, root.querySelector("[data-picture]"));
  await countDown(root, take, live);
  return record(root, take, live);
}

function over(reason) {
  if (!take) return;
  take.isOver ??= reason;
  answerWith("cancel");
  take.clock?.finish();
}

function stop() {
  over("");
}

function stopBySpace(event) {
  if (event.key !== " " || isComposing(event) || !take?.clock || event.target.closest("button, select, a, input")) return;
  event.preventDefault();
  stop();
}

function fail(reason) {
  if (root.querySelector(`[data-why="${reason}"]`)) return showWhyNot(reason);
  show("choose");
  say(root, reason);
  form.querySelector("[type=submit]").focus();
}

async function review(id) {
  show("review");
  say(root, "");
  if (!(await openReview(root, id, { onRetake: chooseAgain }))) showStart();
}

function chooseAgain() {
  showStart();
  form.querySelector("[type=submit]").focus();
}
