// The cue sheet: written before, beside the picture while it is recorded. It is kept in this window, and sent nowhere.
import { projectKey, readDraft, saveDraft } from "../../drafts.js";

export function keepCues(root) {
  root.querySelectorAll("[data-cue]").forEach((field, place) => {
    const name = `cues-${projectKey()}-${root.dataset.week}-${place}`;
    field.value = readDraft(name) || field.value;
    field.addEventListener("input", () => saveDraft(name, field.value));
  });
}

export function copyCues(root) {
  const texts = [...root.querySelectorAll("[data-cue]")].map(({ value }) => value);
  root.querySelectorAll("[data-from] [data-text]").forEach((place, index) => { place.textContent = texts[index]; });
}

/** Marks the line of this second; tells whether it is the last one. */
export function markCue(root, second) {
  const lines = [...root.querySelectorAll("[data-from]")];
  for (const line of lines) {
    const isOn = second >= line.dataset.from && second < line.dataset.until;
    line.classList.toggle("on", isOn);
    line.classList.toggle("past", second >= line.dataset.until);
    if (isOn) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  }
  return second >= lines.at(-1).dataset.from;
}
