// The page of the plan, for those who may write in it.
import "../own_changes.js";
import "./writing.js";
import { begin, open } from "./cell.js";

begin();
// What a reload has brought back would else look as if it were saved.
for (const note of document.querySelectorAll(".celledit [data-note]")) {
  note.append(document.getElementById("cellkept").content.cloneNode(true));
}
document.addEventListener("htmx:after:swap", begin);

// A new project's first goal is what comes next.
const wanted = location.hash.startsWith("#goal-") && document.getElementById(location.hash.slice(1));
// The browser itself looks for the address' target until everything is loaded, and would take the focus there.
if (wanted) window.addEventListener("load", () => requestAnimationFrame(() => open(wanted)));

// A message that was shown once is not shown again by reloading.
const address = new URL(location.href);
if (address.searchParams.has("undo")) {
  address.searchParams.delete("undo");
  history.replaceState(history.state, "", address);
}
