"""Sends the files of cards: pictures to be shown, everything else to be saved."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from urllib.parse import parse_qs

from boards.models import CardFile
from projects.access.stream_session import Scope, StreamSession, project_members_only
from projects.files.send import OpenFile, send_stored_file
from projects.models import Project

MISSING = "There is no such file."
TOO_MANY = "Too many files are being sent at the moment. Try again soon."
# By the kind that was found in the content. What has none is never shown, whatever its name promises.
CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
SAME_ENDING = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
PATTERN = r"/p/(?P<slug>[-\w]+)/files/(?P<file>[0-9]{1,18})/(?P<what>|preview)"


@partial(project_members_only, leads_to_sign_in=True)
async def send_file(
    scope: Scope, receive: Callable, send: Callable, session: StreamSession, project: Project
) -> None:
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    find = partial(open_file, project, **scope["path_params"], download="download" in query)
    await send_stored_file(scope, receive, send, find, missing=MISSING, too_many=TOO_MANY)


def open_file(project: Project, *, file: str, what: str, slug: str, download: bool) -> OpenFile | None:
    """Open a file of a card of this project, or its preview; None if there is none, in the database or on the disk.

    Those of a deleted card are not sent. A picture that needs no preview is its own; nothing else has one.
    """
    there = CardFile.objects.filter(card__project=project, card__deleted_at=None, deleted_at=None)
    row = there.filter(pk=int(file)).first()
    if not row or (what == "preview" and not row.is_picture):
        return None
    stored = (what == "preview" and row.preview) or row.file
    try:
        descriptor = os.open(stored.path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    stem, _, ending = PurePath(str(stored)).name.partition(".")
    shown = row.is_picture and not download
    return OpenFile(
        descriptor,
        os.fstat(descriptor).st_size,
        CONTENT_TYPES[ending] if row.is_picture else "application/octet-stream",
        f'"{stem}"',
        download_name(row.name, ending if row.is_picture else ""),
        "inline" if shown else "attachment",
    )


def download_name(name: str, kind: str) -> str:
    """Return the name under which a file is saved: that of a picture ends as its content says."""
    ending = PurePath(name).suffix.removeprefix(".").lower()
    return name if not kind or SAME_ENDING.get(ending, ending) == kind else f"{name}.{kind}"
