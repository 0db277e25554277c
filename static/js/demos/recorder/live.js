// The stage on which it is recorded: the numbers before, the time that is left, how loud it is, and what is wrong.
import { announce } from "../../announce.js";
import { markCue } from "./cues.js";
import { say } from "./sentences.js";

const { title } = document;

export function openLive(root) {
  const find = (name) => root.querySelector(`[data-stage=live] [data-${name}]`);
  const [countdown, left, verb, stop] = ["countdown", "left", "verb", "stop"].map(find);
  const arc = stop.querySelector(".arc");
  const all = Number(root.dataset.seconds);
  let told = "";

  /** Three, two, one: large over the picture, and in the title for whoever looks at another tab by now. */
  function showCountdown(number) {
    find("onair").hidden = true;
    countdown.hidden = false;
    countdown.textContent = left.textContent = number;
    verb.textContent = "Cancel";
    draw(1, false);
    markCue(root, -1);
    document.title = `${number} … ${title}`;
    tell("countdown", `Recording begins in ${number} seconds.`);
  }

  /** What is asked is seen by nobody who looks at another tab; its title is. */
  function showWaiting() {
    countdown.hidden = true;
    document.title = `A question … ${title}`;
  }

  function showTime(passed) {
    const seconds = Math.ceil(all - passed / 1000);
    find("onair").hidden = false;
    countdown.hidden = true;
    left.textContent = seconds;
    verb.textContent = "Stop";
    const isLast = markCue(root, passed / 1000);
    draw(1 - passed / 1000 / all, isLast);
    document.title = `● ${seconds} s … ${title}`;
    tell("recording", `Recording. It stops by itself after ${all} seconds.`);
    if (isLast) tell("last", `${seconds} seconds left.`);
  }

  function draw(share, isLast) {
    arc.setAttribute("stroke-dasharray", `${share * all} ${all}`);
    stop.classList.toggle("last", isLast);
  }

  function tell(what, text) {
    if (told === what || (told === "last" && what === "recording")) return;
    told = what;
    announce(text);
  }

  /** Takes one picture for the film, listens for a moment, and says what is wrong with either. */
  function watch({ picture, sound, isInMemory }) {
    picture.draw();
    const microphone = find("microphone");
    microphone.hidden = !sound?.isThere();
    sound?.listen(microphone.querySelector("progress"));
    say(root, whatIsWrong(picture, sound, isInMemory), sound?.device);
  }

  return { showCountdown, showWaiting, showTime, watch, close: () => { document.title = title; } };
}

function whatIsWrong(picture, sound, isInMemory) {
  if (picture.isStill()) return "still";
  if (sound && !sound.isThere()) return "microphone-gone";
  if (sound?.isSilent()) return "silent-untold";
  return isInMemory ? "memory" : "";
}
