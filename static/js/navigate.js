// Goes to a page that does the same as what could not be shown here, but only if there is a server to answer.
import { ask } from "./board/send.js";
import { sayFailed } from "./toast.js";

/** What a click or a key needs could not be fetched: `address` is the same as a page. */
export async function navigateOrReport(address, retry) {
  if (await isServerThere(address)) location.assign(address);
  else sayFailed("This needs the server, which cannot be reached.", retry);
}

/** Whether we would be answered there, be it by a refusal; a browser on a network knows nothing of servers. */
function isServerThere(address) {
  const isRefusal = ({ status }) => status >= 400 && status < 500 && status !== 408;
  return ask(address, { method: "HEAD", cache: "no-store" }).then(() => true, isRefusal);
}

/** A card or its pieces could not be shown over the board: the page of their own says why, if the server answers. */
export function navigateAfterFailure({ status, message }, address, retry) {
  if (status) location.assign(address);
  else sayFailed(`The card was not opened. ${message}`, retry);
}
