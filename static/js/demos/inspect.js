// Looks at a chosen video before it is sent: how long it is, and a picture of it.

const WIDTH = 480; // of the picture
export const MOMENT = 0.2; // where it is taken, as a part of the whole: films begin with something empty
const TIMEOUT = 8000;
const PAINTING = 100; // milliseconds
const PAST_THE_END = 1e7; // seconds

/** {seconds, picture} as far as the browser can tell; it plays `file` in the element `video` for that. */
export async function inspectVideo(video, file) {
  URL.revokeObjectURL(video.src);
  video.src = URL.createObjectURL(file);
  try {
    await eventOf(video, "loadeddata");
    const seconds = await lengthOf(video);
    await seek(video, seconds * MOMENT);
    const picture = await pictureOf(video);
    video.currentTime = 0;
    return { seconds, picture };
  } catch {
    return {}; // what it is, the server says
  }
}

/** A recording of a browser knows its length only at its end. */
async function lengthOf(video) {
  return Number.isFinite(video.duration) ? video.duration : endOf(video);
}

/** Where a film really ends, whatever it says of itself; before one has been there, nothing in it can be sought. */
export async function endOf(video) {
  await seek(video, PAST_THE_END);
  return video.currentTime;
}

/** Done when it is seen as well: a seek that follows at once on another leaves the picture of that one on the screen. */
export async function seek(video, moment) {
  const sought = eventOf(video, "seeked");
  video.currentTime = moment;
  await sought;
  await new Promise((done) => setTimeout(done, PAINTING));
}

/** What is seen of it now. */
export function pictureOf(video) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
}

export function eventOf(video, name) {
  return new Promise((done, fail) => {
    setTimeout(() => fail(new Error(name)), TIMEOUT);
    video.addEventListener(name, done, { once: true });
    video.addEventListener("error", () => fail(video.error), { once: true });
  });
}
