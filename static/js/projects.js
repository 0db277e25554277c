// Which projects somebody has opened in this browser; and the menu of them, which comes when it is opened.
import { openedName } from "./drafts.js";

const MOST = 20;
const FEW = 7;
const { person, projectId } = document.body.dataset;
const menu = document.getElementById("projectmenu");

if (projectId) remember();
window.addEventListener("pageshow", ({ persisted }) => persisted && projectId && remember());

menu?.addEventListener("beforetoggle", ({ newState }) => {
  if (newState !== "open") return;
  const place = document.getElementById("projects");
  // As much room as they will take, so that nothing moves under a hand that is quicker than the network.
  if (!place.childElementCount) place.style.minBlockSize = `${Math.min(openedProjects().length, FEW) * 3}rem`;
  import("./project_menu.js").then(({ show }) => show(menu), () => {
    place.textContent = "Your projects could not be fetched. Open the menu again to try again.";
  });
});

/** Their ids, the latest first. */
export function openedProjects() {
  try {
    return JSON.parse(localStorage.getItem(openedName(person)) ?? "[]");
  } catch {
    return []; // a browser that keeps nothing for us
  }
}

function remember() {
  const others = openedProjects().filter((id) => id !== projectId);
  try {
    localStorage.setItem(openedName(person), JSON.stringify([projectId, ...others].slice(0, MOST)));
  } catch {
    // As above.
  }
}
