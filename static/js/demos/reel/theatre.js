// What leads through a reel: buttons, keys and touch, the whole screen, and what comes after the end.
import { Captions } from "./captions.js";
import { followPointer } from "./idle.js";
import { Player } from "./player.js";

/** `address` is where the reel is fetched anew after its end, `leave` what is done when it is left. */
export function openTheatre(root, { address, leave }) {
  if (!root.querySelector("[data-reel]")) return null;
  const closing = new AbortController();
  const { signal } = closing;
  let fresh = null;
  let isStaying = false; // the whole screen is left for another tab, and not the reel
  const captions = new Captions(root);
  const player = new Player(root, signal, () => { fresh = fetchReel(address); });

  const acts = {
    begin: () => start(),
    restart: () => start(0),
    toggle: () => (player.isBegun ? player.toggle() : start()),
    next: () => (player.isBegun ? player.next() : start()),
    previous: () => (player.isBegun ? player.previous() : start()),
    captions: () => captions.toggle(),
    again,
    leave: goAway,
    watch: () => {
      isStaying = isWhole();
      player.pause();
    },
  };
  root.addEventListener("click", onClick, { signal });
  document.addEventListener("keydown", onKey, { signal });
  document.addEventListener("fullscreenchange", onScreenChange, { signal });
  root.closest("dialog")?.addEventListener("close", close, { signal }); // also by what closes it without a key
  followPointer(root, signal);
  return { start, isResumed: player.isResumed };

  function start(index) {
    if (!isWhole()) root.requestFullscreen?.().catch(() => {}); // in the window, then
    player.begin(index);
    root.focus({ preventScroll: true });
  }

  function go(index) {
    if (player.isBegun) player.show(index);
    else start(index);
  }

  function onClick(event) {
    const control = event.target.closest("[data-act], [data-to]");
    const { act, to } = control?.dataset ?? {};
    if (act === "leave") {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // into another tab
      event.preventDefault();
    }
    if (to) go(Number(to));
    else if (act) acts[act]();
    else if (player.isOn && event.target.closest(".th-stage")) player.toggle();
    // Space is to pause, and not to press once more what the pointer has pressed.
    if (control && event.detail && player.isOn) root.focus({ preventScroll: true });
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    const act = { ArrowRight: "next", ArrowLeft: "previous", " ": "toggle", Escape: "leave" }[event.key];
    if (!act || (act === "toggle" && (event.repeat || event.target.closest("a, button")))) return;
    event.preventDefault();
    acts[act]();
  }

  /** Escape never comes here from the whole screen: the browser takes it to leave that. */
  function onScreenChange() {
    if (isWhole()) return;
    if (!isStaying) goAway();
    isStaying = false;
  }

  function isWhole() {
    return document.fullscreenElement === root;
  }

  async function again() {
    const parts = await fresh;
    close();
    if (parts) root.replaceChildren(...parts);
    openTheatre(root, { address, leave })?.start(0);
  }

  function goAway() {
    close();
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    leave();
  }

  function close() {
    closing.abort();
    player.close();
  }
}

/** The address of the whole reel, wherever a link begins it. */
export function withoutStart(href) {
  const address = new URL(href);
  address.searchParams.delete("from");
  return address;
}

/** Return what a theatre shows as the server has it now; nothing if that cannot be had. */
export async function fetchReel(address) {
  try {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return response.ok ? [...page.querySelector(".theatre").childNodes] : null;
  } catch {
    return null;
  }
}
