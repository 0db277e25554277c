// The lines above the cards of each week, on the board of all weeks; the board of one week has none.

function templates() {
  return [...(document.getElementById("weekheads")?.content.children ?? [])];
}

function weekIndex(milestone) {
  return templates().findIndex((head) => head.dataset.milestone === milestone);
}

/** Return the line above a week's cards, made in its place if need be; undefined on the board of one week. */
export function ensureWeekHead(milestone, list) {
  const heads = [...list.querySelectorAll(":scope > :is(.weekhead, .fold)")];
  const head = heads.find((other) => other.dataset.milestone === milestone);
  const template = templates()[weekIndex(milestone)];
  if (head || !template) return head;
  const later = heads.find((other) => weekIndex(other.dataset.milestone) > weekIndex(milestone));
  const made = template.cloneNode(true);
  list.insertBefore(made, later ?? null);
  return made;
}

/** A week's line goes with the last of its cards. */
export function removeEmptyHeads(list) {
  for (const head of list.querySelectorAll(":scope > .weekhead")) {
    if (!head.nextElementSibling?.matches(".card")) head.remove();
  }
}
