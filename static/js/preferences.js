// The two choices in the user menu, kept in this browser only: the theme, and how dense the cards are.
// Runs before the first paint, so that neither flashes in: that is why it is no module.
{
  const THEMES = ["", "light", "dark"];
  const THEME_NAMES = { "": "as the system", light: "light", dark: "dark" };
  const root = document.documentElement;

  const chosen = (name) => root.dataset[name] ?? "";

  const apply = (name, value) => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    show();
  };

  const choose = (name, value) => {
    apply(name, value);
    try {
      if (value) localStorage.setItem(`weekboard-${name}`, value);
      else localStorage.removeItem(`weekboard-${name}`);
    } catch {
      // Nothing is kept; the choice holds for this page.
    }
  };

  /** The buttons say what is chosen. */
  const show = () => {
    const theme = document.querySelector("[data-preference=theme] [data-choice]");
    if (theme) theme.textContent = THEME_NAMES[chosen("theme")] ?? THEME_NAMES[""];
    const density = document.querySelector("[data-preference=density]");
    density?.setAttribute("aria-pressed", String(chosen("density") === "compact"));
  };

  for (const name of ["theme", "density"]) {
    try {
      apply(name, localStorage.getItem(`weekboard-${name}`));
    } catch {
      // A browser that keeps nothing for us shows the page as the system does.
    }
  }

  document.addEventListener("DOMContentLoaded", show);
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
}
