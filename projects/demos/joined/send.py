"""Makes one film of all demos when somebody asks for it, and sends it beside Django; nothing of it is kept.

It is joined in a child process into a file that has no name any more when it is sent: whatever ends this process,
nothing is left of it.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from projects.access.stream_session import Scope, StreamSession, project_members_only
from projects.demos.joined.contents import MOST_DEMOS, JoinedContents
from projects.demos.joined.parts import OUTPUT
from projects.files.child import (
    ChildFailed,
    ChildLimits,
    Interrupted,
    bytes_free,
    run_in_child,
    server_ends,
    work_folder,
)
from projects.files.machine_lock import JOINED_FILM, machine_lock
from projects.files.send import OpenFile, send_open_file, wait_for_disconnect
from projects.models import Project
from projects.plain_text import send_text
from projects.text import whole_number
from projects.threads import run_in_thread

PATTERN = r"/p/(?P<slug>[-\w]+)/demos/film/"
PATIENCE = 20.0  # seconds for which a film waits for those of this process, then for those of others
GLANCE = 0.2  # seconds between two looks whether another process has ended
MAX_OPEN = 20  # films waiting, made or sent in one process; each may take as much disk as its demos
MAX_OF_ONE = 3  # of them one person's
RETRY_AFTER = 60  # seconds
NOTHING_YET = "There is no demo to send yet."
TOO_MANY = "These are too many demos for one film. Choose a week on the demos page."
BUSY = "Other films are being made at the moment. Try again in a minute."
FAILURES = {
    "disk": "The server has no room for this film at the moment. Try again later.",
    "time": "This film takes too long to be made. Choose a week on the demos page.",
    "stopped": "A demo was replaced while the film was made. Try again.",
}
FAILED = "This film could not be made. Try again later."
RESTARTING = "The server is restarting. Try again in a minute."

executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="joined-films")  # one after the other
open_films: list[int] = []  # by whom they were asked for


class NotMade(Exception):
    """There is no film; the argument is a sentence that says why."""


class Unwanted(Exception):
    """Who has asked for the film has left."""


@partial(project_members_only, leads_to_sign_in=True)
async def send_joined(
    scope: Scope, receive: Callable, send: Callable, session: StreamSession, project: Project
) -> None:
    contents = await run_in_thread(JoinedContents.read, project, week_of(scope))
    if not contents.demos:
        await send_text(send, 404, NOTHING_YET)
    elif len(contents.demos) > MOST_DEMOS:
        await send_text(send, 409, TOO_MANY)
    elif len(open_films) >= MAX_OPEN or open_films.count(session.user_id) >= MAX_OF_ONE:
        await send_text(send, 503, BUSY, retry_after=RETRY_AFTER)
    else:
        open_films.append(session.user_id)
        try:
            await make_and_send(scope, receive, send, contents)
        finally:
            open_films.remove(session.user_id)


def week_of(scope: Scope) -> int | None:
    """Return the week that is asked for; 0, which there is never, if it is no number."""
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return (whole_number(query["week"][0]) or 0) if "week" in query else None


async def make_and_send(scope: Scope, receive: Callable, send: Callable, contents: JoinedContents) -> None:
    try:
        descriptor = await made(receive, contents)
    except NotMade as error:
        await send_text(send, 503, str(error), retry_after=RETRY_AFTER)
    except Unwanted:
        pass
    else:
        try:
            await send_open_file(scope, receive, send, open_file(descriptor, contents))
        finally:
            os.close(descriptor)


def open_file(descriptor: int, contents: JoinedContents) -> OpenFile:
    return OpenFile(
        descriptor,
        os.fstat(descriptor).st_size,
        "video/mp4",
        contents.etag,
        contents.file_name,
        "attachment",
    )


async def made(receive: Callable, contents: JoinedContents) -> int:
    """Return the descriptor of the film. Raises NotMade, or Unwanted if the client leaves before."""
    is_wanted = True
    work = executor.submit(make, contents, lambda: is_wanted)
    waiting = asyncio.wrap_future(work)
    left = asyncio.ensure_future(wait_for_disconnect(receive))
    either: set[asyncio.Future[Any]] = {waiting, left}
    try:
        await asyncio.wait(either, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done() and not left.done():
            if work.cancel():
                raise NotMade(BUSY)
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            raise Unwanted
        return waiting.result()
    except BaseException:
        is_wanted = False
        waiting.cancel()
        work.add_done_callback(close_unwanted)
        raise
    finally:
        left.cancel()


def close_unwanted(work: Future[int]) -> None:
    if not work.cancelled() and not work.exception():
        os.close(work.result())


def make(contents: JoinedContents, is_wanted: Callable[[], bool]) -> int:
    """Join the films in a child process and return the open file, which has no name any more."""
    try:
        with in_turn(is_wanted), work_folder() as folder:
            check_room(contents, folder)
            run_in_child(
                "projects.demos.joined.join:join",
                contents.arguments,
                inputs=contents.inputs,
                folder=folder,
                limits=replace(ChildLimits.from_settings(), file_size=contents.most_bytes),
                is_wanted=is_wanted,
            )
            return os.open(folder / OUTPUT, os.O_RDONLY)
    except ChildFailed as error:
        raise NotMade(FAILURES.get(error.reason, FAILED)) from None
    except Interrupted:
        raise NotMade(RESTARTING) from None


@contextmanager
def in_turn(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """Wait until no other process of this machine joins films."""
    until = time.monotonic() + PATIENCE
    while is_wanted() and time.monotonic() < until and not server_ends.is_set():
        with machine_lock(JOINED_FILM) as is_mine:
            if is_mine:
                yield
                return
        time.sleep(GLANCE)
    raise NotMade(RESTARTING if server_ends.is_set() else BUSY)


def check_room(contents: JoinedContents, folder: Path) -> None:
    """Leave as much on the disk as a film takes that is handed in and made meanwhile."""
    if bytes_free(folder) < contents.most_bytes + ChildLimits.from_settings().file_size:
        raise ChildFailed("disk")
