// The one way of every picture: what is shared, drawn onto a canvas of a fixed size. A film is spoilt by a window that is
// resized, and by odd sizes; this one never changes.
const LOOK = 500; // milliseconds between two looks at whether anything moves
const PATIENCE = 3000; // after which a picture that does not move is said to stand still
const PROBE = [160, 90];
const POSTER = [480, 270];

export async function openPicture(screen, canvas) {
  const [shared] = screen.getVideoTracks();
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true, srcObject: screen });
  const pen = canvas.getContext("2d", { alpha: false });
  const output = canvas.captureStream(0);
  const [track] = output.getVideoTracks();
  const probe = new OffscreenCanvas(...PROBE).getContext("2d", { willReadFrequently: true });
  let [seen, lookedAt, movedAt] = ["", 0, performance.now()];
  await video.play();

  /** To be called for each picture of the film. */
  function draw() {
    const scale = Math.min(canvas.width / video.videoWidth, canvas.height / video.videoHeight);
    const [width, height] = [video.videoWidth, video.videoHeight].map((side) => Math.round(side * scale));
    pen.fillRect(0, 0, canvas.width, canvas.height);
    if (width) pen.drawImage(video, (canvas.width - width) >> 1, (canvas.height - height) >> 1, width, height);
    track.requestFrame();
    if (performance.now() - lookedAt >= LOOK) look();
  }

  function look() {
    lookedAt = performance.now();
    probe.drawImage(canvas, 0, 0, ...PROBE);
    const now = probe.getImageData(0, 0, ...PROBE).data.join();
    if (now !== seen) movedAt = lookedAt;
    seen = now;
  }

  async function poster() {
    const small = new OffscreenCanvas(...POSTER);
    small.getContext("2d").drawImage(canvas, 0, 0, ...POSTER);
    return small.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  }

  function end() {
    track.stop();
    video.srcObject = null;
  }

  return {
    draw,
    poster,
    end,
    track,
    expect: () => { movedAt = performance.now(); },
    isStill: () => shared.muted || performance.now() - movedAt >= PATIENCE,
  };
}
