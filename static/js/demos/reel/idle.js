// While a film plays and nobody moves, only the film is shown: the style sheet hides the rest.

const PATIENCE = 2_500; // milliseconds

export function followPointer(root, signal) {
  let timer;
  const wake = () => {
    root.removeAttribute("data-idle");
    clearTimeout(timer);
    timer = setTimeout(() => root.setAttribute("data-idle", ""), PATIENCE);
  };
  for (const event of ["pointermove", "pointerdown", "keydown", "focusin"]) root.addEventListener(event, wake, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  wake();
}
