"""The hub, one for each process: hears that something has changed, and tells every open board."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress

from django.db import Error

from boards.live.mailbox import Mailbox
from boards.live.messages import COMMENT, ended, facts, hello
from boards.live.news import News, news_since
from boards.live.notifiers import Wire
from boards.live.presence import People, Presence
from projects.access.stream_session import Visit, unwelcome
from projects.threads import in_a_thread

AT_MOST = 5  # open boards of one person in one project
COMMENTS = 15.0  # seconds: a proxy must not take a quiet stream for a dead one
LOOKS = 8.0  # seconds between two looks at who may still look on, if nothing else makes us look
SAYS = 5.0  # seconds between two words to the other processes
GRACE = 2.0  # seconds in which somebody who opens another page of the project has not left
AGAIN = 1.0  # seconds until a database that did not answer is asked again

log = logging.getLogger("boards.live")


class TooMany(Exception):
    """This person has as many open boards of this project as one may have."""


class Stopping(Exception):
    """The process is about to end."""


class Hub:
    """Open boards by project. All of it lives in the server's loop; only the database is asked in threads."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.open: dict[int, set[Mailbox]]
        self.told: dict[int, int]  # the last event that the open boards of a project know of
        self.tasks: list[asyncio.Task[None]] = []
        self.stopping = True

    # --- Beginning and end ---------------------------------------------------------------------------------
    async def start(self) -> None:
        """Begin, in the loop that runs now; after `stop` it can begin anew."""
        self.open, self.told, self.stopping = defaultdict(set), {}, False
        self.presence = Presence()
        self.changed = asyncio.Event()
        self.turn = asyncio.Lock()  # what is read later is sent later
        self.tasks = [
            asyncio.create_task(for_ever(act, pause))
            for act, pause in (
                (self.listen, AGAIN),
                (self.tell_changes, 0),
                (self.look_at_everybody, LOOKS),
                (self.comment, COMMENTS),
                (self.say_who_is_here, SAYS),
            )
        ]

    def stop(self) -> None:
        """End every stream: their browsers come back to whoever serves next."""
        self.stopping = True
        for task in self.tasks:
            task.cancel()
        self.end_all()
        self.wire.close()

    def end_all(self) -> None:
        for mailbox in self.everybody():
            mailbox.end()

    def everybody(self) -> list[Mailbox]:
        return [mailbox for mailboxes in self.open.values() for mailbox in mailboxes]

    # --- Coming and going ----------------------------------------------------------------------------------
    async def join(self, visit: Visit, since: int) -> Mailbox:
        """A mailbox for a board that is true up to event `since`; the first letter brings it up to date.

        Raises TooMany, or Stopping.
        """
        if self.stopping:
            raise Stopping
        mailbox = Mailbox(visit)
        boards = self.open[visit.project_id]
        if sum(other.visit.user_id == visit.user_id for other in boards) >= AT_MOST:
            raise TooMany
        boards.add(mailbox)
        try:
            await self.catch_up(mailbox, since)
        except BaseException:
            self.drop(mailbox)
            raise
        self.presence.enter(visit.project_id, visit.user_id)
        self.show_people()
        mailbox.put(hello(self.told[visit.project_id], self.presence.people(visit.project_id)))
        return mailbox

    async def catch_up(self, mailbox: Mailbox, since: int) -> None:
        """Bring one board to where the others of its project are."""
        project, seq = mailbox.visit.project_id, mailbox.visit.seq
        async with self.turn:
            told = self.told.setdefault(project, seq)
            if since != told:
                news = await in_a_thread(news_since, project, since)
                if news:
                    mailbox.put(news.letter)
        # Something may have happened before this board was among those that are told.
        self.changed.set()

    def leave(self, mailbox: Mailbox) -> None:
        """The board was closed, or its stream has ended."""
        self.drop(mailbox)
        self.presence.leave(mailbox.visit.project_id, mailbox.visit.user_id)
        if not self.stopping:
            asyncio.get_running_loop().call_later(GRACE, self.show_people)

    def drop(self, mailbox: Mailbox) -> None:
        project = mailbox.visit.project_id
        mailbox.ended = True
        self.open[project].discard(mailbox)
        if not self.open[project]:
            del self.open[project]
            self.told.pop(project, None)

    # --- Changes -------------------------------------------------------------------------------------------
    async def listen(self) -> None:
        await self.wire.listen(self.changed.set, self.heard)

    async def tell_changes(self) -> None:
        """Wait until something has changed, then tell what."""
        await self.changed.wait()
        self.changed.clear()
        try:
            async with self.turn:
                await self.tell()
        except Error:
            log.warning("The database does not answer; the boards wait.")
            await asyncio.sleep(AGAIN)
            self.changed.set()
        except Exception:
            # A mistake of ours: better a board that says it is not live than one that is not true.
            self.end_all()
            raise

    async def tell(self) -> None:
        """Every open board gets what is new in its project, unless its viewer may look no longer."""
        news, reasons = await in_a_thread(look_and_read, dict(self.told), self.visits())
        self.send_away(reasons)
        for project, fresh in news.items():
            if project in self.told:
                self.told[project] = fresh.seq
                for mailbox in self.open[project]:
                    mailbox.put(fresh.letter)

    def look(self) -> None:
        """A request of this process may have changed something: no need to wait until the wire says so."""
        self.wire.look()

    def visits(self) -> dict[int, list[Visit]]:
        return {project: [box.visit for box in boxes] for project, boxes in self.open.items()}

    async def look_at_everybody(self) -> None:
        """A session that has ended, somebody who was removed: their streams end."""
        visits = [mailbox.visit for mailbox in self.everybody()]
        if visits:
            with suppress(Error):
                self.send_away(await in_a_thread(unwelcome, visits))

    def send_away(self, reasons: dict[Visit, str]) -> None:
        if not reasons:
            return
        for mailbox in self.everybody():
            if reason := reasons.get(mailbox.visit):
                mailbox.letters.clear()  # nothing that came since is for them
                mailbox.end(ended(reason))

    async def comment(self) -> None:
        for mailbox in self.everybody():
            mailbox.put(COMMENT)

    # --- Who looks on --------------------------------------------------------------------------------------
    def heard(self, process: str, people: People) -> None:
        self.presence.heard(process, people, asyncio.get_running_loop().time())
        self.show_people()

    async def say_who_is_here(self) -> None:
        self.presence.forget(asyncio.get_running_loop().time())
        self.show_people(say=True)

    def show_people(self, *, say: bool = False) -> None:
        """Tell the open boards, and the other processes, who looks on by now, if that has changed."""
        mine = self.presence.mine()
        for project, people in self.presence.changed(self.open).items():
            for mailbox in self.open[project]:
                mailbox.put(facts("people", people))
        self.wire.say(mine, again=say)


def look_and_read(
    told: dict[int, int], visits: dict[int, list[Visit]]
) -> tuple[dict[int, News], dict[Visit, str]]:
    """What is new in some projects since an event of each; and who may look no longer where something is new.

    Who may look is asked after the events were read: somebody removed by one of them gets none of them.
    """
    news = {project: fresh for project, seq in told.items() if (fresh := news_since(project, seq))}
    concerned = [visit for project in news for visit in visits.get(project, ())]
    return news, unwelcome(concerned) if concerned else {}


async def for_ever(act: Callable[[], Awaitable[None]], pause: float) -> None:
    """Act again and again, whatever goes wrong: a mistake is logged, and must not silence all boards."""
    while True:
        try:
            await act()
        except Exception:
            log.exception("Live boards: a mistake")
            await asyncio.sleep(AGAIN)
        await asyncio.sleep(pause)
