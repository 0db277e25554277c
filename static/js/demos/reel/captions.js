// What a demo shows, as a caption over its film, if one wants it. It is drawn by the page, above what leads through the reel.
import { rememberCaptions, wantsCaptions } from "./remembered.js";

const WHOLE_DAY = 86_400; // a caption stands as long as its film, whatever length that turns out to have

export class Captions {
  #root;
  #button;

  constructor(root) {
    this.#root = root;
    this.#button = root.querySelector("[data-act=captions]");
    const caption = root.querySelector("[data-caption]");
    for (const video of root.querySelectorAll(".th-films video")) {
      const track = video.addTextTrack("captions", "What it shows");
      track.mode = "hidden"; // the browser tells when, and draws nothing itself
      track.addEventListener("cuechange", () => {
        if (track.activeCues.length) caption.textContent = track.activeCues[0].text;
      });
    }
    this.#show();
  }

  toggle() {
    rememberCaptions(!wantsCaptions());
    this.#show();
  }

  #show() {
    this.#root.toggleAttribute("data-captions", wantsCaptions());
    this.#button.setAttribute("aria-pressed", String(wantsCaptions()));
  }
}

export function setCaption({ textTracks: [track] }, sentence) {
  for (const cue of [...track.cues]) track.removeCue(cue);
  track.addCue(new VTTCue(0, WHOLE_DAY, sentence));
}
