// Copies what an address answers as a text, for a chat.
import { ask } from "./board/send.js";
import { sayDone, sayFailed } from "./toast.js";

export async function copy(address) {
  let text;
  try {
    text = await ask(address);
  } catch ({ message }) {
    return sayFailed(`The text was not copied. ${message}`, () => copy(address));
  }
  try {
    await navigator.clipboard.writeText(text);
    sayDone("Copied. Paste it into your chat.");
  } catch {
    // Without https the browser keeps the clipboard to itself: the text is shown to be copied by hand.
    location.assign(address);
  }
}
