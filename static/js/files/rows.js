// The rows of uploads, below the files of the card that is shown. Each is one element for as long as its upload lasts: it
// goes with its card, and comes back when that is opened again.
let uploadsOf = () => [];
let actions = {};

/** Show from now on the uploads that `list(card)` gives; `onPress` has onStop and onAgain, for the buttons. */
export function showUploads(list, onPress) {
  [uploadsOf, actions] = [list, onPress];
}

export function shownCard() {
  return Number(document.querySelector("[data-sheet]")?.dataset.sheet ?? 0);
}

/** The most bytes of a picture, or of another file, as the card's page says; on the board the server says it alone. */
export function mostBytes(isPicture) {
  const { pictureMost, fileMost } = document.getElementById("upload-row")?.dataset ?? {};
  return Number(isPicture ? pictureMost : fileMost) || Infinity;
}

function place() {
  return document.getElementById("sheet-uploads");
}

/** Those that belong to the card, in their order; what has the focus is not moved. */
export function placeRows() {
  const rows = place() ? uploadsOf(shownCard()).map(rowOf) : [];
  const gone = [...(place()?.children ?? [])].filter((row) => !rows.includes(row));
  for (const row of gone) removeRow(row);
  for (const row of rows) if (!row.isConnected) place().append(row);
}

/** The focus goes to what is next to the row. */
function removeRow(row) {
  const hadFocus = row.contains(document.activeElement);
  const next = row.nextElementSibling ?? row.previousElementSibling ?? document;
  row.remove();
  if (hadFocus) (next.querySelector("[data-stop]") ?? document.querySelector("[data-attach] input[type=file]"))?.focus({ preventScroll: true });
}

function rowOf(upload) {
  upload.row ??= makeRow(upload);
  return upload.row;
}

function makeRow(upload) {
  const row = document.getElementById("upload-row").content.cloneNode(true).firstElementChild;
  upload.row = row;
  for (const name of row.querySelectorAll("[data-name]")) name.textContent = upload.name;
  row.querySelector("progress").ariaLabel = `Upload of ${upload.name}`;
  row.querySelector("[data-stop]").addEventListener("click", () => actions.onStop(upload));
  row.querySelector("[data-again]").addEventListener("click", () => actions.onAgain(upload));
  showRow(upload);
  return row;
}

export function showRow({ row, name, state, sentence, share, isFinal }) {
  if (!row) return; // its card has not been shown yet
  const isFailed = state === "failed";
  row.className = state;
  row.querySelector("use").setAttribute("href", isFailed ? "#i-octagon-alert" : "#i-arrow-up");
  const line = row.querySelector("[data-sentence]");
  Object.assign(line, { textContent: sentence, className: isFailed ? "error" : "" });
  const progress = row.querySelector("progress");
  Object.assign(progress, { value: share, hidden: isFailed });
  row.querySelector("[data-again]").hidden = !isFailed || isFinal;
  row.querySelector("[data-stop]").ariaLabel = `${isFailed ? "Dismiss" : "Stop uploading"} ${name}`;
}

// A card has been opened, or drawn anew.
document.addEventListener("htmx:after:swap", placeRows);
