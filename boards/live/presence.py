"""Who has a board of which project open now, in this process and in others. Nothing of it is stored."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable

STALE_AFTER = 25.0  # seconds without a report from a process, after which its viewers count as gone

type Viewers = dict[int, frozenset[int]]  # user ids by project id


def followers_of(project: int) -> int:
    """Return the number under which those are listed who follow the standup of a project."""
    return -project


class Presence:
    """Merge the open boards of this process with what the other processes report."""

    def __init__(self) -> None:
        self.local: dict[int, Counter[int]] = defaultdict(Counter)
        self.remote: dict[str, tuple[float, Viewers]] = {}
        self.last_sent: dict[int, list[int]] = {}

    def enter(self, project: int, user: int) -> None:
        self.local[project][user] += 1

    def leave(self, project: int, user: int) -> None:
        self.local[project] -= Counter([user])
        if not self.local[project]:
            del self.local[project]

    def local_viewers(self) -> Viewers:
        return {project: frozenset(users) for project, users in self.local.items()}

    def update_remote(self, process: str, viewers: Viewers, now: float) -> None:
        if viewers:
            self.remote[process] = (now, viewers)
        else:
            self.remote.pop(process, None)

    def drop_stale(self, now: float) -> None:
        """Forget the processes that have stopped reporting: they died without saying so."""
        for process, (reported_at, _) in list(self.remote.items()):
            if now - reported_at > STALE_AFTER:
                del self.remote[process]

    def viewers(self, project: int) -> list[int]:
        """Return the ids of everybody who has this project open, or follows in it, in any process."""
        remote = (viewers.get(project, frozenset()) for _, viewers in self.remote.values())
        return sorted(set(self.local.get(project, ())).union(*remote))

    def changes(self, projects: Iterable[int]) -> dict[int, list[int]]:
        """Return the viewers of those of these projects where they differ from the last call."""
        now = {project: self.viewers(project) for project in projects}
        changed = {
            project: viewers for project, viewers in now.items() if viewers != self.last_sent.get(project, [])
        }
        self.last_sent = now
        return changed


# --- Reports between processes --------------------------------------------------------------------------------
def encode_report(process: str, viewers: Viewers) -> bytes:
    """Return who is present in a process; it holds nothing but ids."""
    users_by_project = {project: sorted(ids) for project, ids in viewers.items()}
    return json.dumps({"process": process, "people": users_by_project}, separators=(",", ":")).encode()


def decode_report(report: str | bytes) -> tuple[str, Viewers] | None:
    """Return the process and its viewers; None for whatever cannot be read."""
    try:
        content = json.loads(report)
        viewers = {int(project): frozenset(ids) for project, ids in content["people"].items()}
        return str(content["process"]), viewers
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
