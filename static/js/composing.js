// Keys that an input method needs for itself, as for Japanese: Enter takes what was composed, Escape drops it.

/** Safari sends the key when the composition has ended already; only the code 229 tells. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}
