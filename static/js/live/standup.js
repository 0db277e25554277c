// A standup of the project: what shows it is fetched when there is one, not before.
import { projectKey, readDraft } from "../drafts.js";

const SAYS = ["hello", "ping", "people", "standup", "followers"];
let banner = null;
let before = []; // who is here, if that was said before there was a standup

/** Hear what the stream says, at once: what others do to cards may have to wait for somebody who drags one. */
export function hear({ type, data }) {
  if (!SAYS.includes(type)) return;
  const content = JSON.parse(data);
  const standup = type === "hello" ? content.standup : type === "standup" && content;
  if (standup?.started) banner ??= fetchBanner();
  if (banner) banner.then((module) => module.hear(type, content));
  else if (type !== "ping") before = type === "hello" ? [[type, content]] : [before[0], [type, content]].filter(Boolean);
}

/** Whoever is signed out, or taken out of the project, leads and follows nobody there any more. */
export function hearNoMore() {
  banner?.then((module) => module.hear("ended"));
}

async function fetchBanner() {
  // Not to be had now: the next word of a standup tries again.
  const module = await import("../standup/banner.js").catch(() => null);
  if (!module) banner = null;
  else for (const [type, content] of before) module.hear(type, content);
  return module ?? { hear() {} };
}

/** What the stream's address says of this window: the leader reads how many follow. */
export function followsQuery() {
  const { isOn } = JSON.parse(readDraft(`standup-${projectKey()}`) || "{}");
  return isOn ? "&follows=1" : "";
}
