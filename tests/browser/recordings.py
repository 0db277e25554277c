"""Recordings in a browser's own database, put there and read by the script of the pages."""

from django.contrib.staticfiles.storage import staticfiles_storage

CALL = """async ([address, name, ...given]) => {
  const recordings = await import(address);
  const outcome = await recordings[name](...given);
  if (!outcome?.blob) return outcome;
  return { ...outcome, size: outcome.blob.size, text: await outcome.blob.text() };
}"""
CHUNK = """async ([address, id, index, bytes]) =>
  (await import(address)).addChunk(id, index, new Uint8Array(bytes).buffer)"""


def address():
    return staticfiles_storage.url("js/demos/recorder/recordings.js")


def call(page, name, *given):
    return page.evaluate(CALL, [address(), name, *given])


def add_chunk(page, recording, index, content):
    return page.evaluate(CHUNK, [address(), recording, index, list(content)])


def begin(page, project, person, **about):
    given = {"project": str(project.pk), "person": str(person.pk), "week": 1, "type": "video/webm"} | about
    return call(page, "beginRecording", given)


def listed(page, person):
    return call(page, "listRecordings", str(person.pk))
