// What is said of an upload: how far it is, and why it was not taken.
import { megabytes } from "../demos/format.js";
import { serverSentence } from "./upload.js";

const MB = 2 ** 20;
const REFUSALS = {
  401: "You have been signed out. Sign in again in another tab, then try again.",
  403: "You do not have permission to do this in this project.",
  404: "This card no longer exists.",
  413: "The proxy in front of this server takes no file of this size.",
};
const BROKEN = "Something went wrong on the server.";
export const UNREADABLE = "This file cannot be read. It may have been moved or changed: choose it again.";
export const FINAL = [413, 422]; // the same file would be refused again

export function progressSentence(sent, all, left) {
  if (sent >= all) return "Looking at it …";
  const rest = left >= 1 ? `, about ${Math.ceil(left)} s left` : "";
  return `${megabytes(sent)} of ${megabytes(all)} MB${rest}`;
}

export function waitingSentence(status) {
  return status ? "The server is busy. It goes on by itself." : "No connection. It goes on by itself.";
}

export function refusalSentence(request) {
  return serverSentence(request) || (REFUSALS[request.status] ?? BROKEN);
}

/** Said before it is sent: the server would refuse it after all of it had come. */
export function tooBigSentence({ size }, most) {
  return size > most ? `This has more than ${most / MB} MB, which is the most that is taken.` : "";
}

/** What became of all that were sent together. */
export function summary(attached, failed) {
  const all = attached.length + failed.length;
  if (all === 1) return attached.length ? `${attached[0]} attached.` : `${failed[0].name} was not attached. ${failed[0].sentence}`;
  if (!failed.length) return `All ${all} files attached.`;
  return `${attached.length} of ${all} files attached. Not attached: ${failed.map(({ name }) => name).join(", ")}.`;
}
