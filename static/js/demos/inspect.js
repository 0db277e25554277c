// Looks at a chosen video before it is sent: how long it is, and a picture of it.

const WIDTH = 480; // of the picture
const MOMENT = 0.2; // where it is taken, as a part of the whole: films begin with something empty
const TIMEOUT = 8000;
const PAST_THE_END = 1e7; // seconds

/** {seconds, picture} as far as the browser can tell; it plays `file` in the element `video` for that. */
export async function inspectVideo(video, file) {
  URL.revokeObjectURL(video.src);
  video.src = URL.createObjectURL(file);
  try {
    await eventOf(video, "loadeddata");
    const seconds = await lengthOf(video);
    const picture = await pictureOf(video, seconds);
    video.currentTime = 0;
    return { seconds, picture };
  } catch {
    return {}; // what it is, the server says
  }
}

/** A recording of a browser knows its length only at its end. */
async function lengthOf(video) {
  if (Number.isFinite(video.duration)) return video.duration;
  video.currentTime = PAST_THE_END;
  await eventOf(video, "seeked");
  return Number.isFinite(video.duration) ? video.duration : video.currentTime;
}

async function pictureOf(video, seconds) {
  video.currentTime = seconds * MOMENT;
  await eventOf(video, "seeked");
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
}

function eventOf(video, name) {
  return new Promise((done, fail) => {
    setTimeout(() => fail(new Error(name)), TIMEOUT);
    video.addEventListener(name, done, { once: true });
    video.addEventListener("error", () => fail(video.error), { once: true });
  });
}
