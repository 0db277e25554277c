// Something that is done in a while, which can be held up.
export class Countdown {
  #timer;
  #left = 0;
  #since = 0;
  #done = null;

  start(milliseconds, done) {
    this.stop();
    this.#left = milliseconds;
    this.#done = done;
    this.resume();
  }

  pause() {
    clearTimeout(this.#timer);
    this.#left -= performance.now() - this.#since;
  }

  resume() {
    this.#since = performance.now();
    this.#timer = setTimeout(this.#done, Math.max(0, this.#left));
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
