// Hours as the server writes them.

/** At most two decimals: 240 is "4", 90 is "1.5", 50 is "0.83". */
export function asHours(minutes) {
  return String(Number((minutes / 60).toFixed(2)));
}
