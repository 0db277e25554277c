"""What a joined film consists of: which demos, what their cards say, and which files are read."""

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.urls import reverse

from projects.demos.joined.parts import CARD_SECONDS, TitleCard
from projects.models import Demo, Milestone, Project
from projects.models.demo_fields import VideoState
from projects.words import counted, short_length

MOST_DEMOS = 500
CARD_BYTES, MOST_CARD_BYTES = 40_000, 100_000  # of a card with its silence
VERSION = 1  # counted up when the same demos give other bytes, so that no download goes on with them


@dataclass(frozen=True)
class JoinedContents:
    """The demos of a project or of a week in their order, with a card for each.

    A link is a card that says where it leads. What is being made or could not be made is left out: who is sent the
    film could do nothing about it; who sends it reads in the menu what is missing.
    """

    project: Project
    weeks: int  # of the plan
    demos: list[Demo]
    missing: int  # demos of which there is no film yet, or never
    week: int | None = None

    @classmethod
    def of(
        cls, project: Project, weeks: list[Milestone], demos: dict[int, list[Demo]], week: int | None = None
    ):
        """Choose from the demos of each week, by its id."""
        chosen = [demo for each in weeks if week in (None, each.number) for demo in demos.get(each.pk, [])]
        shown = [demo for demo in chosen if demo.link or demo.state == VideoState.READY]
        return cls(project, len(weeks), shown, len(chosen) - len(shown), week)

    @classmethod
    def read(cls, project: Project, week: int | None) -> "JoinedContents":
        """Read them in two queries."""
        return cls.of(project, list(project.milestones.all()), Demo.objects.by_week(project), week)

    # --- What the menu says ------------------------------------------------------------------------------
    @property
    def films(self) -> list[Demo]:
        return [demo for demo in self.demos if demo.video]

    @property
    def address(self) -> str:
        query = f"?week={self.week}" if self.week else ""
        return f"{reverse('demos', args=[self.project.slug])}film/{query}"

    @property
    def seconds(self) -> float:
        return sum(demo.seconds or 0 for demo in self.films) + CARD_SECONDS * len(self.demos)

    @property
    def length(self) -> str:
        """Return how long it takes to watch: "2 min 21"."""
        return short_length(self.seconds)

    @property
    def gap(self) -> str:
        """Say how many demos are not in it."""
        verb = "is" if self.missing == 1 else "are"
        return f"Without {counted(self.missing, 'demo')} that {verb} being made or could not be."

    @property
    def size(self) -> int:
        """Return about how many bytes it has."""
        return sum(demo.size for demo in self.films) + CARD_BYTES * len(self.demos)

    @property
    def file_name(self) -> str:
        return f"{self.project.slug}-demos{f'-week-{self.week}' if self.week else ''}.mp4"

    # --- What is joined ----------------------------------------------------------------------------------
    @property
    def most_bytes(self) -> int:
        """Return more than the file will have."""
        return self.size + self.size // 50 + MOST_CARD_BYTES * (len(self.demos) + 1)

    @cached_property
    def arguments(self) -> dict[str, Any]:
        return {"title": self.project.name, "parts": [self.part(demo) for demo in self.demos]}

    def part(self, demo: Demo) -> dict[str, Any]:
        week, title = demo.milestone.number, demo.title
        card = TitleCard(
            project=self.project.name,
            week=week,
            weeks=self.weeks,
            title=title,
            shows=demo.shows,
            by=f"{demo.name}, {demo.date}",
            note=f"Watch on {demo.host}" if demo.link else "",
        )
        name = f"Week {week}{f': {title}' if title else ''} ({demo.name})"
        return {
            "card": asdict(card),
            "name": name,
            "film": name_of(demo) if name_of(demo) in self.inputs else None,
        }

    @cached_property
    def inputs(self) -> dict[str, Path]:
        """Return the files, by their names; without one that the disk has lost."""
        paths = [Path(demo.video.path) for demo in self.films]
        return {path.name: path for path in paths if path.exists()}

    @property
    def etag(self) -> str:
        """Return the same for the same bytes: a name of a file never has other ones."""
        about = json.dumps([VERSION, self.arguments], sort_keys=True)
        return f'"{sha256(about.encode()).hexdigest()[:32]}"'


def name_of(demo: Demo) -> str:
    return Path(str(demo.video)).name
