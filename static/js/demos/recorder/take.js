// One recording, from the numbers before it to its last part.
import { endTracks, listMicrophones } from "./capture.js";
import { recordingTypes, startEncoder } from "./encoder.js";
import { openSound } from "./sound_level.js";
import { addChunk, beginRecording, discardRecording, finishRecording } from "./recordings.js";
import { ask } from "./sentences.js";

const COUNTDOWN = 3000; // milliseconds
const FIRST_PART = 2000; // in which an encoder that works has given something

/** An end that is none of the program's mistakes; `why` names the sentence that says it. */
export function broken(why) {
  return Object.assign(new Error(why), { why });
}

/** A microphone, or null where the person records without; whoever is asked may cancel as well. */
export async function takeSound(root, id) {
  for (;;) {
    try {
      return await openSound(id);
    } catch (error) {
      const answer = await ask(root, error.why ?? "microphone-failed");
      if (answer === "cancel") throw broken("");
      if (answer === "without") return null;
    }
  }
}

/** Three, two, one. Where nothing was heard meanwhile, it is asked whether that is meant, before it is recorded. */
export async function countDown(root, take, live) {
  for (;;) {
    take.sound?.expect();
    take.picture.expect();
    await take.clock.run(COUNTDOWN, (passed) => {
      take.picture.draw();
      take.sound?.listen(root.querySelector("[data-microphone] progress"));
      live.showCountdown(Math.ceil((COUNTDOWN - passed) / 1000));
    });
    if (take.isOver !== null) throw broken(take.isOver);
    if (!take.sound?.isThere() || !take.sound.isSilent()) return;
    live.showWaiting();
    if (await isMeant(root, take)) return;
  }
}

async function isMeant(root, take) {
  const asked = ask(root, "silent", take.sound.device);
  const select = root.querySelector("[data-other]");
  await listMicrophones(select, take.sound.id);
  const answer = await asked;
  if (answer === "cancel") throw broken(take.isOver);
  if (answer === "go") return true;
  take.sound.end();
  take.sound = answer === "without" ? null : await takeSound(root, select.value);
  return answer === "without";
}

/** Returns the id of the recording; tries the next type where one gives nothing. */
export async function record(root, take, live) {
  for (const type of recordingTypes(Boolean(take.sound))) {
    const id = await recordAs(type, root, take, live);
    if (id) return id;
  }
  throw broken("encoder");
}

async function recordAs(type, root, take, live) {
  const { project, week, milestone, person } = take;
  const id = await beginRecording({ project, week, milestone, person, type });
  const tracks = [take.picture.track, take.sound?.track].filter(Boolean);
  let [parts, isDead, poster] = [0, false, null];
  let encoder;
  const onPart = async (buffer) => {
    if (!isDead && !(await addChunk(id, parts++, buffer))) take.isInMemory = true;
  };
  try {
    encoder = startEncoder(tracks, type, { onPart, onEnd: take.clock.finish });
  } catch {
    await discardRecording(id);
    return ""; // it said that it could
  }
  const length = 1000 * root.dataset.seconds;
  const passed = await take.clock.run(length, (now) => {
    live.watch(take);
    live.showTime(now);
    if (now >= length / 2) poster ??= take.picture.poster().catch(() => null);
    isDead = now >= FIRST_PART && !encoder.hasPart();
    if (isDead) take.clock.finish();
  });
  const stopped = encoder.stop();
  if (!isDead) await stopped;
  if (isDead || !encoder.hasPart()) {
    await discardRecording(id);
    if (take.isOver !== null) throw broken("nothing");
    return "";
  }
  poster ??= take.picture.poster().catch(() => null);
  await finishRecording(id, { seconds: passed / 1000, poster: await poster });
  return id;
}

/** Whatever happened: nothing is shared any more, and nothing heard. */
export function endTake({ screen, sound, picture, clock }) {
  endTracks(screen);
  sound?.end();
  picture?.end();
  clock?.close();
}
