"""Who looks at which project now, in this process and in others. Nothing of it is stored with the projects."""

from collections import Counter, defaultdict
from collections.abc import Iterable

FORGOTTEN = 25.0  # seconds without a word from a process, after which its people count as gone

type People = dict[int, frozenset[int]]  # user ids by project


class Presence:
    """What this process sees itself, and what the others have said."""

    def __init__(self) -> None:
        self.here: dict[int, Counter[int]] = defaultdict(Counter)
        self.elsewhere: dict[str, tuple[float, People]] = {}
        self.shown: dict[int, list[int]] = {}

    def enter(self, project: int, person: int) -> None:
        self.here[project][person] += 1

    def leave(self, project: int, person: int) -> None:
        self.here[project] -= Counter([person])
        if not self.here[project]:
            del self.here[project]

    def mine(self) -> People:
        """Those who look on in this process: what the others are told."""
        return {project: frozenset(people) for project, people in self.here.items()}

    def heard(self, process: str, people: People, now: float) -> None:
        """Another process has said who looks on there."""
        if people:
            self.elsewhere[process] = (now, people)
        else:
            self.elsewhere.pop(process, None)

    def forget(self, now: float) -> None:
        """Leave out the processes that have fallen silent: they ended without a word."""
        for process, (when, _) in list(self.elsewhere.items()):
            if now - when > FORGOTTEN:
                del self.elsewhere[process]

    def people(self, project: int) -> list[int]:
        """Everybody who looks at a project, by id."""
        others = (there.get(project, frozenset()) for _, there in self.elsewhere.values())
        return sorted(set(self.here.get(project, ())).union(*others))

    def changed(self, projects: Iterable[int]) -> dict[int, list[int]]:
        """Of these projects, those in which others look on than when it was asked last."""
        now = {project: self.people(project) for project in projects}
        new = {project: people for project, people in now.items() if people != self.shown.get(project)}
        self.shown = now
        return new
