// The list of a search as a page has it: empty and hidden, until there is an answer.

/** What is put beside the field; `leave` is what its cross does. */
export function drawList(field, leave) {
  const form = field.closest(".search");
  const list = Object.assign(document.createElement("div"), { id: "hits", role: "listbox", ariaLabel: "Cards found" });
  const results = Object.assign(document.createElement("div"), { className: "results", hidden: true });
  results.append(list);
  form.append(closer(leave), results);
  for (const element of [form.querySelector(".closer"), results]) {
    element.addEventListener("mousedown", (event) => event.preventDefault()); // does not leave the field, as what scrolls
  }
  const attributes = { role: "combobox", "aria-controls": "hits", "aria-autocomplete": "list", "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
  return { list, results, fill: (text) => fill(list, text), sayFailed: (failure) => say(list, failure.message) };
}

function closer(leave) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "icononly closer" });
  button.ariaLabel = "Leave the search";
  const icon = document.querySelector(".search .icon").cloneNode(true);
  icon.firstElementChild.setAttribute("href", "#i-x");
  button.append(icon);
  button.addEventListener("click", leave);
  return button;
}

/** Show an answer of the server; returns what is said of it. */
function fill(list, text) {
  const found = new DOMParser().parseFromString(text, "text/html").getElementById("found");
  list.replaceChildren(...found.children);
  list.parentElement.scrollTop = 0;
  return found.dataset.says;
}

function say(list, sentence) {
  const line = Object.assign(document.createElement("p"), { className: "group", role: "presentation", textContent: sentence });
  list.replaceChildren(line);
  return sentence;
}
