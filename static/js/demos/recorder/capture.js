// What the browser is asked for: a screen, and a microphone. And whether it can be asked at all.
const HUMAN = 300; // milliseconds: a dialog is not answered in less

/** Why nothing can be recorded here: the name of a sentence in _record_cannot.html, or "". */
export function whyNot() {
  if (/\bMobi|Android/.test(navigator.userAgent)) return "phone"; // Android has the function, and it always refuses
  if (!window.isSecureContext) return "insecure";
  const canRecord = window.MediaRecorder && window.AudioContext && window.Worker && HTMLCanvasElement.prototype.captureStream;
  return navigator.mediaDevices?.getDisplayMedia && canRecord ? "" : "browser";
}

/** To be called in the click itself: a moment later a browser takes it for a page's own idea. */
export async function shareScreen(surface) {
  const asked = performance.now();
  try {
    return await navigator.mediaDevices.getDisplayMedia({
      video: { displaySurface: surface, frameRate: 30 },
      audio: false,
      systemAudio: "exclude",
    });
  } catch (error) {
    const isQuick = performance.now() - asked < HUMAN;
    throw Object.assign(error, { why: whyNoScreen(error, isQuick) });
  }
}

/** A name from _record_cannot.html where asking again would be in vain, else from _record_sentences.html. */
function whyNoScreen({ name, message }, isQuick) {
  if (name !== "NotAllowedError") return "screen-failed";
  if (/by system/i.test(message)) return "system";
  return isQuick ? "refused" : "screen-refused";
}

export async function openMicrophone(id) {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: id ? { deviceId: { exact: id } } : true });
  } catch (error) {
    const reasons = { NotAllowedError: "refused", NotFoundError: "missing", OverconstrainedError: "missing" };
    throw Object.assign(error, { why: `microphone-${reasons[error.name] ?? "failed"}` });
  }
}

/** Puts the microphones into a select; they have names once one was allowed. */
export async function listMicrophones(select, chosen) {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const named = devices.filter(({ kind, label }) => kind === "audioinput" && label);
  select.replaceChildren(...named.map(({ label, deviceId }) => new Option(label, deviceId, false, deviceId === chosen)));
  return named.length;
}

export function endTracks(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
