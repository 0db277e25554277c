// Runs before the first paint, so that a chosen theme or density never flashes in: that is why it is no module.
{
  const root = document.documentElement;
  for (const name of ["theme", "density"]) {
    try {
      const chosen = localStorage.getItem(`weekboard-${name}`);
      if (chosen) root.dataset[name] = chosen;
    } catch {
      // A browser that keeps nothing for us shows the page as the system does.
    }
  }
}
