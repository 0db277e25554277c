// The words that stand in a text while a file is on its way to the place of them.

export const pending = new Set(); // those of this page whose file may still come

const PLACEHOLDER = /!?\[[^\]\n]*\]\(upload:[\w-]+\)/g;

/** What a draft says of files that went with a page that was closed has come to nothing. */
export function withoutLost(text) {
  return text.replace(PLACEHOLDER, (words) => (pending.has(words) ? words : ""));
}

export function isAwaited(text) {
  return [...pending].some((words) => text.includes(words));
}
