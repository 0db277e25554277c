// The recording before the team sees it: play it, cut it, say what it shows, hand it in.
import { sayDone } from "../../toast.js";
import { clearErrors, sentence, showError, showFact } from "../answers.js";
import { clock, megabytes } from "../format.js";
import { Playback } from "./playback.js";
import { ask } from "./question.js";
import { changeRecording, discardRecording, endingOf, readRecording } from "./recordings.js";
import { cancelSending, handIn } from "./sending.js";
import { Trim } from "./trim.js";

const TYPING_PAUSE = 300; // milliseconds
const TYPED_INTO = "textarea, select, input:not([type=range])";
let review = null; // the one of this page

/** Answers false, and says so, when it is not among this person's for this week. */
export async function openReview(root, id, { onRetake }) {
  review ??= new Review(root.matches("[data-stage=review]") ? root : root.querySelector("[data-stage=review]"));
  return review.open(id, onRetake);
}

class Review {
  constructor(place) {
    this.place = place;
    this.find = (name) => place.querySelector(`[data-${name}]`);
    this.shows = place.querySelector("textarea");
    this.playback = new Playback(place.querySelector("video"), (...now) => this.showPlaying(...now));
    this.trim = new Trim(this.find("trim"), {
      onMove: (part, moment) => this.cut(part, moment),
      onSet: ([cut_start, cut_end]) => changeRecording(this.recording.id, { cut_start, cut_end }),
    });
    this.listen();
  }

  async open(id, onRetake) {
    const recording = await readRecording(id);
    if (!this.belongsHere(recording)) {
      sayDone(sentence(this.place, "missing"));
      return false;
    }
    Object.assign(this, { recording, onRetake });
    history.replaceState(history.state, "", `?recording=${id}`); // for a reload
    clearErrors(this.place);
    this.shows.value = recording.shows ?? "";
    this.find("memory").hidden = recording.isKept;
    this.place.hidden = false;
    this.place.querySelector("h2").focus();
    await this.playback.open(recording).catch(() => showError("video", sentence(this.place, "unplayable")));
    this.showFilm();
    return true;
  }

  belongsHere(recording) {
    const { person, projectId } = document.body.dataset;
    return recording?.person === person && recording.project === projectId && String(recording.milestone) === this.place.dataset.milestone;
  }

  showFilm() {
    const { recording, playback: { length } } = this;
    const { cut_start: start = 0, cut_end: end = length } = recording;
    this.trim.set(length, [start, Math.min(end, length)]);
    this.cut(this.trim.part, start);
    this.find("position").max = length;
    const hasSound = /opus|mp4a|vorbis/.test(recording.type);
    showFact(this.place, "size", `${megabytes(recording.blob.size)} MB`);
    showFact(this.place, "sound", hasSound ? "Sound is there" : "Without sound");
    Object.assign(this.find("save"), { href: this.playback.video.src, download: `week-${recording.week}${endingOf(recording.type)}` });
  }

  /** Shows the picture at the edge that is moved. */
  cut(part, moment) {
    this.playback.pause();
    this.playback.part = part;
    this.playback.seek(moment);
    const stays = part[1] - part[0];
    const all = this.playback.length;
    this.find("long").textContent = clock(stays);
    showFact(this.place, "length", stays < all ? `${tenths(stays)} long, cut from ${tenths(all)}` : `${clock(all)} long`);
  }

  showPlaying(moment, isPlaying) {
    this.find("screen").toggleAttribute("data-playing", isPlaying);
    this.find("position").value = moment;
    this.find("position").setAttribute("aria-valuetext", `${moment.toFixed(1)} seconds`);
    this.find("now").textContent = clock(Math.max(0, moment - this.playback.part[0]));
    for (const button of this.place.querySelectorAll("[data-play]")) button.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  }

  listen() {
    const { place, playback } = this;
    for (const part of [...place.querySelectorAll("[data-play]"), playback.video]) part.addEventListener("click", () => playback.toggle());
    this.find("position").addEventListener("input", ({ target }) => playback.seek(target.valueAsNumber));
    this.find("retake").addEventListener("click", () => this.retake());
    this.find("discard").addEventListener("click", () => this.discard());
    this.find("cancel").addEventListener("click", cancelSending);
    place.querySelector("form[method=post]").addEventListener("submit", (event) => {
      event.preventDefault();
      playback.pause();
      handIn(place, this.recording, playback);
    });
    let typed = null;
    this.shows.addEventListener("input", () => {
      clearTimeout(typed);
      typed = setTimeout(() => changeRecording(this.recording.id, { shows: this.shows.value }), TYPING_PAUSE);
    });
    document.addEventListener("keydown", (event) => this.press(event));
  }

  press(event) {
    const isOurs = !this.place.hidden && !event.defaultPrevented && !event.target.closest(`dialog, [popover], ${TYPED_INTO}`);
    if (!isOurs || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.key === " " && !event.target.closest("button, a")) {
      event.preventDefault(); // the page would scroll
      this.playback.toggle();
    }
    if (event.key.toLowerCase() === "r") this.find("retake").click();
  }

  /** What was recorded stays until another is handed in: the next one may be worse. */
  async retake() {
    this.playback.pause();
    await changeRecording(this.recording.id, { isRetaken: true });
    this.place.hidden = true;
    history.replaceState(history.state, "", location.pathname);
    this.onRetake();
  }

  async discard() {
    if (!(await ask(this.place.querySelector("dialog")))) return;
    await discardRecording(this.recording.id);
    location.assign(location.pathname);
  }
}

/** As precise as the fields are: of what was cut by a little, the clock would say that nothing was. */
function tenths(seconds) {
  return `${seconds.toFixed(1)} s`;
}
