// Who looks at the project now: a dot on their faces in the top bar, where they come before those who do not.
let present = []; // ids of people

const bar = () => document.querySelector(".people");
const faces = () => [...(bar()?.querySelectorAll("[data-person]") ?? [])]; // a standup has no such bar
const isHere = (face) => present.includes(Number(face.dataset.person));

export function showPresence(people = present) {
  present = people;
  for (const face of faces()) {
    const avatar = face.querySelector(".avatar");
    const isMarked = avatar.querySelector(".live");
    if (!isHere(face)) avatar.querySelectorAll(".live, .live + *").forEach((part) => part.remove());
    else if (!isMarked) avatar.append(document.getElementById("here").content.cloneNode(true));
  }
  sortFaces();
}

/** Where the bar has no place for all, the places are for who is here; the others are in the list behind the number. */
function sortFaces() {
  const list = bar()?.querySelector("#others ul");
  if (!list) return;
  faces().forEach((face, place) => { face.dataset.place ??= place; }); // as the page came: by name
  const row = bar().querySelectorAll(":scope > [data-person]").length;
  const rank = (face) => Number(face.dataset.place) - (isHere(face) ? 1000 : 0);
  const sorted = faces().toSorted((one, other) => rank(one) - rank(other));
  if (sorted.every((face, place) => face === faces()[place])) return;
  list.closest("li").before(...sorted.slice(0, row));
  list.append(...sorted.slice(row));
}
