// Recordings that were not handed in: kept in this browser chunk by chunk while they are made, for one person each.
import { resultOf, transact } from "./database.js";
import { readMark, writeMark } from "./mark.js";

const LOCK = "weekboard-recording/";
const inMemory = new Map(); // id → { about, chunks }: what this window has begun, and what did not fit on the disk
const releases = new Map(); // id → ends the lock by which other windows see that it is being recorded

// What does not lie on the disk goes with this page.
addEventListener("beforeunload", (event) => {
  if ([...inMemory.values()].some(({ chunks }) => chunks.size)) event.preventDefault();
});

/** Returns the id, which the server is later given as the request's. `week` is the number that the milestone has now. */
export async function beginRecording({ project, week, milestone, person, type }) {
  const about = { id: crypto.randomUUID(), project, week, milestone, person, type, startedAt: Date.now() };
  inMemory.set(about.id, { about, chunks: new Map() });
  hold(about.id);
  if (await isWritten((recordings) => recordings.add(about))) writeMark(person, [...readMark(person), project]);
  return about.id;
}

/** Answers false when it is in memory alone, and so is what comes after it: the page must not be closed then. */
export async function addChunk(id, index, buffer) {
  const mine = inMemory.get(id);
  const isOnDisk = !mine?.chunks.size && (await isWritten(async (recordings, chunks) => {
    if (!(await resultOf(recordings.getKey(id)))) throw new Error("It was thrown away, or never written.");
    chunks.put({ recording: id, index, buffer });
  }));
  if (!isOnDisk) mine?.chunks.set(index, buffer);
  return isOnDisk;
}

/** `poster` is a Blob. One that is never finished, after a crash, counts as finished with its last chunk. */
export async function finishRecording(id, { seconds, poster }) {
  const isOnDisk = await changeRecording(id, { seconds, poster: await poster?.arrayBuffer() });
  releases.get(id)?.();
  // Not while it is recorded: a browser may put a question for it.
  if (inMemory.has(id)) navigator.storage?.persist?.().catch(() => {});
  return isOnDisk;
}

export async function changeRecording(id, changes) {
  const mine = inMemory.get(id);
  if (mine) Object.assign(mine.about, changes);
  return isWritten(async (recordings) => {
    const about = await resultOf(recordings.get(id));
    if (about) recordings.put({ ...about, ...changes });
  });
}

/** Returns what is known of it, with its `blob`; null for one that is gone. `isKept` says whether it lies on the disk. */
export async function readRecording(id) {
  const [about, rows] = await readRows(id);
  const mine = inMemory.get(id);
  if (!about && !mine) return null;
  const buffers = new Map(rows.map(({ index, buffer }) => [index, buffer]));
  for (const [index, buffer] of mine?.chunks ?? []) buffers.set(index, buffer);
  const inOrder = [...buffers.keys()].sort((a, b) => a - b).map((index) => buffers.get(index));
  const { type } = about ?? mine.about;
  return {
    ...withPoster(mine?.about ?? about),
    blob: new Blob(inOrder, { type }),
    chunks: inOrder.length,
    isKept: Boolean(about && !mine?.chunks.size),
  };
}

/** Returns what is known of each, newest first; `isBeingMade` says that a window is recording it now. */
export async function listRecordings(person) {
  const [held, [all, keys]] = [await heldIds(), await readAll()];
  if (!all) return [];
  const filled = new Set(keys.map(([id]) => id));
  const theirs = all.filter((about) => about.person === person && (filled.has(about.id) || held.has(about.id)));
  writeMark(person, theirs.map(({ project }) => project));
  return theirs
    .sort((a, b) => b.startedAt - a.startedAt)
    .map((about) => ({ ...withPoster(about), isBeingMade: held.has(about.id) }));
}

export async function discardRecording(id) {
  const person = inMemory.get(id)?.about.person ?? (await readRows(id))[0]?.person;
  forget(id);
  await isWritten((recordings, chunks) => remove(recordings, chunks, id));
  if (person) await listRecordings(person); // for the mark
}

export async function discardAll(person) {
  for (const [id, { about }] of inMemory) if (about.person === person) forget(id);
  const isGone = await isWritten(async (recordings, chunks) => {
    for (const about of await resultOf(recordings.getAll())) if (about.person === person) remove(recordings, chunks, about.id);
  });
  if (isGone) writeMark(person, []);
}

/** How the name of its file ends. */
export function endingOf(type) {
  return type.startsWith("video/mp4") ? ".mp4" : ".webm";
}

// --- What they share -----------------------------------------------------------------------------------------
function remove(recordings, chunks, id) {
  recordings.delete(id);
  chunks.delete(IDBKeyRange.bound([id], [id, []]));
}

function forget(id) {
  inMemory.delete(id);
  releases.get(id)?.();
}

/** A full disk, a browser that keeps nothing, or one whose person forbids it. */
async function isWritten(work) {
  try {
    await transact("readwrite", work);
    return true;
  } catch {
    return false;
  }
}

/** Nothing where the browser does not say. */
function readAll() {
  return transact("readonly", (recordings, chunks) =>
    Promise.all([resultOf(recordings.getAll()), resultOf(chunks.getAllKeys())])).catch(() => []);
}

function readRows(id) {
  const range = () => IDBKeyRange.bound([id], [id, []]);
  return transact("readonly", (recordings, chunks) =>
    Promise.all([resultOf(recordings.get(id)), resultOf(chunks.getAll(range()))])).catch(() => [undefined, []]);
}

function withPoster(about) {
  return { ...about, poster: about.poster ? new Blob([about.poster], { type: "image/jpeg" }) : null };
}

/** Held until it is finished, or its window is gone. */
function hold(id) {
  navigator.locks?.request(LOCK + id, () => new Promise((done) => releases.set(id, done)));
}

async function heldIds() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.filter(({ name }) => name.startsWith(LOCK)).map(({ name }) => name.slice(LOCK.length)));
}
