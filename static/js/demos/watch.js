// The demos' page: what cannot be played says so, and the toast goes by itself.
import "../toast.js";
import "./big_play.js";

// Errors of media do not bubble.
document.addEventListener("error", ({ target }) => {
  if (target.matches?.(".screen video")) target.parentElement.querySelector(".unplayable").hidden = false;
}, true);

// One that failed before this script was there.
for (const video of document.querySelectorAll(".screen video")) {
  if (video.error) video.dispatchEvent(new Event("error"));
}
