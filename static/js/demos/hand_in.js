// Handing a demo in: shows the chosen video before it is sent, and how far the sending is.
import { announce } from "../announce.js";
import { projectKey, readDraft, saveDraft } from "../drafts.js";
import { inspectVideo } from "./inspect.js";
import { upload } from "./upload.js";

const MB = 1024 * 1024;
const form = document.querySelector("[data-handin]");
const preview = form.querySelector("[data-preview]");
const facts = form.querySelector("[data-facts]");
const sending = form.querySelector("[data-sending]");
const { video, link, shows } = form.elements;
let inspected = Promise.resolve({}); // what was found out about the chosen file
let abort = null; // while it is being sent

video.addEventListener("change", choose);
form.addEventListener("submit", send);
form.querySelector("[data-cancel]").addEventListener("click", () => abort?.());
// A click on another page would throw the upload away.
addEventListener("beforeunload", (event) => abort && event.preventDefault());
if (video.files.length) choose(); // kept by the browser through a reload
for (const field of [link, shows]) {
  if (field.value === field.defaultValue) field.value = readDraft(draftName(field)) || field.value;
  field.addEventListener("input", () => saveDraft(draftName(field), field.value));
}

function draftName(field) {
  const page = location.pathname.split("/").slice(3).join("/");
  return `demo-${projectKey()}-${page}-${field.name}`;
}

async function choose() {
  const [file] = video.files;
  showError("video", isTooBig(file) ? sentence("most") : "");
  preview.hidden = facts.hidden = !file || isTooBig(file);
  if (facts.hidden) return;
  if (link.value && link.value === link.defaultValue) link.value = ""; // the one that is being replaced
  inspected = inspectVideo(preview.querySelector("video"), file);
  const { seconds } = await inspected;
  if (video.files[0] !== file) return;
  preview.hidden = !seconds;
  showFact("length", seconds ? `${clock(seconds)} long` : "");
  form.querySelector("[data-fact=longer]").hidden = !(Math.round(seconds) > form.dataset.long);
  showFact("size", `${megabytes(file.size)} MB`);
}

function isTooBig(file) {
  return file?.size > Number(form.dataset.most);
}

async function send(event) {
  event.preventDefault();
  if (abort) return;
  if (isTooBig(video.files[0])) return video.focus(); // what the server would refuse, after all of it was sent
  abort = () => {};
  for (const name of ["video", "link", "shows", "sent"]) showError(name, "");
  const data = new FormData(form);
  const { seconds, picture } = video.files.length ? await inspected : {};
  if (seconds) data.set("seconds", seconds);
  if (picture) data.set("poster", picture, "poster.jpg");
  setBusy(true);
  abort = upload(form, data, showProgress, finish);
}

function showProgress(sent, all, left) {
  const done = Math.floor((100 * sent) / all);
  const [share, rest] = sending.querySelectorAll("b, span");
  sending.querySelector("progress").value = done;
  share.textContent = done < 100 ? `Sending ${done} %` : "Looking at it …";
  rest.textContent = `${megabytes(sent)} of ${megabytes(all)} MB${left >= 1 && done < 100 ? `, about ${Math.ceil(left)} s left` : ""}`;
}

function finish(request) {
  abort = null;
  setBusy(false);
  if (!request) return announce("Cancelled. Nothing was saved.");
  const next = request.getResponseHeader("HX-Redirect");
  if (request.status === 200 && next) {
    for (const field of [link, shows]) saveDraft(draftName(field), "");
    return location.assign(next);
  }
  if (request.status === 422) return showErrors(JSON.parse(request.responseText));
  showError("sent", refusalSentence(request));
}

/** Our own server says in a sentence why; an answer without its number comes from something before it. */
function refusalSentence(request) {
  const isOurs = request.getResponseHeader("X-Request-ID");
  const isSentence = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
  if (isOurs && isSentence && request.responseText) return request.responseText;
  const reasons = { 0: "lost", 401: "out", 403: "gone", 404: "gone", 413: "proxy" };
  return sentence(reasons[request.status] ?? "broken");
}

function showErrors(sentences) {
  for (const [name, text] of Object.entries(sentences)) showError(form.elements[name] ? name : "sent", text);
  form.querySelector("[aria-invalid=true]")?.focus();
}

function showError(name, text) {
  const place = document.getElementById(`${name}-error`);
  place.hidden = !text;
  place.querySelector("span").textContent = text;
  form.elements[name]?.toggleAttribute("aria-invalid", Boolean(text));
  if (text) form.elements[name]?.setAttribute("aria-invalid", "true");
}

function sentence(name) {
  return form.querySelector(`[data-sentence=${name}]`).content.textContent;
}

function showFact(name, text) {
  const place = form.querySelector(`[data-fact=${name}]`);
  place.hidden = !text;
  place.querySelector("span").textContent = text;
}

function setBusy(busy) {
  sending.hidden = !busy;
  form.querySelector("[type=submit]").disabled = busy;
  for (const field of [link, shows]) field.readOnly = busy;
}

function megabytes(bytes) {
  return Math.max(0.1, bytes / MB).toFixed(1);
}

function clock(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
