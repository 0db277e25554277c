// What a reel shows: where one is to begin, a card, a film or the end, and whether it plays.
import { spokenText } from "./scenes.js";

const OVER = ["start", "end"];

export class Stage {
  #root;
  #scenes;

  constructor(root, scenes) {
    this.#root = root;
    this.#scenes = scenes;
  }

  /** `phase` is "start", "card", "starting" while a film is waited for, "film" or "end"; what is not over is of `scene`. */
  enter(phase, scene) {
    this.#root.dataset.phase = phase;
    this.#root.toggleAttribute("data-in-use", this.isOn); // an upgrade waits for its end
    this.showWaiting(phase === "starting");
    this.showPaused(false);
    for (const part of OVER) this.#find(`[data-part=${part}]`).hidden = part !== phase;
    for (const { card } of this.#scenes) card.toggleAttribute("data-on", this.isOn && card === scene.card);
    if (phase === "card") this.#find("[data-announce]").textContent = spokenText(scene);
  }

  get phase() {
    return this.#root.dataset.phase;
  }

  /** Tell whether it goes on, between begin and end. */
  get isOn() {
    return !OVER.includes(this.phase);
  }

  get isPaused() {
    return "paused" in this.#root.dataset;
  }

  showPaused(isPaused) {
    this.#root.toggleAttribute("data-paused", isPaused);
    this.#find("[data-act=toggle]").setAttribute("aria-label", this.isOn && !isPaused ? "Pause" : "Play");
  }

  showWaiting(isWaiting) {
    this.#root.toggleAttribute("data-waiting", isWaiting);
  }

  /** Say on the buttons where it would begin, if that is not the first. */
  offer({ week }, isFirst, isAsked) {
    if (!isFirst) this.#find("[data-act=begin] span").textContent = `${isAsked ? "Play from" : "Go on at"} week ${week}`;
    this.#find("[data-act=restart]").hidden = isFirst;
  }

  focusAgain() {
    this.#find("[data-act=again]").focus();
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }
}
