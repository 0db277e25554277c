// Plays a reel: a title card, its film, the next title card, to the end.
import { Countdown } from "./countdown.js";
import { Films } from "./films.js";
import { Line } from "./line.js";
import { recallPlace, rememberPlace } from "./remembered.js";
import { beginOf, readScenes, showBroken } from "./scenes.js";
import { Stage } from "./stage.js";

export class Player {
  #scenes;
  #stage;
  #films;
  #line;
  #countdown = new Countdown();
  #titleTime;
  #isWhole; // of the project, and not of a week
  #index = 0;
  #onEnd;

  constructor(root, signal, onEnd) {
    const { titleSeconds, first, whole } = root.querySelector("[data-reel]").dataset;
    this.#scenes = readScenes(root);
    this.#stage = new Stage(root, this.#scenes);
    this.#line = new Line(root, this.#scenes);
    this.#films = new Films(root.querySelectorAll(".th-films video"), this, signal);
    this.#titleTime = titleSeconds * 1000;
    this.#isWhole = whole !== undefined;
    this.#onEnd = onEnd;
    this.#offer(first);
  }

  #offer(first) {
    const { index, isAsked } = beginOf(this.#scenes, first, this.#isWhole ? recallPlace() : null);
    this.#index = index;
    this.isResumed = index > 0 && !isAsked;
    this.#stage.enter("start");
    this.#stage.offer(this.#scene, index === 0, isAsked);
    this.#line.show(index);
    this.#films.prepare(this.#filmFrom(index));
  }

  get #scene() {
    return this.#scenes[this.#index];
  }

  get isBegun() {
    return this.#stage.phase !== "start";
  }

  get isOn() {
    return this.#stage.isOn;
  }

  begin(index = this.#index) {
    this.#films.unlock();
    this.show(index);
  }

  show(index) {
    this.#films.stop();
    this.#countdown.stop();
    this.#index = Math.min(Math.max(0, index), this.#scenes.length);
    this.#line.show(this.#index);
    if (this.#isWhole) rememberPlace(this.#scene?.id);
    if (!this.#scene) return this.#end();
    this.#films.prepare(this.#filmFrom(this.#index));
    this.#showCard();
  }

  next() {
    this.show(this.#index + 1);
  }

  previous() {
    this.show(this.#index - 1);
  }

  toggle() {
    const { phase, isPaused } = this.#stage;
    if (phase === "card") this.#pauseCard(!isPaused);
    else if (isPaused) this.#films.resume();
    else this.#films.pause();
  }

  pause() {
    if (this.isOn && !this.#stage.isPaused) this.toggle();
  }

  close() {
    this.#countdown.stop();
    this.#films.release();
  }

  // --- Cards and films --------------------------------------------------------------------------------------
  #showCard() {
    this.#stage.enter("card", this.#scene);
    this.#countdown.start(this.#titleTime, () => this.#goOn());
  }

  #goOn() {
    if (!this.#scene.film) return this.next();
    this.#stage.enter("starting", this.#scene);
    this.#films.play(this.#scene);
  }

  #pauseCard(isPaused) {
    this.#stage.showPaused(isPaused);
    if (isPaused) this.#countdown.pause();
    else this.#countdown.resume();
  }

  #filmFrom(index) {
    return this.#scenes.slice(index).find(({ film }) => film);
  }

  #end() {
    this.#stage.enter("end");
    this.#stage.focusAgain();
    this.#onEnd();
  }

  // --- What the film says that plays ------------------------------------------------------------------------
  onPlaying() {
    this.#stage.enter("film", this.#scene);
    this.#films.prepare(this.#filmFrom(this.#index + 1));
  }

  onTime({ currentTime, duration }) {
    if (!this.#scene.seconds && Number.isFinite(duration)) this.#scene.seconds = duration;
    if (this.#stage.phase === "film") this.#line.show(this.#index, currentTime);
  }

  /** By us, a key of the keyboard or a headset, or because the browser wants a click first. */
  onPause({ paused, ended }) {
    if (!ended) this.#stage.showPaused(paused);
  }

  onWait() {
    this.#stage.showWaiting(true);
  }

  onEnd() {
    this.next();
  }

  onFail() {
    showBroken(this.#scene);
    this.#showCard();
  }
}
