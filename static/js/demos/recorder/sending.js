// Hands a recording in: the whole film, with where it is cut. It leaves this browser when the server has it.
import { announce } from "../../announce.js";
import { clearErrors, readAnswer, sentence, showProgress } from "../answers.js";
import { discardRecording, endingOf, listRecordings } from "./recordings.js";
import { uploadUntilAnswered } from "../../files/retried_upload.js";

let cancel = null; // while something is being sent

// A click on another page would throw the upload away.
addEventListener("beforeunload", (event) => cancel && event.preventDefault());

export async function handIn(place, recording, playback) {
  if (cancel) return;
  const form = place.querySelector("form[method=post]");
  cancel = () => { cancel = null; };
  clearErrors(place);
  setBusy(place, true);
  const data = await readFields(form, recording, playback);
  if (!cancel) return finish(place, recording, null);
  cancel = uploadUntilAnswered(form, data, {
    onProgress: (...how) => showProgress(place, ...how),
    onWait: () => say(place, sentence(place, "lost")),
    onDone: (request) => finish(place, recording, request),
  });
}

export function cancelSending() {
  cancel?.();
}

async function finish(place, recording, request) {
  cancel = null;
  if (!request) {
    setBusy(place, false);
    return announce("Cancelled. Nothing was handed in; the recording stays in this browser.");
  }
  const next = readAnswer(place, request);
  if (!next) return setBusy(place, false);
  await discardRecording(recording.id);
  await discardRetaken(recording);
  location.assign(next);
}

/** What was recorded anew, and kept until now in case that the next one would be worse. */
async function discardRetaken({ person, project, milestone }) {
  for (const other of await listRecordings(person)) {
    if (other.isRetaken && other.project === project && other.milestone === milestone) await discardRecording(other.id);
  }
}

async function readFields(form, { id, blob, type, poster }, playback) {
  const { length, part: [start, end] } = playback;
  const data = new FormData(form);
  data.set("video", blob, `demo${endingOf(type)}`);
  data.set("request_id", id);
  data.set("sha256", await hashOf(blob));
  data.set("seconds", length);
  if (start > 0) data.set("cut_start", start.toFixed(2));
  if (end < length) data.set("cut_end", end.toFixed(2));
  const picture = await playback.poster().catch(() => poster);
  if (picture) data.set("poster", picture, "poster.jpg");
  return data;
}

async function hashOf(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function setBusy(place, isBusy) {
  const button = (name) => place.querySelector(`[data-${name}]`);
  const hadFocus = [button("send"), button("cancel")].includes(document.activeElement);
  button("send").hidden = isBusy;
  for (const name of ["sending", "cancel"]) button(name).hidden = !isBusy;
  for (const name of ["retake", "discard", "position"]) button(name).disabled = isBusy;
  button("trim").inert = isBusy;
  place.querySelector("textarea").readOnly = isBusy;
  if (isBusy) say(place, "Preparing …");
  if (hadFocus) button(isBusy ? "cancel" : "send").focus();
}

function say(place, text) {
  const [share, rest] = place.querySelectorAll("[data-sending] :is(b, span)");
  [share.textContent, rest.textContent] = [text, ""];
}
