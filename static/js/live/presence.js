// Who looks at the project now: a dot on their faces, which in the top bar come before those who do not.
let present = []; // ids of people

const bar = () => document.querySelector(".people");
const faces = () => [...(bar()?.querySelectorAll("[data-person]") ?? [])]; // a standup has no such bar
const marked = (root) => root.querySelectorAll(":is(.people, .roster) [data-person]");
const isHere = (face) => present.includes(Number(face.dataset.person));

export function showPresence(people = present) {
  present = people;
  markFaces(document);
  sortFaces();
}

/** Dots on the faces in `root`: this page, or one that was fetched anew. */
export function markFaces(root) {
  for (const face of marked(root)) {
    const avatar = face.querySelector(".avatar");
    const isMarked = avatar.querySelector(".live");
    if (!isHere(face)) avatar.querySelectorAll(".live, .live + *").forEach((part) => part.remove());
    else if (!isMarked) avatar.append(document.getElementById("here").content.cloneNode(true));
  }
}

/** Where the bar has no place for all, the places are for who is here; the others are in the list behind the number. */
function sortFaces() {
  const list = bar()?.querySelector("#others ul");
  if (!list || bar().matches(":hover, :focus-within")) return; // no face moves away from a hand
  faces().forEach((face, place) => { face.dataset.place ??= place; }); // as the page came: by name
  const row = bar().querySelectorAll(":scope > [data-person]").length;
  const rank = (face) => Number(face.dataset.place) - (isHere(face) ? 1000 : 0);
  const sorted = faces().toSorted((one, other) => rank(one) - rank(other));
  if (sorted.every((face, place) => face === faces()[place])) return;
  list.closest("li").before(...sorted.slice(0, row));
  list.append(...sorted.slice(row));
}

for (const name of ["pointerleave", "focusout"]) bar()?.addEventListener(name, () => setTimeout(sortFaces));
