// Where this window is: its page, without the card that is open over it; and the card that is spoken of.

const { project, back } = document.body.dataset;
let address = history.state?.card ? pageBehind() : absolute(location.href);

// Another stop takes the place of the one before, or was not to be had.
for (const name of ["weekboard:stop", "weekboard:stay"]) {
  document.addEventListener(name, ({ detail }) => { address = absolute(detail); });
}

export function here() {
  return address;
}

/** Without the part of the page that it names, and what a form that led back has done. */
export function absolute(path) {
  const url = new URL(path, location.href);
  url.hash = "";
  if (url.searchParams.has("undo")) url.searchParams.delete("undo");
  return url.href;
}

function pageBehind() {
  const stop = document.getElementById("su-stop")?.dataset.stop;
  if (stop) return absolute(`/p/${project}/standup/?stop=${stop}`);
  return document.getElementById("board") ? absolute(`/p/${project}/board/${back}`) : absolute(location.href);
}

/** The number of the card that is open or has the focus; "" where there is none. */
export function spokenCard() {
  const open = document.querySelector("#sheet[open] [data-sheet]")?.dataset.sheet;
  const focused = document.activeElement?.closest(".card, .said");
  return open ?? focused?.dataset.card ?? focused?.dataset.of?.replace("card-", "") ?? "";
}
