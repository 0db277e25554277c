// The microphone before it is recorded: tried where somebody asks for it, and chosen among several.
import { listMicrophones } from "./capture.js";
import { say } from "./sentences.js";
import { takeSound } from "./take.js";

const EVERY = 66; // milliseconds

export function openTrial(root, form) {
  const { sound: switched, microphone: select } = form.elements;
  const find = (name) => form.querySelector(`[data-${name}]`);
  let [sound, timer] = [null, 0];
  find("try").addEventListener("click", () => listenTo(select.value));
  select.addEventListener("change", () => sound && listenTo(select.value));
  switched.addEventListener("change", () => { end(); showSwitched(); });
  showSwitched();
  showChoice(); // they have names already where the microphone was allowed earlier

  async function listenTo(id) {
    end();
    try {
      sound = await takeSound(root, id);
    } catch {
      return; // cancelled
    }
    if (!sound) return recordWithout();
    sound.onGone = end;
    await showChoice(sound.id);
    show();
    timer = setInterval(listen, EVERY);
  }

  function listen() {
    sound.listen(find("loudness").firstElementChild);
    say(root, sound.isSilent() ? "silent-untold" : "", sound.device);
  }

  function recordWithout() {
    switched.checked = false;
    showSwitched();
    form.requestSubmit();
  }

  async function showChoice(id) {
    find("choosing").hidden = (await listMicrophones(select, id)) === 0 || !switched.checked;
  }

  function showSwitched() {
    form.querySelector(".switchbox .state").textContent = switched.checked ? "On" : "Off";
    find("choosing").hidden = !switched.checked || !select.options.length;
    show();
  }

  function show() {
    find("loudness").hidden = !sound;
    find("untried").hidden = Boolean(sound) || !switched.checked;
    find("try").hidden = Boolean(sound) || !switched.checked;
  }

  function end() {
    hand()?.end();
  }

  /** Gives away the microphone that is open, if there is one that still works. */
  function hand() {
    clearInterval(timer);
    const given = sound;
    sound = null;
    if (given) say(root, "");
    show();
    if (given?.isThere()) return given;
    given?.end();
    return null;
  }

  return { hand, end, chosen: () => select.value };
}
