// Cuts the beginning and the end of a recording: by two handles, by keys on them, and by two fields.

const STEP = 0.1; // seconds
const LEAP = 1;
const LEAST = 0.5; // what has to stay of it
const KEYS = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -LEAP, PageUp: LEAP };
const EDGES = { start: 0, end: 1 };

/** Calls back with (part, moment) while it changes, where `moment` is the edge that was moved; and once it has. */
export class Trim {
  length = 0;
  part = [0, 0];
  #place;
  #track;
  #onMove;
  #onSet;

  constructor(place, { onMove, onSet }) {
    [this.#place, this.#track, this.#onMove, this.#onSet] = [place, place.querySelector("[data-track]"), onMove, onSet];
    for (const handle of place.querySelectorAll("[role=slider]")) this.#listen(handle);
    for (const field of place.querySelectorAll("input")) {
      field.addEventListener("change", () => this.#move(field.dataset.edge, field.valueAsNumber, true));
    }
    place.querySelector("[data-whole]").addEventListener("click", () => {
      this.set(this.length, [0, this.length]);
      this.#place.querySelector("[role=slider]").focus(); // the button is gone
      this.#onMove(this.part, 0);
      this.#onSet(this.part);
    });
  }

  set(length, part) {
    this.length = length;
    this.part = part;
    this.#draw();
  }

  /** Where in the film a pointer is. */
  momentAt(event) {
    const { left, width } = this.#track.getBoundingClientRect();
    return (this.length * (event.clientX - left)) / width;
  }

  #listen(handle) {
    const { edge } = handle.dataset;
    handle.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault(); // nothing is selected on the way
      handle.focus();
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) this.#move(edge, this.momentAt(event), false);
    });
    handle.addEventListener("lostpointercapture", () => this.#onSet(this.part));
    handle.addEventListener("keydown", (event) => this.#press(event, edge));
  }

  #press(event, edge) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const change = event.shiftKey ? Math.sign(KEYS[event.key]) * LEAP : KEYS[event.key];
    const target = { Home: 0, End: this.length }[event.key] ?? this.part[EDGES[edge]] + change;
    if (Number.isNaN(target)) return;
    event.preventDefault();
    this.#move(edge, target, true);
  }

  #move(edge, moment, isSet) {
    const [start, end] = this.part;
    const least = Math.min(LEAST, this.length);
    const [low, high] = edge === "start" ? [0, end - least] : [start + least, this.length];
    const chosen = Number.isNaN(moment) ? this.part[EDGES[edge]] : Math.max(low, Math.min(moment, high));
    // The very end is no tenth of a second.
    this.part[EDGES[edge]] = chosen >= this.length - STEP / 2 ? this.length : Math.round(chosen / STEP) * STEP;
    this.#draw();
    this.#onMove(this.part, this.part[EDGES[edge]]);
    if (isSet) this.#onSet(this.part);
  }

  #draw() {
    const [start, end] = this.part;
    const limits = { start: [0, end], end: [start, this.length] };
    for (const [edge, index] of Object.entries(EDGES)) {
      const [low, high] = limits[edge].map((moment) => moment.toFixed(1));
      const value = this.part[index].toFixed(1);
      const handle = this.#place.querySelector(`[role=slider][data-edge=${edge}]`);
      const said = { valuemin: low, valuemax: high, valuenow: value, valuetext: `${value} seconds` };
      for (const [name, text] of Object.entries(said)) handle.setAttribute(`aria-${name}`, text);
      Object.assign(this.#place.querySelector(`input[data-edge=${edge}]`), { min: low, max: high, value });
      this.#track.style.setProperty(`--${edge}`, this.length ? this.part[index] / this.length : index);
    }
    this.#place.querySelector("[data-whole]").hidden = start === 0 && end === this.length;
  }
}
