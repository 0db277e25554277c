// The two choices in the user menu, kept in this browser only: the theme, and how dense the cards are.

const THEMES = ["", "light", "dark"];
const THEME_NAMES = { "": "as the system", light: "light", dark: "dark" };
const root = document.documentElement;

document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-preference]")?.dataset.preference;
  if (name === "theme") choose("theme", THEMES[(THEMES.indexOf(chosen("theme")) + 1) % THEMES.length]);
  if (name === "density") choose("density", chosen("density") ? "" : "compact");
});

// Other windows of this browser follow.
window.addEventListener("storage", ({ key, newValue }) => {
  if (key === "weekboard-theme") apply("theme", newValue ?? "");
  if (key === "weekboard-density") apply("density", newValue ?? "");
});

show();

function chosen(name) {
  return root.dataset[name] ?? "";
}

function choose(name, value) {
  apply(name, value);
  try {
    if (value) localStorage.setItem(`weekboard-${name}`, value);
    else localStorage.removeItem(`weekboard-${name}`);
  } catch {
    // Nothing is kept; the choice holds for this page.
  }
}

function apply(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  show();
}

/** The buttons say what is chosen. */
function show() {
  const theme = document.querySelector("[data-preference=theme] [data-choice]");
  if (theme) theme.textContent = THEME_NAMES[chosen("theme")] ?? THEME_NAMES[""];
  document
    .querySelector("[data-preference=density]")
    ?.setAttribute("aria-pressed", String(chosen("density") === "compact"));
}
