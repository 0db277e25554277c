"""The reel: demos played one after the other, with a title card before each."""

from dataclasses import dataclass
from functools import cached_property

from projects.models import Demo, Milestone, Project
from projects.models.demo_fields import VideoState
from projects.words import clock, counted, plural, short_length

TITLE_SECONDS = 4  # that a title card stands
WEEK_STEP, WEEK_GAP = 36, 7  # of the weeks that a title card draws; their shapes are in _reel_sprite.html


@dataclass(frozen=True)
class Scene:
    """A demo of the reel: its title card, and its film if it has one that plays."""

    demo: Demo
    place: int  # of its week in the plan, from 0
    weeks: int  # of the plan

    @property
    def kind(self) -> str:
        """Return what follows the title: "film", "link", or why there is none: "failed", "converting".

        A film that is cut is not shown before it is made: what was cut off is still in it.
        """
        demo = self.demo
        if demo.link:
            return "link"
        if demo.state == VideoState.FAILED:
            return "failed"
        is_whole = demo.cut_start_ms is None and demo.cut_end_ms is None
        return "film" if demo.plays and (is_whole or not demo.is_converting) else "converting"

    @property
    def seconds(self) -> float:
        """Return how long its film plays; 0 if there is none, or its length is unknown."""
        return self.demo.seconds or 0 if self.kind == "film" else 0

    @property
    def clock(self) -> str:
        return clock(self.seconds)

    # --- The weeks as they are drawn: those before it, its own, those after ------------------------------------
    @property
    def left(self) -> int:
        return self.place * WEEK_STEP

    @property
    def right(self) -> int:
        return self.left + WEEK_STEP

    @property
    def rest(self) -> int:
        return (self.weeks - self.place - 1) * WEEK_STEP

    @property
    def width(self) -> int:
        return self.weeks * WEEK_STEP - WEEK_GAP


class ReelPage:
    """What is played: the demos of a week or of the project, in two queries, however many there are."""

    title_seconds = TITLE_SECONDS

    def __init__(self, project: Project, query, weeks: list[Milestone] | None = None):
        self.project = project
        self.weeks = list(project.milestones.all()) if weeks is None else weeks
        self.week = next((week for week in self.weeks if str(week.number) == query.get("week")), None)
        self.start = query.get("from", "")

    @cached_property
    def scenes(self) -> list[Scene]:
        demos = Demo.objects.by_week(self.project)
        return [
            Scene(demo, place, len(self.weeks))
            for place, week in enumerate(self.weeks)
            if self.week in (None, week)
            for demo in demos.get(week.pk, [])
        ]

    @property
    def first(self) -> int | None:
        """Return the demo to begin with, if one was asked for that is among them."""
        return next((scene.demo.pk for scene in self.scenes if str(scene.demo.pk) == self.start), None)

    @property
    def seconds(self) -> float:
        return sum(scene.seconds for scene in self.scenes)

    @property
    def clock(self) -> str:
        return clock(self.seconds)

    @property
    def extent(self) -> str:
        """Return how much there is to watch: "four demos, 1 min 57"."""
        return ", ".join(filter(None, (counted(len(self.scenes), "demo"), short_length(self.seconds))))

    @property
    def extent_in_figures(self) -> str:
        """Return `extent` for a narrow place: "5 demos, 2 min 21"."""
        count = len(self.scenes)
        return ", ".join(filter(None, (f"{count} {plural(count, 'demo')}", short_length(self.seconds))))

    @property
    def about(self) -> str:
        """Return `extent` with the week, if it is of one: "week 3, two demos, 57 s"."""
        week = f"week {self.week.number}" if self.week else ""
        return ", ".join(filter(None, (week, self.extent if self.scenes else "")))

    @property
    def back(self) -> str:
        """Return the query that leads back to the demos page."""
        return f"?week={self.week.number}" if self.week else ""
