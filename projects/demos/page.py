"""The demos page: a frame for every week, and one demo to watch."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from projects.demos.joined.contents import JoinedContents
from projects.files.usage import Usage, usage_of
from projects.models import Demo, Milestone, Project, User
from projects.words import counted, in_words, length_in_words


@dataclass(frozen=True)
class Frame:
    """A week in the row of all weeks, with the demos that were handed in for it."""

    week: Milestone
    demos: list[Demo]
    when: str  # "past", "now" or "next"

    @property
    def first(self) -> Demo | None:
        return self.demos[0] if self.demos else None

    @property
    def is_delivered(self) -> bool:
        return any(demo.is_delivered for demo in self.demos)


class DemosPage:
    """What the page shows, in four queries, however many weeks and demos there are.

    One more asks whether a film that is being made is still waited for.
    """

    def __init__(self, project: Project, user: User, query):
        self.project, self.user = project, user
        self.weeks = list(project.milestones.all())
        self.demos = Demo.objects.by_week(project)
        self.current = project.current_milestone(self.weeks)
        self.frame, self.demo = self.choose(query)

    @cached_property
    def frames(self) -> list[Frame]:
        current = self.current
        return [Frame(week, self.demos.get(week.pk, []), week.when(current)) for week in self.weeks]

    def choose(self, query) -> tuple[Frame | None, Demo | None]:
        """Return the requested demo, or the first of the requested week; else the latest week's first."""
        for frame in self.frames:
            for demo in frame.demos:
                if str(demo.pk) == query.get("demo"):
                    return frame, demo
            if str(frame.week.number) == query.get("week"):
                return frame, frame.first
        filled = [frame for frame in self.frames if frame.demos]
        return (filled[-1], filled[-1].first) if filled else (None, None)

    @property
    def is_in_the_middle(self) -> bool:
        """Tell whether there are demos before and after the one that is watched."""
        demos = [demo for frame in self.frames for demo in frame.demos]
        return self.demo in demos[1:-1]

    # --- What may be done ------------------------------------------------------------------------------------
    @property
    def can_write(self) -> bool:
        return self.project.can_write

    @property
    def can_change(self) -> bool:
        return self.can_write and self.demo is not None and self.demo.is_for(self.user, self.project)

    @cached_property
    def is_lost(self) -> bool:
        return self.demo is not None and self.demo.is_lost

    @property
    def to_hand_in(self) -> Milestone | None:
        """Return the week for which this person may hand in a demo: the requested one, else the current one."""
        week = self.frame.week if self.frame and not self.frame.demos else self.current
        given = self.demos.get(week.pk, []) if week else []
        mine = any(demo.person_id == self.user.pk and demo.is_delivered for demo in given)
        return week if self.can_write and not mine else None

    @cached_property
    def usage(self) -> Usage:
        return usage_of(self.project)

    @property
    def is_nearly_full(self) -> bool:
        return self.can_write and self.usage.is_nearly_full

    # --- One film to send ------------------------------------------------------------------------------------
    @cached_property
    def joined_films(self) -> list[JoinedContents]:
        """Return what can be sent as one film: all demos, and those of the shown week if there are others."""
        whole = JoinedContents.of(self.project, self.weeks, self.demos)
        number = self.frame.week.number if self.frame else None
        of_week = JoinedContents.of(self.project, self.weeks, self.demos, number)
        both = [whole, of_week] if len(of_week.demos) < len(whole.demos) else [whole]
        return [contents for contents in both if contents.films]

    # --- The title, and the sentence under it ----------------------------------------------------------------
    @property
    def delivered(self) -> int:
        return sum(frame.is_delivered for frame in self.frames)

    @property
    def length(self) -> str:
        """Return how long all demos take to watch, as far as their lengths are known: "1 minute 57"."""
        demos = (demo for frame in self.frames for demo in frame.demos)
        seconds = sum(demo.seconds or 0 for demo in demos if demo.is_delivered)
        return length_in_words(seconds)

    @property
    def count(self) -> str:
        """Return "Four of ten demos", or "None of ten demos"."""
        weeks = len(self.weeks)
        delivered = in_words(self.delivered).capitalize() if self.delivered else "None"
        return f"{delivered} of {counted(weeks, 'demo')}"

    @property
    def due(self) -> date | None:
        return self.current.demo_due(self.project.demo_weekday) if self.current else None

    @property
    def days(self) -> int | None:
        return self.project.days_to_demo(self.current) if self.current else None

    @property
    def is_due(self) -> bool:
        given = self.demos.get(self.current.pk, []) if self.current else []
        return self.current is not None and not any(demo.is_delivered for demo in given)
