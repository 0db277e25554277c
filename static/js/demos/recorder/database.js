// The browser's own database of recordings: one row a recording, one row a chunk of it.

import { DATABASE } from "./mark.js";

const VERSION = 1;
let opened = null; // a promise of it

/** Carries out `work(recordings, chunks)` as one transaction, and waits until its outcome is on the disk. */
export async function transact(mode, work) {
  const database = await open();
  const transaction = database.transaction(["recordings", "chunks"], mode, { durability: "strict" });
  const written = new Promise((done, fail) => {
    transaction.oncomplete = done;
    transaction.onabort = () => fail(transaction.error ?? new Error("The transaction was aborted."));
  });
  written.catch(() => {}); // it is waited for below, unless the work fails first
  const outcome = await work(transaction.objectStore("recordings"), transaction.objectStore("chunks"));
  await written;
  return outcome;
}

export function resultOf(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

function open() {
  opened ??= connect().catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

async function connect() {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("recordings", { keyPath: "id" });
    request.result.createObjectStore("chunks", { keyPath: ["recording", "index"] });
  };
  const database = await resultOf(request);
  // Another window has a newer version of this script, or the browser was told to forget this site.
  database.onversionchange = () => { database.close(); opened = null; };
  database.onclose = () => { opened = null; };
  return database;
}
