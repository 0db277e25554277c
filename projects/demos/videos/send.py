"""Sends the videos of demos and their posters."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import PurePath

from projects.access.stream_session import Scope, StreamSession, project_members_only
from projects.files.send import OpenFile, send_stored_file
from projects.models import Demo, Project

MISSING = "There is no such demo."
TOO_MANY = "Too many people are watching at the moment. Try again soon."
# QuickTime is played under the name of MP4, whose parent it is; Matroska is never sent.
CONTENT_TYPES = {"mp4": "video/mp4", "mov": "video/mp4", "webm": "video/webm", "jpg": "image/jpeg"}
PATTERN = r"/p/(?P<slug>[-\w]+)/demos/(?P<demo>[0-9]{1,18})/(?P<what>video|poster)"


@partial(project_members_only, leads_to_sign_in=True)
async def send_file(
    scope: Scope, receive: Callable, send: Callable, session: StreamSession, project: Project
) -> None:
    find = partial(open_file, project, **scope["path_params"])
    await send_stored_file(scope, receive, send, find, missing=MISSING, too_many=TOO_MANY)


def open_file(project: Project, *, demo: str, what: str, slug: str) -> OpenFile | None:
    """Open the file of a demo of this project; None if there is none, in the database or on the disk."""
    row = Demo.objects.filter(milestone__project=project, pk=int(demo)).select_related("milestone").first()
    file = row and (row.video if what == "video" else row.poster)
    if not row or not file or (what == "video" and not row.plays):
        return None
    try:
        descriptor = os.open(file.path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    stem, _, extension = PurePath(str(file)).name.partition(".")
    return OpenFile(
        descriptor,
        os.fstat(descriptor).st_size,
        CONTENT_TYPES[extension],
        f'"{stem}"',
        f"week-{row.milestone.number}.{extension}",
    )
