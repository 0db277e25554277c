"""What somebody attaches to a card: a picture by its own first bytes, which a child process reads, or another file.

This is the gate. A picture is made anew while its sender waits; another file is stored as it is and never opened.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from boards.files.kinds import HEAD, hidden_kind, picture_kind
from boards.models.card.attaching import NewFile
from projects import limits
from projects.files.child import (
    ChildFailed,
    ChildLimits,
    ChildRefused,
    Interrupted,
    run_in_child,
    work_folder,
)
from projects.files.slots import NoSlot, Slots
from projects.files.storage import DISK_FULL, is_disk_full
from projects.words import megabytes

TASK = "boards.files.pictures.task:make"
PATIENCE = 10.0  # seconds that the sender of a picture waits, for a slot and for the child together
CPU_SECONDS = 8  # of the processor: a picture that takes more will do so the next time too
LONGEST_SIDE = 2**16
PREVIEW_KIND = "webp"
slots = Slots(min(2, max(1, settings.THREADS // 2)))

BUSY = "The server is busy with other pictures. Please try again in a moment."
REFUSALS = {
    "damaged": "This picture is damaged, or not whole. Save it again and attach it anew.",
    "too_many_pixels": "This picture has more than 50 million pixels. Make it smaller and attach it again.",
    "too_many_frames": "This picture moves for too long. Shorten it or make it smaller, and attach it again.",
    "time": "It takes too long to read this picture. Make it smaller and attach it again.",
    "memory": "It takes too much memory to read this picture. Make it smaller and attach it again.",
    "size": "This picture becomes too large when it is saved. Make it smaller and attach it again.",
    "crash": "This picture cannot be read. Save it as PNG or JPEG and attach it anew.",
}


class InvalidFile(Exception):
    """This file is not accepted, however often it is sent; the argument is a sentence for the person."""


class Busy(Exception):
    """This file cannot be taken at the moment; the argument is a sentence for the person."""


@contextmanager
def read_upload(upload: UploadedFile) -> Iterator[NewFile]:
    """Yield what is to be attached; its files are gone after the block. Raises InvalidFile or Busy.

    To be entered before the transaction: it may wait for as long as PATIENCE. It is Busy, too, if the disk has no
    room for what the block stores.
    """
    with noticing_a_full_disk(), of_kind(upload) as new:
        yield new


@contextmanager
def of_kind(upload: UploadedFile) -> Iterator[NewFile]:
    """Yield it as the picture, or as the other file, that its first bytes say it is."""
    upload.open()
    head = upload.read(HEAD)
    upload.seek(0)
    kind = picture_kind(head)
    check(upload.size or 0, kind, hidden_kind(head))
    if not kind:
        yield NewFile(file=upload, name=upload.name or "")
        return
    with made_of(upload, kind) as new:
        yield new


def check(size: int, kind: str, hidden: str) -> None:
    """Raise InvalidFile for what is known without a look into the file."""
    most, what = (limits.PICTURE_BYTES, "picture") if kind else (limits.CARD_FILE_BYTES, "file")
    if not size:
        raise InvalidFile("This file is empty.")
    if hidden:
        raise InvalidFile(f"{hidden} cannot be shown. Save it as JPEG first.")
    if size > most:
        raise InvalidFile(f"This {what} has {megabytes(size)} MB. A {what} has at most {most // 1024**2} MB.")


@contextmanager
def made_of(upload: UploadedFile, kind: str) -> Iterator[NewFile]:
    """Have a child process make of a picture what is stored of it, as soon as there is a slot for it."""
    until = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        with refusing(until):
            folder = stack.enter_context(work_folder())
            with slots.taken(until, most_waiting()):
                made = run_child(upload, kind, folder, until)
            new = checked(made, kind, folder, stack)
        yield replace(new, name=upload.name or "")


def most_waiting() -> int:
    """Return how many threads may wait for a slot: beside those at work, two are left for pages."""
    return max(0, min(settings.THREADS // 2, settings.THREADS - 4))


@contextmanager
def refusing(until: float) -> Iterator[None]:
    """Say what is to be said where no picture was made. What the time was too short for, may go another time."""
    try:
        yield
    except ChildRefused as refusal:
        raise InvalidFile(REFUSALS.get(refusal.code, REFUSALS["crash"])) from None
    except ChildFailed as failure:
        if failure.reason == "disk":
            raise Busy(DISK_FULL) from None
        if failure.reason == "time" and time.monotonic() >= until:
            raise Busy(BUSY) from None
        raise InvalidFile(REFUSALS.get(failure.reason, REFUSALS["crash"])) from None
    except (NoSlot, Interrupted):
        raise Busy(BUSY) from None


@contextmanager
def noticing_a_full_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise Busy(DISK_FULL) from None
        raise


def run_child(upload: UploadedFile, kind: str, folder: Path, until: float) -> dict[str, Any]:
    limits_of_child = replace(
        ChildLimits.from_settings(),
        wall=until - time.monotonic(),
        cpu=CPU_SECONDS,
        file_size=limits.CARD_FILE_BYTES,
    )
    inputs = {}
    if isinstance(upload, TemporaryUploadedFile):
        inputs["input"] = Path(upload.temporary_file_path())
    else:
        (folder / "input").write_bytes(upload.read())  # it is small, and in memory anyway
        upload.seek(0)
    return run_in_child(TASK, {"kind": kind}, inputs=inputs, folder=folder, limits=limits_of_child)


def checked(made: dict[str, Any], kind: str, folder: Path, stack: ExitStack) -> NewFile:
    """Look at what the process gives back as at what people hand in: it has read what they did."""
    match made:
        case {
            "width": int(width),
            "height": int(height),
            "animated": bool(animated),
            "preview": bool(preview),
        }:
            if not 0 < min(width, height) <= max(width, height) <= LONGEST_SIDE:
                raise ChildFailed("crash")
            return NewFile(
                file=opened(folder / "picture", kind, stack),
                kind=kind,
                preview=opened(folder / "preview", PREVIEW_KIND, stack) if preview else None,
                preview_kind=PREVIEW_KIND if preview else "",
                width=width,
                height=height,
                animated=animated,
            )
    raise ChildFailed("crash")


def opened(path: Path, kind: str, stack: ExitStack) -> File:
    """Return it, open until the end of the block. Raises ChildFailed for what is no picture of this kind."""
    if path.is_symlink() or not path.is_file():
        raise ChildFailed("crash")
    file = File(stack.enter_context(path.open("rb")), name=f"{path.name}.{kind}")
    head = file.read(HEAD)
    file.seek(0)
    if picture_kind(head) != kind:
        raise ChildFailed("crash")
    return file
