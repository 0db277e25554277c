// The line of a standup in the top bar: who leads, how this window stands to it, the clock.
import { announceLater } from "../announce.js";
import { learnTime, showClock, stopClock } from "./clock.js";
import { follow, letGo, mode, startFollowing, stopFollowing } from "./follow.js";
import { beginToLead, endToLead } from "./lead.js";
import { send } from "./verbs.js";

// What is said after so many milliseconds without a stream: pages outside the project have none.
const ABSENCES = [["elsewhere", 10_000], ["away", 60_000]];
const WAYS = ":is([data-act=follow], [data-act=let-go]):not([hidden])"; // into following, or out of it
const me = Number(document.body.dataset.person);
const template = document.getElementById("standup-line");
let line = null;
let standup = { version: -1, started: null };
let people = [];
let followers = 0;
let absent = { leader: null, word: "", timers: [] };

/** What the stream says of the standup, and of who is here. */
export function hear(type, content) {
  if (type === "ended") return standup.started && end();
  if (content.now) learnTime(content.now);
  if (type === "hello") ({ people, followers } = content);
  else if (type === "people") people = content;
  else if (type === "followers") followers = content;
  const next = { hello: content.standup, standup: content }[type];
  // A late word of an earlier step is none.
  if (next && next.version >= standup.version) change(next, type);
  if (type !== "ping") watchLeader();
}

function change(next, type) {
  const before = standup;
  standup = next;
  if (!standup.started) {
    if (!before.started) return;
    end();
    return announceLater("The standup is over.");
  }
  line ??= template.parentNode.insertBefore(template.content.cloneNode(true).firstElementChild, template);
  if (before.started && standup.leader !== before.leader && standup.leader) sayWhoLeads();
  if (!before.started && type === "standup") sayBegun();
  if (standup.leader === me) {
    stopFollowing();
    beginToLead(standup.version);
  } else {
    endToLead();
    follow(standup, draw);
  }
  showClock(line.querySelector("[data-clock]"), standup.started, standup.minutes);
}

function sayWhoLeads() {
  const who = standup.leader === me ? "You lead" : `${standup.by} leads`;
  import("../toast.js").then(({ sayDone }) => sayDone(`${who} now.`), () => {});
}

/** A page that was open before hears it; one that comes later has it in its line. */
function sayBegun() {
  announceLater(standup.leader === me ? "You lead the standup." : `${standup.by} leads a standup. You can follow.`);
}

function end() {
  standup = { ...standup, started: null };
  stopClock();
  endToLead();
  stopFollowing();
  const focused = document.activeElement;
  line.hidden = true;
  showForms();
  if (focused.closest("#standup-now, [data-standup]")) (document.getElementById("su-title") ?? document.getElementById("main")).focus();
}

/** The page of a standup offers to lead one that nobody leads, and at its end to finish it. */
function showForms() {
  for (const form of document.querySelectorAll("form[data-standup=lead]")) form.hidden = Boolean(standup.leader);
  for (const form of document.querySelectorAll("form[data-standup=finish]")) form.hidden = !["leading", "alone"].includes(role());
}

/** How this window stands to the standup; "" where there is none. */
function role() {
  if (!standup.started) return "";
  if (!standup.leader) return "alone";
  return standup.leader === me ? "leading" : mode();
}

// --- Who is away ----------------------------------------------------------------------------------------------
/** A window that nobody sees gives its stream up, and has said so: its leader is not away. */
function watchLeader() {
  const { leader, place } = standup;
  const isHere = people.includes(leader) || place?.hidden || !leader;
  if (isHere || absent.leader !== leader) {
    absent.timers.forEach(clearTimeout);
    absent = { leader, word: "", timers: [] };
  }
  if (!isHere && !absent.timers.length) {
    absent.timers = ABSENCES.map(([word, time]) => setTimeout(() => { absent.word = word; draw(); }, time));
  }
  draw();
}

// --- What the line says ---------------------------------------------------------------------------------------
function draw() {
  if (!line || !standup.started) return;
  const is = role();
  const [before, after] = words(is);
  const { activeElement } = document;
  line.dataset.mode = is;
  line.querySelector("[data-before]").textContent = before;
  line.querySelector("[data-by]").textContent = ["leading", "alone"].includes(is) ? "" : standup.by;
  line.querySelector("[data-after]").textContent = after;
  for (const part of line.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(is);
  line.hidden = false;
  showForms();
  if (activeElement.matches("#standup-now > [hidden]")) line.querySelector(WAYS)?.focus();
}

function words(is) {
  if (is === "alone") return ["Nobody leads the standup.", ""];
  if (is === "leading") return [followers ? `You lead, ${followers} follow${followers === 1 ? "s" : ""}` : "You lead", ""];
  const { address, name } = standup.place;
  if (absent.word === "away") return ["", " is away"];
  if (is === "waiting") return ["", ` is at ${name || "another page"}`];
  if (!address || absent.word) return ["", " is elsewhere"];
  return is === "following" ? ["Following ", ""] : ["", " leads a standup."];
}

// --- What one does with it ------------------------------------------------------------------------------------
const ACTS = { follow: startFollowing, "let-go": letGo };

document.addEventListener("click", ({ target }) => {
  const act = target.closest("#standup-now button[data-act]")?.dataset.act;
  if (!act) return;
  target.closest("[popover]")?.hidePopover();
  if (act in ACTS) ACTS[act]();
  else send(act);
});
