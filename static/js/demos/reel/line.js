// The line of segments, one a demo, and the clock: how far one is.
import { clock } from "../format.js";

export class Line {
  #segments;
  #clock;
  #total;
  #scenes;

  constructor(root, scenes) {
    this.#segments = [...root.querySelectorAll("[data-to]")];
    [this.#clock, this.#total] = root.querySelectorAll("[data-clock], [data-total]");
    this.#scenes = scenes;
  }

  /** `time` is in seconds, of the film of the scene at `index`; those before it have been seen. */
  show(index, time = 0) {
    this.#segments.forEach((segment, place) => this.#showSegment(segment, place, index, time));
    this.#clock.textContent = clock(sum(this.#scenes.slice(0, index)) + time);
    this.#total.textContent = clock(sum(this.#scenes));
  }

  #showSegment(segment, place, index, time) {
    const { seconds } = this.#scenes[place];
    const bar = segment.querySelector("progress");
    bar.max = seconds || 1;
    bar.value = place < index ? bar.max : place === index ? Math.min(time, bar.max) : 0;
    segment.parentElement.classList.toggle("past", place < index);
    if (place === index) segment.setAttribute("aria-current", "true");
    else segment.removeAttribute("aria-current");
  }
}

function sum(scenes) {
  return scenes.reduce((total, { seconds }) => total + seconds, 0);
}
