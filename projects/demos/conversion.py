"""Makes the one form of a film that was handed in: an errand, carried out by a process of its own.

It is done at once, once more after a minute if that process fails, and then the demo says why. A file that the
process has looked at and refuses is not tried again. What was replaced, deleted or removed meanwhile ends it.
"""

from contextlib import nullcontext, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import Error
from django.db.models import Q

from projects import limits
from projects.demos.videos.poster import valid_poster
from projects.demos.videos.reader import DamagedFile, NoPicture, Reader
from projects.demos.videos.transcoding import FILM, POSTER
from projects.demos.videos.video import DEMUXERS, InvalidVideo, detect
from projects.files import storage
from projects.files.child import ChildFailed, ChildRefused, run_in_child, work_folder
from projects.models import Demo, Errand, Project
from projects.models.demo_content import names_made_of

TASK = "projects.demos.videos.transcode:transcode"
UNCUT = {"input": "input", "demuxer": "mp4", "cut_start": None, "cut_end": None}
TRIES = 2
LEASE = timedelta(minutes=1)  # renewed while the process works, so that a killed server is soon followed up


def convert_video(errand: Errand) -> None:
    demo = demo_of(errand)
    if demo is None:
        trash_what_is_left(**errand.data)
        return
    try:
        convert(demo, errand)
    except Project.DoesNotExist:
        return
    except ChildRefused as error:
        demo.fail_video(str(demo.video), error.code)
    except ChildFailed as error:
        if error.reason != "stopped":
            if errand.tries >= TRIES:
                demo.fail_video(str(demo.video), error.reason)
            raise


def give_up(errand: Errand) -> None:
    """Say that nothing came of it, where nothing better was said."""
    demo = demo_of(errand)
    if demo is not None:
        with suppress(Project.DoesNotExist):
            demo.fail_video(str(demo.video), "lost" if errand.tries > TRIES else "crash")


def demo_of(errand: Errand) -> Demo | None:
    """Return the demo, as long as it waits for this file to be converted."""
    demos = Demo.objects.waiting_for(errand.data["demo"], errand.data["video"])
    return demos.select_related("milestone__project").first()


def trash_what_is_left(*, project: int, demo: int, video: str, poster: str) -> None:
    """Trash the files of a film that nothing waits for any more: a process may have been killed before it could.

    Under the lock of the project, so that no undo is just bringing them back.
    """
    names = {video, poster, *names_made_of(video)}
    found = Project.objects.filter(pk=project).first()
    with found.changing(even_archived=True) if found else nullcontext():
        used = Demo.objects.filter(Q(video__in=names) | Q(poster__in=names)).values_list("video", "poster")
        storage.trash(names.difference(*used))


def convert(demo: Demo, errand: Errand) -> None:
    name, path, task = str(demo.video), Path(demo.video.path), task_of(demo)
    if not path.exists():
        path, task = made_before(name), UNCUT
    if not path.exists():
        demo.fail_video(name, "missing")
        return
    with work_folder() as folder:
        made = run_in_child(
            TASK,
            task,
            inputs={"input": path},
            folder=folder,
            is_wanted=lambda: is_wanted(demo, errand),
        )
        film, poster, seconds = checked(made, folder)
        demo.publish_video(name, film, poster, seconds=seconds)


def made_before(name: str) -> Path:
    """Return where the film is that was made of a file, if a backup has its database from before that."""
    return Path(default_storage.path(names_made_of(name)[0]))


def task_of(demo: Demo) -> dict[str, Any]:
    return {
        "input": "input",
        "demuxer": DEMUXERS[demo.kind],
        "cut_start": in_seconds(demo.cut_start_ms),
        "cut_end": in_seconds(demo.cut_end_ms),
    }


def in_seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def is_wanted(demo: Demo, errand: Errand) -> bool:
    try:
        return errand.renew() and Demo.objects.waiting_for(demo.pk, str(demo.video)).exists()
    except Error:  # of the database, which may be away for a moment
        return True


def checked(made: dict[str, Any], folder: Path) -> tuple[Path, Path | None, float]:
    """Look at what the process gives back as at what people hand in: it has read what they did."""
    film, poster, seconds = folder / FILM, folder / POSTER, float(made["seconds"])
    if not (is_film(film) and 0 < seconds <= limits.LONGEST_SECONDS):
        raise ChildFailed("crash")
    return film, poster if is_picture(poster) else None, round(seconds, 3)


def is_film(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file, suppress(DamagedFile, NoPicture, InvalidVideo):
        return detect(Reader(file)) == ("mp4", True)
    return False


def is_picture(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return valid_poster(File(file)) is not None
