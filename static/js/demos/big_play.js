// A film that was not played yet shows its picture whole, under a big button: the browser's controls would hide the foot
// of it. They come with the first play, by whatever it was started.
function waitForPlay(video) {
  const button = video.parentElement.querySelector("[data-big-play]");
  if (!button || video.error || !video.paused || video.currentTime) return;
  video.controls = false;
  button.hidden = false;
}

function showControls(video) {
  const button = video.parentElement?.querySelector("[data-big-play]");
  if (!button) return;
  video.controls = true;
  if (button === document.activeElement) video.focus();
  button.hidden = true;
}

// Events of media do not bubble. A film that came after this script tells so by "loadstart".
for (const [name, react] of Object.entries({
  loadstart: waitForPlay,
  play: showControls,
  seeking: showControls,
  error: showControls,
})) {
  document.addEventListener(name, ({ target }) => {
    if (target.matches?.(".screen video")) react(target);
  }, true);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-big-play]");
  button?.parentElement.querySelector("video").play();
});

document.querySelectorAll(".screen video").forEach(waitForPlay);
