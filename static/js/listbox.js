// A list that one types into: the caret stays in the field, arrows go through the options, Enter takes one, Escape closes.
import { isComposing } from "./composing.js";
import { withStyles } from "./styles.js";

let count = 0; // of the options that were given an id

export const fetchListStyles = () => withStyles(new URL("../css/listbox.css", import.meta.url));

/** As names are looked for: without accents and capitals. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * `onChoose(option, event)` by Enter or a click; `onClose(event)` by Escape. Other `keys` may take an option, as Tab does.
 * With `narrows`, what is typed hides the options that do not hold its words, but for those with data-always.
 * `isOpen()` says whether keys are the list's; without, they are while any option can be seen.
 */
export function listbox(input, list, { onChoose, onClose, narrows = false, keys = ["Enter"], isOpen = () => true }) {
  const ending = new AbortController();
  const { signal } = ending;
  let active = null;

  const options = () => [...list.querySelectorAll("[role=option]")].filter((option) => !option.closest("[hidden]"));

  /** The option that Enter takes; none is as well. */
  function activate(option) {
    active?.removeAttribute("data-active");
    if (!isMultiple()) active?.setAttribute("aria-selected", "false");
    active = option ?? null;
    if (!active) return input.removeAttribute("aria-activedescendant");
    active.id ||= `option-${++count}`;
    active.setAttribute("data-active", "");
    if (!isMultiple()) active.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }

  const isMultiple = () => list.getAttribute("aria-multiselectable") === "true";

  /** The options have changed, or what is typed: the one that was active is it still, if it can be seen, else the first. */
  function refresh({ keeps = true } = {}) {
    if (narrows) narrow();
    const all = options();
    if (input.getAttribute("role") === "combobox") input.setAttribute("aria-expanded", String(all.length > 0));
    activate((keeps && all.find((option) => option.id && option.id === active?.id)) || all[0]);
  }

  function narrow() {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    for (const option of list.querySelectorAll("[role=option]:not([data-always])")) {
      const text = fold(option.dataset.find ?? option.textContent);
      option.hidden = !words.every((word) => text.includes(word));
    }
  }

  function onKeydown(event) {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey || !isOpen()) return;
    if (event.key === "Escape") return onEscape(event);
    const all = options();
    const target = targetOf(event.key, all, all.indexOf(active));
    if (target) activate(target);
    else if (!keys.includes(event.key) || !active) return;
    else if (!event.repeat) onChoose(active, event);
    event.preventDefault();
    event.stopPropagation();
  }

  /** Home and End are for the text, unless there is none. */
  function targetOf(key, all, here) {
    if (key === "ArrowDown") return all[(here + 1) % all.length];
    if (key === "ArrowUp") return all.at(here < 1 ? -1 : here - 1);
    if (input.value) return null;
    return { Home: all[0], End: all.at(-1) }[key];
  }

  /** It closes the list, and neither the dialog nor the search that the field is in. */
  function onEscape(event) {
    event.preventDefault();
    event.stopPropagation();
    onClose(event);
  }

  input.addEventListener("keydown", onKeydown, { signal });
  if (narrows) input.addEventListener("input", () => refresh({ keeps: false }), { signal });
  // A press on an option leaves the focus, and the caret, where they are.
  list.addEventListener("pointerdown", (event) => event.target.closest("[role=option]") && event.preventDefault(), { signal });
  list.addEventListener("mousedown", (event) => event.target.closest("[role=option]") && event.preventDefault(), { signal });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option || event.ctrlKey || event.metaKey) return; // a link in a new tab
    event.preventDefault();
    activate(option);
    onChoose(option, event);
  }, { signal });
  refresh();

  /** `end` takes the listeners away; the field is a field again. */
  const end = () => {
    ending.abort();
    activate(null);
    if (input.getAttribute("role") === "combobox") input.setAttribute("aria-expanded", "false");
  };
  return { refresh, activate, end, active: () => active };
}
