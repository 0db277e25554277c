"""The gate: what is attached, what is refused and why, and how long somebody waits."""

import errno
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from boards.files import upload as gate
from boards.files.pictures.task import REFUSALS
from boards.files.upload import Busy, InvalidFile, read_upload
from projects.files.child import ChildFailed, ChildRefused, Interrupted, run_in_child
from projects.files.slots import Slots
from tests.boards.files.pictures import KINDS, moving, noise, plain, saved

pytestmark = [pytest.mark.usefixtures("files"), pytest.mark.one_database]

OTHERS = {
    "notes.txt": b"Parcels, counted.",
    "page.png": b"<!doctype html><script>alert(1)</script>",
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "report.pdf": b"%PDF-1.7",
    "parcels.zip": b"PK\x03\x04",
}


def sent(content, name="picture.bin"):
    return SimpleUploadedFile(name, content)


def spooled(content, name="picture.bin"):
    """One that is large enough to be written to the disk as it arrives."""
    upload = TemporaryUploadedFile(name, "", len(content), "")
    upload.write(content)
    upload.flush()
    return upload


def sentence(upload, error=InvalidFile):
    with pytest.raises(error) as refused, read_upload(upload):
        pass
    return str(refused.value)


class Child:
    """Stands in for the process: what it writes and says, or what it ends with."""

    def __init__(self, monkeypatch):
        self.error, self.limits, self.task = None, None, None
        self.picture, self.preview = saved(plain(), "png"), saved(plain(), "webp")
        self.said = {"width": 64, "height": 48, "animated": False, "preview": True}
        monkeypatch.setattr(gate, "run_in_child", self.run)

    def run(self, task, arguments, *, inputs, folder, limits):
        self.task, self.limits = arguments, limits
        if self.error:
            raise self.error
        (folder / "picture").write_bytes(self.picture)
        (folder / "preview").write_bytes(self.preview)
        return self.said


@pytest.fixture
def child(monkeypatch):
    return Child(monkeypatch)


def work(files):
    return [path for path in files.rglob("*") if path.is_file()]


# --- Pictures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_what_its_bytes_say_whatever_its_name_says(kind):
    with read_upload(sent(saved(plain(), kind), "notes.txt")) as new:
        assert (new.kind, new.width, new.height, new.animated) == (kind, 64, 48, False)
        assert (new.name, new.preview) == ("notes.txt", None)


def test_a_large_picture_comes_with_a_preview():
    with read_upload(spooled(saved(noise((1600, 900)), "png"))) as new:
        assert (new.kind, new.preview_kind, new.size > new.preview_size > 0) == ("png", "webp", True)
        assert new.preview.read(4) == b"RIFF"


def test_one_that_moves_says_so():
    with read_upload(sent(moving("gif"))) as new:
        assert (new.animated, new.preview is not None) == (True, True)


def test_the_files_are_gone_afterwards(files):
    with read_upload(sent(saved(plain(), "png"))):
        assert work(files)
    assert work(files) == []


def test_the_files_are_gone_after_a_refusal_too(files):
    sentence(sent(saved(plain(), "png")[:-20]))
    assert work(files) == []


@pytest.mark.parametrize("send", [sent, spooled])
def test_what_was_sent_can_be_read_again(send):
    content = saved(plain(), "png")
    upload = send(content)
    for _ in range(2):
        with read_upload(upload) as new:
            assert new.kind == "png"
    assert upload.read() == content


# --- Other files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OTHERS)
def test_all_else_is_another_file_and_stays_as_it_is(name):
    with read_upload(sent(OTHERS[name], name)) as new:
        assert (new.kind, new.preview, new.width, new.height, new.animated) == ("", None, None, None, False)
        assert (new.name, new.size, new.file.read()) == (name, len(OTHERS[name]), OTHERS[name])


def test_another_file_waits_for_nothing(monkeypatch):
    monkeypatch.setattr(gate, "slots", Slots(0))
    with read_upload(sent(b"text")) as new:
        assert new.kind == ""


# --- Refused --------------------------------------------------------------------------------------------


def test_an_empty_file_is_refused():
    assert sentence(sent(b"")) == "This file is empty."


def test_a_picture_that_browsers_do_not_show_is_refused():
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    assert sentence(sent(heic)) == "HEIC cannot be shown. Save it as JPEG first."


def test_a_picture_has_at_most_ten_megabytes(child):
    child.picture = saved(plain(), "jpg")
    with read_upload(spooled(b"\xff\xd8\xff" + bytes(10 * 2**20 - 3))):
        pass
    said = sentence(spooled(b"\xff\xd8\xff" + bytes(10 * 2**20)))
    assert said == "This picture has 10.1 MB. A picture has at most 10 MB."


def test_another_file_has_at_most_twenty_five_megabytes():
    with read_upload(spooled(bytes(25 * 2**20))):
        pass
    said = sentence(spooled(bytes(25 * 2**20 + 1)))
    assert said == "This file has 25.1 MB. A file has at most 25 MB."


def test_a_damaged_picture_is_refused_and_not_taken_for_another_file():
    said = sentence(sent(saved(plain(), "png")[:-20]))
    assert said == "This picture is damaged, or not whole. Save it again and attach it anew."


