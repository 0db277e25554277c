// What this browser keeps of the reel: where somebody was in a project's, and whether they want captions.

export function recallPlace() {
  return recall(placeKey());
}

/** The id of a demo; nothing once the end was seen. */
export function rememberPlace(demo) {
  remember(placeKey(), demo);
}

export function wantsCaptions() {
  return recall("weekboard-captions") !== "off";
}

export function rememberCaptions(isWanted) {
  remember("weekboard-captions", isWanted ? null : "off");
}

function placeKey() {
  const { person, projectId } = document.body.dataset;
  return `weekboard-reel-${person}-${projectId}`;
}

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing for us.
  }
}
