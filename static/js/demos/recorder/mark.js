// Which projects this browser holds recordings for, by person: so that other pages need not open a database to ask.

export const DATABASE = "weekboard-recordings";
const PREFIX = `${DATABASE}/`;

/** Whether this person may have some: a browser that was killed had not always written the mark, but the database. */
export async function mayHaveRecordings(person) {
  if (readMark(person).length) return true;
  const all = await globalThis.indexedDB?.databases?.().catch(() => []);
  return (all ?? []).some(({ name }) => name === DATABASE);
}

export function readMark(person) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + person)) ?? [];
  } catch {
    return [];
  }
}

/** Other windows hear of it by the event `storage`. */
export function writeMark(person, projects) {
  try {
    if (projects.length) localStorage.setItem(PREFIX + person, JSON.stringify([...new Set(projects)]));
    else localStorage.removeItem(PREFIX + person);
  } catch {
    // A browser that keeps nothing for us has kept no recording either.
  }
}

/** Whether an event `storage` tells of this person's recordings. */
export function isMark({ key }, person) {
  return key === PREFIX + person;
}
