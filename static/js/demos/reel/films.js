// Two players: one plays, the other has the next film ready, so that there is no gap between them.
import { setCaption } from "./captions.js";

const EVENTS = {
  playing: "onPlaying", timeupdate: "onTime", durationchange: "onTime", pause: "onPause", play: "onPause",
  waiting: "onWait", ended: "onEnd",
};

export class Films {
  #videos;
  #listener;
  #loaded = new Map(); // which scene each player has
  #current = null;

  /** `listener` is told what happens to the film that plays, by the names of EVENTS, and `onFail`. */
  constructor(videos, listener, signal) {
    this.#videos = [...videos];
    this.#listener = listener;
    for (const video of this.#videos) {
      video.addEventListener("error", () => this.#tryAgain(video), { signal });
      for (const event of Object.keys(EVENTS)) {
        video.addEventListener(event, () => video === this.#current && listener[EVENTS[event]](video), { signal });
      }
    }
  }

  /** Within a click: browsers let a player that was loaded in one play with sound later. */
  unlock() {
    for (const video of this.#videos) video.load();
  }

  prepare(scene) {
    if (scene && !this.#playerOf(scene)) this.#load(scene);
  }

  play(scene) {
    this.#current = this.#playerOf(scene) ?? this.#load(scene);
    for (const video of this.#videos) video.toggleAttribute("data-on", video === this.#current);
    if (this.#current.error) return this.#listener.onFail();
    if (this.#current.currentTime) this.#current.currentTime = 0;
    this.resume();
  }

  pause() {
    this.#current?.pause();
  }

  /** What becomes of it comes as an event, but for a browser that wants a click first: then it stays paused. */
  resume() {
    const video = this.#current;
    video?.play().catch(() => video === this.#current && !video.error && this.#listener.onPause(video));
  }

  stop() {
    const video = this.#current;
    this.#current = null; // what it says from here on concerns nobody
    video?.pause();
  }

  release() {
    this.stop();
    for (const video of this.#videos) {
      video.removeAttribute("src");
      video.load(); // or it would go on loading
    }
  }

  /** Once, from where it was: a film that was being made when it began is another file by now. */
  #tryAgain(video) {
    const { currentTime } = video;
    const scene = this.#loaded.get(video);
    if (video !== this.#current) return; // it is looked at when its turn comes
    if (!currentTime || scene.isTriedAgain) return this.#listener.onFail();
    scene.isTriedAgain = true;
    video.load();
    video.currentTime = currentTime;
    this.resume();
  }

  #playerOf(scene) {
    return this.#videos.find((video) => this.#loaded.get(video) === scene);
  }

  #load(scene) {
    const video = this.#videos.find((other) => other !== this.#current);
    this.#loaded.set(video, scene);
    video.src = scene.film;
    video.setAttribute("aria-label", scene.name);
    setCaption(video, scene.shows);
    return video;
  }
}
