// The scenes of a reel, as the page has them: a card each, and the address of a film where there is one.

const SPOKEN = ".th-n, h2, .th-say, .th-who, .th-note:not([hidden]), .button";

export function readScenes(root) {
  return [...root.querySelectorAll("[data-scene]")].map((card) => {
    const { scene: id, week, film = "", seconds } = card.dataset;
    const shows = card.querySelector(".th-say bdi").textContent;
    const name = `Demo of week ${week} by ${card.querySelector(".th-who bdi").textContent}`;
    return { card, id, week, film, seconds: Number(seconds ?? 0), shows, name };
  });
}

/** Where it begins: at `asked`, where the link leads, if that is there; else at `last`, where one was. */
export function beginOf(scenes, asked, last) {
  const placeOf = (demo) => scenes.findIndex(({ id }) => id === demo);
  const isAsked = placeOf(asked) >= 0;
  return { isAsked, index: Math.max(0, placeOf(isAsked ? asked : last)) };
}

/** What a screen reader is told of a card. */
export function spokenText({ card }) {
  return [...card.querySelectorAll(SPOKEN)].map((part) => part.textContent.trim()).filter(Boolean).join(". ");
}

/** Instead of its film, which does not play; it is not tried again. */
export function showBroken(scene) {
  scene.film = "";
  scene.seconds = 0;
  scene.card.querySelector("[data-broken]").hidden = false;
}
