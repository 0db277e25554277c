// What is said while a demo is being sent, and about what the server answered. A field has the id of its
// name, and the sentences stand in the form.
import { serverSentence } from "../files/upload.js";
import { megabytes } from "./format.js";

const REASONS = { 0: "lost", 401: "out", 403: "gone", 404: "gone", 413: "proxy" };

export function showProgress(form, sent, all, left) {
  const sending = form.querySelector("[data-sending]");
  const done = Math.floor((100 * sent) / all);
  const [share, rest] = sending.querySelectorAll("b, span");
  sending.querySelector("progress").value = done;
  share.textContent = done < 100 ? `Sending ${done} %` : "Looking at it …";
  rest.textContent = `${megabytes(sent)} of ${megabytes(all)} MB${left >= 1 && done < 100 ? `, about ${Math.ceil(left)} s left` : ""}`;
}

/** Says in the form what was answered; where the demo is, if it was taken. */
export function readAnswer(form, request) {
  const address = request.getResponseHeader("HX-Redirect");
  if (request.status === 200 && address) return address;
  if (request.status === 422) showErrors(form, JSON.parse(request.responseText));
  else showError("sent", refusalSentence(form, request));
  return "";
}

function refusalSentence(form, request) {
  return serverSentence(request) || sentence(form, REASONS[request.status] ?? "broken");
}

function showErrors(form, sentences) {
  for (const [name, text] of Object.entries(sentences)) {
    showError(document.getElementById(`${name}-error`) ? name : "sent", text);
  }
  form.querySelector("[aria-invalid=true]")?.focus();
}

export function clearErrors(form) {
  for (const place of form.querySelectorAll(".error[id]")) showError(place.id.replace("-error", ""), "");
}

export function showError(name, text) {
  const place = document.getElementById(`${name}-error`);
  place.hidden = !text;
  place.querySelector("span").textContent = text;
  const field = document.getElementById(name);
  if (text) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
}

export function sentence(form, name) {
  return form.querySelector(`[data-sentence=${name}]`).content.textContent;
}

export function showFact(form, name, text) {
  const place = form.querySelector(`[data-fact=${name}]`);
  place.hidden = !text;
  place.querySelector("span").textContent = text;
}
