// Shows the latest recording that was not handed in, with its picture and its age.
import { announce } from "../announce.js";
import { clock } from "./format.js";
import { Playback } from "./recorder/playback.js";
import { ask } from "./recorder/question.js";
import { discardRecording, finishRecording, listRecordings, readRecording } from "./recorder/recordings.js";

const LATER = "weekboard-recordings-later"; // the one that is not to be shown again in this window
const DAY = { weekday: "long", day: "numeric", month: "long" };
let shown = null; // its id, and what shows it

export async function showUnsent(template) {
  const { person, projectId } = document.body.dataset;
  const opened = new URLSearchParams(location.search).get("recording");
  const isWaiting = ({ id, project, isBeingMade }) =>
    project === projectId && !isBeingMade && id !== opened && id !== putOff(template);
  const recording = (await listRecordings(person)).find(isWaiting);
  if (recording?.id === shown?.id) return;
  shown?.section.remove();
  shown = recording ? { id: recording.id, section: fill(template, recording) } : null;
  if (!shown) return;
  if (isFloating(template)) document.getElementById("messages").prepend(shown.section);
  else template.before(shown.section);
  await showPicture(shown.section, recording).catch(() => {}); // it is of use without
}

function fill(template, { id, week, milestone, startedAt }) {
  const section = template.content.cloneNode(true).firstElementChild;
  const begun = new Date(startedAt);
  const watch = section.querySelector("a");
  section.querySelector("[data-week]").textContent = week;
  Object.assign(section.querySelector("time"), { dateTime: begun.toISOString(), textContent: ageOf(begun) });
  watch.href = `${watch.getAttribute("href").replace("/weeks/0/", `/weeks/${week}/`)}?recording=${id}&milestone=${milestone}`;
  section.querySelector("[data-discard]").addEventListener("click", () => discard(template, section, id));
  section.querySelector("[data-later]")?.addEventListener("click", () => later(template, id));
  return section;
}

async function discard(template, section, id) {
  if (!(await ask(section.querySelector("dialog")))) return;
  await discardRecording(id);
  announce("Thrown away.");
  leave(template);
}

function later(template, id) {
  try {
    sessionStorage.setItem(LATER, id);
  } catch {
    // It comes again with the next page.
  }
  leave(template);
}

/** The next one may come in its place. */
async function leave(template) {
  document.getElementById("main").focus({ preventScroll: true });
  shown.section.remove();
  shown = null;
  await showUnsent(template);
}

function putOff(template) {
  try {
    return isFloating(template) && sessionStorage.getItem(LATER);
  } catch {
    return null;
  }
}

function isFloating(template) {
  return "floats" in template.dataset;
}

// --- Picture and age ------------------------------------------------------------------------------------------
async function showPicture(section, recording) {
  const { seconds, poster } = recording.poster ? recording : await lookInto(recording.id);
  const canvas = section.querySelector("canvas");
  const length = section.querySelector("[data-length]");
  [length.textContent, length.hidden] = [clock(seconds), false];
  canvas.getContext("2d").drawImage(await createImageBitmap(poster), 0, 0, canvas.width, canvas.height);
}

/** One that came to no end, because its browser did first, has neither length nor picture. */
async function lookInto(id) {
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, preload: "auto" });
  const playback = new Playback(video, () => {});
  await playback.open(await readRecording(id));
  const found = { seconds: playback.length, poster: await playback.poster() };
  await finishRecording(id, found);
  URL.revokeObjectURL(video.src);
  return found;
}

function ageOf(begun) {
  const time = begun.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(begun).setHours(0, 0, 0, 0)) / 86_400_000);
  return `${["today", "yesterday"][days] ?? `on ${begun.toLocaleDateString("en-GB", DAY)}`} at ${time}`;
}
