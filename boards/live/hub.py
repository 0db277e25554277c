"""The hub, one for each process: learns that something has changed, and sends it to every open board."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress

from django.db import Error

from boards.live.messages import COMMENT, ended, hello, json_event, ping
from boards.live.news import news_since
from boards.live.notifiers import ChangeNotifier
from boards.live.presence import Presence, Viewers, followers_of
from boards.live.reading import State, read_changes, read_standup
from boards.live.send_queue import SendQueue
from projects.access.stream_session import StreamSession, revoked
from projects.threads import run_in_thread

MAX_WINDOWS = 5  # open boards of one person in one project
PING_INTERVAL = 5.0  # seconds: neither proxy nor browser must take a quiet stream for a dead one
ACCESS_CHECK_INTERVAL = 8.0  # seconds between two checks of who may still watch, if nothing else causes one
PRESENCE_INTERVAL = 5.0  # seconds between two presence reports to the other processes
LEAVE_DELAY = 2.0  # seconds: who opens another page of the project within them has not left
CHANGES_INTERVAL = 0.02  # seconds from one reading of the events to the next: in a rush many are read at once
RETRY_DELAY = 1.0  # seconds until a database that did not answer is asked again

log = logging.getLogger("boards.live")


class TooManyWindows(Exception):
    """This person has as many open boards of this project as one may have."""


class Stopping(Exception):
    """The process is about to end."""


class Hub:
    """Holds the open boards by project. All of it runs in the server's loop; only queries run in threads."""

    def __init__(self, notifier: ChangeNotifier) -> None:
        self.notifier = notifier
        self.queues: dict[int, set[SendQueue]]
        self.last_sent_seq: dict[int, int]  # by project: the last event that its open boards have been sent
        self.standups: dict[int, State]  # by project: what its open pages were told last
        self.tasks: list[asyncio.Task[None]] = []
        self.stopping = True
        self.is_database_away = False  # said once, however often it is asked

    # --- Start and stop ------------------------------------------------------------------------------------
    async def start(self) -> None:
        """Start in the running loop; after `stop` the hub can be started again."""
        self.queues, self.last_sent_seq, self.standups, self.stopping = defaultdict(set), {}, {}, False
        self.has_boards = asyncio.Event()
        self.presence = Presence()
        self.changed = asyncio.Event()
        self.send_lock = asyncio.Lock()  # what is read later is sent later
        self.tasks = [
            asyncio.create_task(run_forever(work))
            for work in (
                self.listen,
                self.send_changes,
                self.while_open(self.recheck_access, ACCESS_CHECK_INTERVAL),
                self.while_open(self.send_pings, PING_INTERVAL),
                self.while_open(self.publish_presence, PRESENCE_INTERVAL),
            )
        ]

    def stop(self) -> None:
        """End every stream: their browsers reconnect to the process that serves next."""
        self.stopping = True
        for task in self.tasks:
            task.cancel()
        self.end_all()
        self.notifier.close()

    def end_all(self) -> None:
        for queue in self.all_queues():
            queue.end()

    def while_open(self, work: Callable[[], Awaitable[None]], pause: float) -> Callable[[], Awaitable[None]]:
        """Do `work` after each pause in which a board is open: with nobody here the process does nothing."""

        async def work_if_open() -> None:
            await self.has_boards.wait()
            await asyncio.sleep(pause)
            await work()

        return work_if_open

    def all_queues(self) -> list[SendQueue]:
        return [queue for queues in self.queues.values() for queue in queues]

    # --- Opening and closing a board -----------------------------------------------------------------------
    async def join(
        self, session: StreamSession, since: int, *, takes_pings: bool = True, follows: bool = False
    ) -> SendQueue:
        """Add a board that is current up to event `since`; its first message brings it up to date.

        `follows` says that its person is taken along by whoever leads a standup. Raises TooManyWindows, or Stopping.
        """
        if self.stopping:
            raise Stopping
        queue = SendQueue(session, takes_pings=takes_pings, follows=follows)
        queues = self.queues[session.project_id]
        if sum(other.session.user_id == session.user_id for other in queues) >= MAX_WINDOWS:
            raise TooManyWindows
        queues.add(queue)
        self.has_boards.set()
        try:
            await self.catch_up(queue, since)
        except BaseException:
            self.remove(queue)
            raise
        for place in places_of(queue):
            self.presence.enter(place, session.user_id)
        self.send_presence()
        queue.put(self.hello(session.project_id))
        return queue

    def hello(self, project: int) -> bytes:
        return hello(
            self.last_sent_seq[project],
            self.presence.viewers(project),
            standup=self.standups[project],
            followers=len(self.presence.viewers(followers_of(project))),
        )

    async def catch_up(self, queue: SendQueue, since: int) -> None:
        project, seq = queue.session.project_id, queue.session.seq
        async with self.send_lock:
            last_sent = self.last_sent_seq.setdefault(project, seq)
            if project not in self.standups:
                self.standups[project] = await run_in_thread(read_standup, project)
            if since != last_sent:
                news = await run_in_thread(news_since, project, since)
                if news:
                    queue.put(news.message)
        # Something may have changed before this board was among those that are sent to.
        self.changed.set()

    def leave(self, queue: SendQueue) -> None:
        self.remove(queue)
        for place in places_of(queue):
            self.presence.leave(place, queue.session.user_id)
        if not self.stopping:
            asyncio.get_running_loop().call_later(LEAVE_DELAY, self.send_presence)

    def remove(self, queue: SendQueue) -> None:
        project = queue.session.project_id
        queue.ended = True
        self.queues[project].discard(queue)
        if not self.queues[project]:
            del self.queues[project]
            self.last_sent_seq.pop(project, None)
            self.standups.pop(project, None)
        if not self.queues:
            self.has_boards.clear()

    # --- Changes -------------------------------------------------------------------------------------------
    async def listen(self) -> None:
        await self.notifier.listen(self.changed.set, self.on_presence, self.has_boards)

    async def send_changes(self) -> None:
        await self.changed.wait()
        self.changed.clear()
        if not self.queues:
            return  # who comes is brought up to date
        try:
            async with self.send_lock:
                await self.send_news()
            if self.is_database_away:
                log.warning("The database answers again; open boards have what is new.")
            self.is_database_away = False
        except Error:
            if not self.is_database_away:
                log.warning("The database does not answer; open boards get no changes until it does.")
            self.is_database_away = True
            await asyncio.sleep(RETRY_DELAY)
            self.changed.set()
        except Exception:
            # A bug: better a board that says it is not live than one that shows what is not true.
            self.end_all()
            raise
        await asyncio.sleep(CHANGES_INTERVAL)

    async def send_news(self) -> None:
        """Send every open board what is new in its project, unless its viewer has lost access."""
        told = dict(self.last_sent_seq), dict(self.standups)
        news, standups, reasons = await run_in_thread(read_changes, *told, self.sessions())
        self.disconnect(reasons)
        for project, fresh in news.items():
            if project in self.last_sent_seq:
                self.last_sent_seq[project] = fresh.seq
                for queue in self.queues[project]:
                    queue.put(fresh.message)
        for project, state in standups.items():
            if project in self.standups:
                self.standups[project] = state
                message = json_event("standup", state)
                for queue in self.queues[project]:
                    queue.put(message)

    def check_now(self) -> None:
        """Look for changes without waiting for the next poll: a request of this process may have made one."""
        self.notifier.check_now()

    def sessions(self) -> dict[int, list[StreamSession]]:
        return {project: [queue.session for queue in queues] for project, queues in self.queues.items()}

    async def recheck_access(self) -> None:
        if any(state["started"] for state in self.standups.values()):
            self.changed.set()  # one that nobody touches is over without a word
        sessions = [queue.session for queue in self.all_queues()]
        if sessions:
            with suppress(Error):
                self.disconnect(await run_in_thread(revoked, sessions))

    def disconnect(self, reasons: dict[StreamSession, str]) -> None:
        if not reasons:
            return
        for queue in self.all_queues():
            if reason := reasons.get(queue.session):
                queue.end(ended(reason), discard=True)  # what is waiting may be newer than their access

    async def send_pings(self) -> None:
        message = ping()
        for queue in self.all_queues():
            queue.put(message if queue.takes_pings else COMMENT)

    # --- Presence ------------------------------------------------------------------------------------------
    def on_presence(self, process: str, viewers: Viewers) -> None:
        self.presence.update_remote(process, viewers, asyncio.get_running_loop().time())
        self.send_presence()

    async def publish_presence(self) -> None:
        self.send_presence(repeat=True)

    def send_presence(self, *, repeat: bool = False) -> None:
        """Tell open boards and other processes who is present, where that has changed."""
        self.presence.drop_stale(asyncio.get_running_loop().time())
        places = [place for project in self.queues for place in (project, followers_of(project))]
        for place, people in self.presence.changes(places).items():
            message = json_event("people", people) if place > 0 else json_event("followers", len(people))
            for queue in self.queues[abs(place)]:
                queue.put(message)
        self.notifier.publish_presence(self.presence.local_viewers(), repeat=repeat)


def places_of(queue: SendQueue) -> list[int]:
    """Return where in the presence the person of a board is listed."""
    project = queue.session.project_id
    return [project, followers_of(project)] if queue.follows else [project]


async def run_forever(work: Callable[[], Awaitable[None]]) -> None:
    """Repeat `work` whatever it raises: an error is logged, and must not stop the updates of all boards."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("Live updates: unexpected error")
            await asyncio.sleep(RETRY_DELAY)
