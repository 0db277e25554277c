// Plays a recording, or the part of it that stays, by a clock of our own: the file of a recording says nothing about its
// length, or something wrong.
import { endOf, eventOf, MOMENT, pictureOf, seek } from "../inspect.js";

const SLACK = 2; // seconds
const NEAR = 0.05; // seconds: less than a picture takes

/** Calls back with (moment, isPlaying) whenever one of the two has changed. */
export class Playback {
  length = 0;
  part = [0, 0];
  #onChange;
  #target = null; // what is being sought
  #seeking = null;

  constructor(video, onChange) {
    this.video = video;
    this.#onChange = onChange;
    for (const name of ["play", "pause", "ended"]) video.addEventListener(name, () => this.#tell());
    video.addEventListener("play", () => this.#watch());
  }

  /** `seconds` were counted while it was recorded, if it came to an end; a chunk is one. */
  async open({ blob, seconds, chunks }) {
    URL.revokeObjectURL(this.video.src);
    this.video.src = URL.createObjectURL(blob);
    this.#setLength(seconds ?? chunks);
    await eventOf(this.video, "loadeddata");
    const end = await endOf(this.video);
    if (end < (seconds ?? chunks + SLACK)) this.#setLength(end);
    this.seek(0);
  }

  get moment() {
    return Math.min(this.#target ?? this.video.currentTime, this.length);
  }

  /** Of many in a row, as while a handle is dragged, the last one counts; done when that one is. */
  seek(moment) {
    this.#target = Math.max(0, Math.min(moment, this.length));
    this.#tell();
    this.#seeking ??= this.#seekTarget();
    return this.#seeking;
  }

  /** A picture of the part that stays: what is cut off is not to be seen. */
  async poster() {
    const [start, end] = this.part;
    await this.seek(start + (end - start) * MOMENT);
    return pictureOf(this.video);
  }

  pause() {
    this.video.pause();
  }

  toggle() {
    if (!this.video.paused) return this.pause();
    const [start, end] = this.part;
    const isOutside = this.moment < start - NEAR || this.moment > end - NEAR || this.video.ended;
    if (isOutside) this.seek(start);
    this.video.play().catch(() => {}); // it was paused before it could begin
  }

  #setLength(length) {
    this.length = length;
    this.part = [0, length];
  }

  async #seekTarget() {
    for (let sought = null; sought !== this.#target; await seek(this.video, sought).catch(() => {})) sought = this.#target;
    this.#target = this.#seeking = null;
    this.#tell();
  }

  /** A few pictures late, one would still see what is cut off. */
  #watch() {
    if (this.video.paused) return;
    const [, end] = this.part;
    if (this.moment >= end) {
      this.pause();
      this.seek(end);
    }
    this.#tell();
    requestAnimationFrame(() => this.#watch());
  }

  #tell() {
    this.#onChange(this.moment, !this.video.paused && !this.video.ended);
  }
}
