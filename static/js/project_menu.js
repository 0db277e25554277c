// The menu at a project's name: one's projects, fetched each time that it opens; by typing also those that are not shown.
import { announce } from "./announce.js";
import { ask } from "./board/send.js";
import { fetchListStyles, listbox } from "./listbox.js";
import { openedProjects } from "./projects.js";

const TYPING_PAUSE = 150;
const opener = document.querySelector(".projectname");
const place = document.getElementById("projects");
let request; // the last one: an answer to an earlier one is not shown

export async function show(menu) {
  try {
    const [page] = await Promise.all([fetchProjects(menu), fetchListStyles()]);
    if (page) fill(menu, page);
  } catch (failure) {
    sayFailed(failure);
  }
}

async function fetchProjects(menu, q = "") {
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  const query = new URLSearchParams([["here", document.body.dataset.projectId], ...openedProjects().map((id) => ["opened", id])]);
  if (q) query.set("q", q);
  try {
    return new DOMParser().parseFromString(await ask(`${menu.dataset.projects}?${query}`, { signal }), "text/html");
  } catch (failure) {
    if (!signal.aborted) throw failure;
  }
}

function fill(menu, page) {
  const newProject = page.querySelector("template");
  const item = document.getElementById("newproject");
  item.hidden = !newProject;
  if (newProject) item.replaceChildren(newProject.content);
  newProject?.remove();
  place.replaceChildren(...page.body.childNodes);
  place.style.minBlockSize = "";
  const input = place.querySelector("input");
  if (input) beginSearch(menu, input);
}

function beginSearch(menu, input) {
  const list = place.querySelector("[role=listbox]");
  const box = listbox(input, list, {
    onChoose: ({ href }) => location.assign(href),
    onClose: () => menu.hidePopover(),
  });
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, TYPING_PAUSE);
  });
  // On a phone the field would bring the keyboard up, over the list.
  if (matchMedia("(hover: hover)").matches && [opener, document.body].includes(document.activeElement)) input.focus();

  async function search() {
    const page = await fetchProjects(menu, input.value.trim()).catch(sayFailed);
    if (!page || !list.isConnected) return;
    list.replaceChildren(...page.getElementById("projectlist").children);
    place.querySelector("#projectnote").replaceWith(page.getElementById("projectnote"));
    box.refresh({ keeps: false });
  }
}

function sayFailed({ message }) {
  const sentence = `Your projects could not be fetched. ${message}`;
  const note = document.getElementById("projectnote") ?? place.appendChild(document.createElement("p"));
  Object.assign(note, { id: "projectnote", className: "menu-head", textContent: sentence });
  announce(sentence);
}

// --- By keys ------------------------------------------------------------------------------------------------------
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("#projectmenu:popover-open");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step || event.defaultPrevented) return;
  const links = [...menu.querySelectorAll("a:not([tabindex])")];
  const here = links.indexOf(document.activeElement);
  if (here < 0 && document.activeElement !== opener) return;
  event.preventDefault();
  links.at((here + step) % links.length || 0)?.focus();
});
