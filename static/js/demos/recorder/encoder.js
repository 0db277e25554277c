// The browser's own encoder, and in which form it is asked for a film.
const PICTURES = ["avc3.42E01F", "avc1.42E01F"]; // avc3 says anew with each part how its pictures are to be read
const SOUNDS = ["mp4a.40.2", "opus"];
const OPTIONS = { videoBitsPerSecond: 1_500_000, videoKeyFrameIntervalDuration: 1000 };
const PART = 1000; // milliseconds; a part ends with a key frame, so without the option above it would take ten seconds

/** The types that this browser says it can record, best first, for the tracks that there are. */
export function recordingTypes(hasSound) {
  const mp4 = PICTURES.flatMap((picture) => (hasSound ? SOUNDS : [""]).map((sound) => typeOf("mp4", picture, sound)));
  const [vp9, vp8] = ["vp9", "vp8"].map((picture) => typeOf("webm", picture, hasSound ? "opus" : ""));
  // VP8 is all that Firefox has. Chromium has it too, and spoils the picture.
  return [...mp4, MediaRecorder.isTypeSupported(vp9) ? vp9 : vp8].filter((type) => MediaRecorder.isTypeSupported(type));
}

function typeOf(container, picture, sound) {
  return `video/${container};codecs=${[picture, sound].filter(Boolean).join(",")}`;
}

/** `onPart` is given each part, in order, as an ArrayBuffer; what it does is waited for. `onEnd`: it has given up itself. */
export function startEncoder(tracks, type, { onPart, onEnd }) {
  const recorder = new MediaRecorder(new MediaStream(tracks), { mimeType: type, ...OPTIONS });
  const stopped = new Promise((resolve) => { recorder.addEventListener("stop", resolve); });
  let kept = Promise.resolve();
  let hasPart = false;
  recorder.addEventListener("dataavailable", ({ data }) => {
    if (!data.size) return;
    hasPart = true;
    kept = kept.then(async () => onPart(await data.arrayBuffer()));
  });
  recorder.addEventListener("error", onEnd);
  recorder.addEventListener("stop", onEnd);
  recorder.start(PART);

  /** Resolves when the last part is kept. */
  async function stop() {
    if (recorder.state !== "inactive") recorder.stop();
    await stopped;
    await kept;
  }

  return { stop, hasPart: () => hasPart };
}
