// A microphone on its way into the recording: how loud it is, whether anything comes from it, and that it has gone.
import { endTracks, openMicrophone } from "./capture.js";

const PATIENCE = 3000; // milliseconds of zero, after which it is said
const ZERO = 1e-5; // the quietest room is louder than a microphone that is switched off
const CURVE = 0.4; // so that speech fills half of the bar

/**
 * `onGone` is called when it is pulled out or taken away. What is recorded is a track that stays: one that ends in the
 * middle would end the film in some browsers.
 */
export async function openSound(id, onGone = () => {}) {
  const stream = await openMicrophone(id);
  const [microphone] = stream.getAudioTracks();
  const context = openContext(stream);
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  const output = context.createMediaStreamDestination();
  const samples = new Float32Array(analyser.fftSize);
  let heardAt = performance.now();
  source.connect(analyser);
  source.connect(output);
  microphone.addEventListener("ended", () => onGone());

  /** Listens for a moment: to be called often. Shows it in the bar. */
  function listen(bar) {
    analyser.getFloatTimeDomainData(samples);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    if (peak > ZERO) heardAt = performance.now();
    bar.value = 100 * peak ** CURVE;
  }

  function end() {
    endTracks(stream);
    endTracks(output.stream);
    context.close().catch(() => {}); // closed already
  }

  return {
    listen,
    end,
    track: output.stream.getAudioTracks()[0],
    device: microphone.label || "the microphone",
    id: microphone.getSettings().deviceId ?? "",
    expect: () => { heardAt = performance.now(); },
    isSilent: () => performance.now() - heardAt >= PATIENCE,
    isThere: () => microphone.readyState === "live",
    set onGone(act) { onGone = act; },
  };
}

/** A browser gives a page only so many of them. */
function openContext(stream) {
  try {
    return new AudioContext();
  } catch (error) {
    endTracks(stream);
    throw error;
  }
}
