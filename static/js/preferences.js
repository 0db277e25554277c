// The choices in the user menu, kept in this browser only: the theme, how dense the cards are, keys of one letter.
// Runs before the first paint, so that neither flashes in: that is why it is no module.
{
  const THEMES = ["", "light", "dark"];
  const THEME_NAMES = { "": "as the system", light: "light", dark: "dark" };
  const SWITCHES = { density: ["", "compact"], keys: ["off", ""] }; // off and on
  const NAMES = ["theme", ...Object.keys(SWITCHES)];
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
    for (const button of document.querySelectorAll("[data-preference][aria-pressed]")) {
      const name = button.dataset.preference;
      button.setAttribute("aria-pressed", String(chosen(name) === SWITCHES[name][1]));
    }
  };

  for (const name of NAMES) {
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
    if (name in SWITCHES) choose(name, SWITCHES[name].find((value) => value !== chosen(name)));
  });
  // Other windows of this browser follow.
  window.addEventListener("storage", ({ key, newValue }) => {
    const name = NAMES.find((one) => key === `weekboard-${one}`);
    if (name) apply(name, newValue ?? "");
  });
}
