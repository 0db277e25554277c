// Handing a demo in: shows the chosen video before it is sent, and how far the sending is.
import { announce } from "../announce.js";
import { projectKey, readDraft, saveDraft } from "../drafts.js";
import { clearErrors, readAnswer, sentence, showError, showFact, showProgress } from "./answers.js";
import { clock, megabytes } from "./format.js";
import { inspectVideo } from "./inspect.js";
import { upload } from "../files/upload.js";

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
  showError("video", isTooBig(file) ? sentence(form, "most") : "");
  preview.hidden = facts.hidden = !file || isTooBig(file);
  if (facts.hidden) return;
  if (link.value && link.value === link.defaultValue) link.value = ""; // the one that is being replaced
  inspected = inspectVideo(preview.querySelector("video"), file);
  const { seconds } = await inspected;
  if (video.files[0] !== file) return;
  preview.hidden = !seconds;
  showFact(form, "length", seconds ? `${clock(seconds)} long` : "");
  form.querySelector("[data-fact=longer]").hidden = !(Math.round(seconds) > form.dataset.long);
  showFact(form, "size", `${megabytes(file.size)} MB`);
}

function isTooBig(file) {
  return file?.size > Number(form.dataset.most);
}

async function send(event) {
  event.preventDefault();
  if (abort) return;
  if (isTooBig(video.files[0])) return video.focus(); // what the server would refuse, after all of it was sent
  abort = () => {};
  clearErrors(form);
  const data = new FormData(form);
  const { seconds, picture } = video.files.length ? await inspected : {};
  if (seconds) data.set("seconds", seconds);
  if (picture) data.set("poster", picture, "poster.jpg");
  setBusy(true);
  abort = upload(form, data, (...how) => showProgress(form, ...how), finish);
}

function finish(request) {
  abort = null;
  setBusy(false);
  if (!request) return announce("Cancelled. Nothing was saved.");
  const next = readAnswer(form, request);
  if (!next) return;
  for (const field of [link, shows]) saveDraft(draftName(field), "");
  location.assign(next);
}

function setBusy(busy) {
  sending.hidden = !busy;
  form.querySelector("[type=submit]").disabled = busy;
  for (const field of [link, shows]) field.readOnly = busy;
}
