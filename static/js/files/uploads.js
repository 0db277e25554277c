// Files on their way to cards: one queue for the page, two at once. What is lost on the way goes on by itself, and the
// page keeps what the server has not taken.
import { announce } from "../announce.js";
import { apply, requestId } from "../board/send.js";
import { forgetFailed, sayFailed } from "../toast.js";
import { askForWords } from "./alternative_text.js";
import { keepUnsent, releaseSubmit } from "./held_submit.js";
import { fillPlaceholder, insertPlaceholders, isPicture } from "./placeholder.js";
import { uploadUntilAnswered } from "./retried_upload.js";
import { mostBytes, placeRows, shownCard, showRow, showUploads } from "./rows.js";
import { FINAL, progressSentence, refusalSentence, summary, tooBigSentence, UNREADABLE, waitingSentence } from "./sentences.js";

const AT_ONCE = 2;
const MARKDOWN = /[[\]\\*\x60<]/g; // what a name must not mean in a text
const QUEUED = "Waiting for the others.";
const uploads = []; // all that the server has not taken: queued, going, waiting for the network, failed
showUploads((card) => uploads.filter((upload) => upload.card === card), { onStop: stop, onAgain: tryAgain });
let attached = []; // since nothing was under way, by their names
let failed = []; // and those that were refused
addEventListener("beforeunload", (event) => isUnderWay() && event.preventDefault());

/**
 * Send files to a card. With `field`, a textarea of it, they are named in its text at the caret; with `made`, the server
 * makes their names, as for what was pasted.
 */
export function attach(cardNumber, files, { field = null, made = false } = {}) {
  const added = [...files].map((file) => ({
    card: Number(cardNumber), file, made, name: made ? "Picture" : file.name, id: requestId(), state: "queued", sentence: QUEUED, share: 0,
  }));
  for (const upload of added) upload.tooBig = tooBigSentence(upload.file, mostBytes(isPicture(upload.file)));
  const taken = added.filter(({ tooBig }) => !tooBig);
  if (field && taken.length) insertPlaceholders(field, taken);
  uploads.push(...added);
  placeRows();
  for (const upload of added.filter(({ tooBig }) => tooBig)) fail(upload, upload.tooBig, true);
  advance();
}

function advance() {
  const free = AT_ONCE - uploads.filter(({ state }) => ["going", "waiting"].includes(state)).length;
  for (const upload of uploads.filter(({ state }) => state === "queued").slice(0, Math.max(0, free))) start(upload);
  document.body.toggleAttribute("data-in-use", isUnderWay()); // an upgrade of the server waits for the end
  if (isUnderWay() || attached.length + failed.length === 0) return;
  announce(summary(attached, failed));
  [attached, failed] = [[], []];
}

function isUnderWay() {
  return uploads.some(({ state }) => state !== "failed");
}

function start(upload) {
  change(upload, "going", progressSentence(0, upload.file.size));
  const form = { action: `/p/${document.body.dataset.project}/cards/${upload.card}/files/` };
  upload.cancel = uploadUntilAnswered(form, fieldsOf(upload), {
    onProgress: (sent, all, left) => change(upload, "going", progressSentence(sent, all, left), sent / all),
    onWait: ({ status }) => wait(upload, status),
    onDone: (request) => finish(upload, request),
  });
}

function fieldsOf({ file, made, id }) {
  const { person, back, weekShown } = document.body.dataset;
  const fields = { request_id: id, drawn_for: person, back: back ?? "", ...(made && { name: "" }), ...(weekShown && { week_shown: weekShown }) };
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  data.set("file", file, file.name);
  return data;
}

/** A file that was changed or taken away since it was chosen fails as a lost network does. */
function wait(upload, status) {
  change(upload, "waiting", waitingSentence(status));
  if (status) return;
  upload.file.slice(0, 1).arrayBuffer().catch(() => {
    upload.isUnreadable = true;
    upload.cancel();
  });
}

async function finish(upload, request) {
  if (upload.isUnreadable) return fail(upload, UNREADABLE, true);
  if (!request) return drop(upload);
  if (request.status !== 201) return fail(upload, refusalSentence(request), FINAL.includes(request.status));
  attached.push(upload.name);
  remove(upload);
  await apply(partsShown(request.responseText, upload.card)).catch(() => {}); // it is there; the next change shows it
  const number = request.getResponseHeader("Location").match(/(\d+)\/$/)[1];
  const sign = isPicture(upload.file) ? `![](file:${number})` : `[${upload.name.replace(MARKDOWN, "\\$&")}](file:${number})`;
  const field = upload.placeholder && (await fillPlaceholder(upload, sign));
  if (field && isPicture(upload.file)) askForWords(field, request.getResponseHeader("Location"), number);
  if (field) releaseSubmit(field.form);
  advance();
}

/** An answer without the pieces of a card that is not shown any more: another's have the same names. */
function partsShown(text, card) {
  return shownCard() === card ? text : text.replace(/<hx-partial hx-target="#sheet-[^]*?<\/hx-partial>/g, "");
}

/** Say why, in its row and, where that may be out of sight, in a message. `isFinal`: trying again would not help. */
async function fail(upload, sentence, isFinal) {
  upload.isFinal = isFinal;
  delete upload.isUnreadable;
  change(upload, "failed", sentence);
  failed.push(upload);
  if (upload.field || shownCard() !== upload.card) {
    sayFailed(`${upload.name} was not attached to #${upload.card}. ${sentence}`, () => tryAgain(upload), upload.id);
  }
  await leavePlace(upload);
  advance();
}

async function leavePlace(upload) {
  const field = upload.placeholder && (await fillPlaceholder(upload, ""));
  if (field) keepUnsent(field.form);
}

function tryAgain(upload) {
  if (!uploads.includes(upload) || upload.state !== "failed") return;
  forgetFailed(upload.id);
  if (upload.field?.isConnected) insertPlaceholders(upload.field, [upload]);
  change(upload, "queued", QUEUED);
  advance();
}

/** What was sent already may have been taken; then the list of files shows it. */
function stop(upload) {
  if (["going", "waiting"].includes(upload.state)) upload.cancel();
  else drop(upload);
}

async function drop(upload) {
  remove(upload);
  if (upload.state !== "failed") announce(`${upload.name} was not attached.`);
  await leavePlace(upload);
  advance();
}

function remove(upload) {
  forgetFailed(upload.id);
  uploads.splice(uploads.indexOf(upload), 1);
  placeRows();
}

function change(upload, state, sentence, share = 0) {
  Object.assign(upload, { state, sentence, share });
  showRow(upload);
}
