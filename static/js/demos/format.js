// Lengths and sizes of films, as people read them.
const MB = 1024 * 1024;

/** "0:29" */
export function clock(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "1.2"; what there is of it is never nothing. */
export function megabytes(bytes) {
  return Math.max(0.1, bytes / MB).toFixed(1);
}
