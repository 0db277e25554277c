"""The content of a demo: what one hands in, replaces, and brings back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from projects.demos.videos.video import Video
from projects.files import storage
from projects.models.demo_fields import VideoState
from projects.models.event import Event

CONTENT = (
    *("shows", "link", "video", "kind", "size", "seconds", "plays", "cut_start_ms", "cut_end_ms"),
    *("poster", "poster_size", "state", "failure"),
)
NO_VIDEO = {"kind": "", "size": 0, "seconds": None, "plays": True, "cut_start_ms": None, "cut_end_ms": None}
NO_VIDEO |= {"poster_size": 0, "state": "", "failure": ""}


class Repeated(Exception):
    """A request was carried out before; `event` is what it wrote then."""

    def __init__(self, event: Event):
        super().__init__(event)
        self.event = event


def once[**P](verb: Callable[P, Event]) -> Callable[P, Event]:
    """Have a repeat of a `request_id` return the first one's event, without a second effect."""

    @wraps(verb)
    def carry_out(*args: P.args, **kwargs: P.kwargs) -> Event:
        try:
            return verb(*args, **kwargs)
        except Repeated as repeated:
            return repeated.event

    return carry_out


@contextmanager
def new_content(shows: str, link: str, video: Video | None) -> Iterator[dict[str, Any]]:
    """Store the files and yield the new fields; an exception in the block deletes the files again."""
    if video is None and not link:
        yield {"shows": shows}
        return
    files = [(video.file, video.kind), (video.poster, "jpg")] if video else [(None, ""), (None, "")]
    with storage.store_files(*files, folder=storage.DEMOS) as (video_name, poster_name):
        about = about_video(video) if video else NO_VIDEO
        yield {"shows": shows, "link": link, "video": video_name, "poster": poster_name, **about}


def about_video(video: Video) -> dict[str, Any]:
    return NO_VIDEO | {
        "kind": video.kind,
        "size": video.file.size,
        "seconds": video.seconds,
        "plays": video.plays and not video.is_cut,
        "cut_start_ms": video.cut_start_ms,
        "cut_end_ms": video.cut_end_ms,
        "poster_size": video.poster.size if video.poster else 0,
        "state": VideoState.READY if video.is_ready else VideoState.CONVERTING,
    }


def names_made_of(video: str) -> tuple[str, str]:
    """Return the names of what is made of a file, film and poster.

    They are the same at each try, so that a process that is killed leaves nothing that the next one does not replace.
    """
    stem = f"{storage.DEMOS}/{uuid5(NAMESPACE_URL, video).hex}"
    return f"{stem}.mp4", f"{stem}.jpg"


def whole(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content with fields that an event of an older version does not know."""
    state = VideoState.CONVERTING if content["video"] else ""
    return NO_VIDEO | {"state": state} | content


def content_before(event: Event) -> dict[str, Any]:
    """Return what to put back where a demo was replaced; the sentence alone if its file or link stayed.

    The file may have been converted since, so that the one that the event names is gone.
    """
    was, now = event.data["was"], event.data["now"]
    if (was["video"], was["link"]) == (now["video"], now["link"]):
        return {"shows": was["shows"]}
    return whole(was)


def bytes_of(content: dict[str, Any]) -> int:
    return content.get("size", 0) + content.get("poster_size", 0)