@pytest.mark.parametrize("code", REFUSALS)
def test_whatever_the_process_refuses_has_a_sentence(child, code):
    child.error = ChildRefused(code)
    assert sentence(sent(child.picture)).startswith("This picture ")


@pytest.mark.parametrize("reason", ["time", "memory", "size", "crash"])
def test_however_the_process_ends_has_a_sentence(child, reason):
    child.error = ChildFailed(reason)
    assert "attach it" in sentence(sent(child.picture))


# --- Looked at like what people hand in -----------------------------------------------------------------


@pytest.mark.parametrize("what", ["picture", "preview"])
@pytest.mark.parametrize("content", [b"", b"<!doctype html>", saved(plain(), "gif")])
def test_what_comes_out_is_looked_at_like_what_goes_in(child, what, content):
    setattr(child, what, content)
    assert "cannot be read" in sentence(sent(saved(plain(), "png")))


@pytest.mark.parametrize(
    "said", [{"width": 0}, {"height": 10**6}, {"width": "64"}, {"animated": 1}, {"preview": None}]
)
def test_what_the_process_says_is_looked_at_too(child, said):
    child.said = child.said | said
    assert "cannot be read" in sentence(sent(child.picture))


def test_a_link_to_another_file_is_no_picture(child, monkeypatch, files):
    (files / "secret.png").write_bytes(child.picture)

    def run(task, arguments, *, inputs, folder, limits):
        (folder / "picture").symlink_to(files / "secret.png")
        return child.said | {"preview": False}

    monkeypatch.setattr(gate, "run_in_child", run)
    assert "cannot be read" in sentence(sent(child.picture))


# --- Waiting --------------------------------------------------------------------------------------------


def test_who_attaches_a_picture_waits_for_ten_seconds_at_most(child):
    with read_upload(sent(child.picture)):
        assert gate.PATIENCE - 1 < child.limits.wall <= gate.PATIENCE == 10
    assert child.limits.cpu < gate.PATIENCE


def test_time_spent_waiting_is_not_given_twice(child, monkeypatch):
    class Slow(Slots):
        def wait(self, until, most_waiting):
            self.late = time.sleep(0.2)

    slots = Slow(0)
    slots.free.release = lambda: None
    monkeypatch.setattr(gate, "slots", slots)
    with read_upload(sent(child.picture)):
        assert child.limits.wall <= gate.PATIENCE - 0.2


def test_where_nothing_is_free_in_time_the_server_is_busy(monkeypatch):
    monkeypatch.setattr(gate, "slots", Slots(0))
    monkeypatch.setattr(gate, "PATIENCE", 0.05)
    assert sentence(sent(saved(plain(), "png")), Busy).startswith("The server is busy")


def test_where_half_of_the_threads_wait_the_next_is_told_at_once(monkeypatch, settings):
    settings.THREADS = 1
    monkeypatch.setattr(gate, "slots", Slots(0))
    begun = time.monotonic()
    sentence(sent(saved(plain(), "png")), Busy)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(("threads", "waiting"), [(1, 0), (2, 0), (4, 0), (5, 1), (6, 2), (8, 4), (64, 32)])
def test_as_many_wait_as_leave_two_threads_for_pages(settings, threads, waiting):
    settings.THREADS = threads
    assert gate.most_waiting() == waiting


def test_a_process_that_stands_still_ends_in_time_and_the_picture_may_be_sent_again(monkeypatch):
    monkeypatch.setattr(gate, "PATIENCE", 0.5)

    def stand_still(task, arguments, **how):
        return run_in_child("tests.projects.files.tasks:stop_itself", {}, **how)

    monkeypatch.setattr(gate, "run_in_child", stand_still)
    assert sentence(sent(saved(plain(), "png")), Busy).startswith("The server is busy")


@pytest.mark.parametrize("send", [sent, spooled])
def test_a_full_disk_is_the_servers_and_not_the_pictures(child, send):
    child.error = ChildFailed("disk")
    assert sentence(send(child.picture), Busy) == "The server's disk has no room for this. Nothing was saved."


@pytest.mark.parametrize("content", [b"text", saved(plain(), "png")])
def test_a_disk_that_is_full_when_the_file_is_stored_is_said_as_well(child, content):
    with pytest.raises(Busy, match="no room"), read_upload(sent(content)):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_another_fault_of_the_disk_is_none_of_the_senders(child):
    with pytest.raises(PermissionError), read_upload(sent(b"text")):
        raise PermissionError(errno.EACCES, "Permission denied")


def test_a_server_that_ends_has_the_picture_sent_again(child):
    child.error = Interrupted()
    assert sentence(sent(child.picture), Busy).startswith("The server is busy")


def test_a_slot_is_free_again_after_a_refusal(child):
    for _ in range(5):
        child.error = ChildFailed("crash")
        sentence(sent(child.picture))
    child.error = None
    with read_upload(sent(child.picture)) as new:
        assert new.kind == "png"


def test_another_file_is_moved_to_its_place_and_not_copied(card, member, files):
    content = b"log line\n" * 300_000
    upload = spooled(content, "server.log")
    number = Path(upload.temporary_file_path()).stat().st_ino
    with read_upload(upload) as new:
        card.attach(new, by=member)
    stored = card.files.get()
    assert (Path(stored.file.path).stat().st_ino, stored.size) == (number, len(content))
