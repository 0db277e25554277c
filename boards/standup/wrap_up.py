"""The end of a standup: what is blocked and too big, by name; what the week has left; its demo."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from boards.models import Column
from boards.rendering.badges import CardBadges, badges_for
from boards.reporting.totals import Progress, ProjectTotals
from boards.standup.cards import CardRow, blocked_since
from boards.standup.words import since_day, time_left
from projects.hours import as_hours
from projects.models import Demo, Milestone, Project
from projects.words import plural


@dataclass
class Line:
    """A card, whose it is, and since when it is blocked."""

    card: CardRow
    badges: CardBadges
    since: str = ""

    @property
    def people(self) -> str:
        return ", ".join(person.name for person in self.badges.people) or "Nobody"


class WrapUp:
    """What the wrap-up shows of the open cards; `most` of each list."""

    def __init__(self, project: Project, week: Milestone | None, rows: list[CardRow], most: int):
        self.project, self.week, self.rows, self.most = project, week, rows, most

    @cached_property
    def blocked_rows(self) -> list[CardRow]:
        return [row for row in self.rows if row.is_blocked]

    @cached_property
    def over_rows(self) -> list[CardRow]:
        """Return the cards over the limit that are at hand: in progress, or to do in this week."""
        limit, week = self.project.card_limit_minutes, self.week.pk if self.week else None
        return [
            row
            for row in self.rows
            if (row.estimate_minutes or 0) > limit
            and (row.column == Column.DOING or row.milestone_id == week)
        ]

    @cached_property
    def badges(self) -> dict[int, CardBadges]:
        return badges_for({row.pk for row in [*self.blocked_rows[: self.most], *self.over_rows[: self.most]]})

    @property
    def blocked(self) -> list[Line]:
        rows = self.blocked_rows[: self.most]
        since = blocked_since(self.project, rows)
        lines = [
            Line(
                row,
                self.badges[row.pk],
                since_day(self.project, since[row.number]) if row.number in since else "",
            )
            for row in rows
        ]
        return sorted(lines, key=lambda line: line.people)

    @property
    def over(self) -> list[Line]:
        return sorted(
            (Line(row, self.badges[row.pk]) for row in self.over_rows[: self.most]),
            key=lambda line: line.people,
        )

    @cached_property
    def progress(self) -> Progress | None:
        return ProjectTotals(self.project).progress(self.week) if self.week else None

    @property
    def left(self) -> str:
        """Return what is left of the week, "47 h"; in cards as long as nothing is estimated."""
        if self.progress is None:
            return ""
        rest = self.progress.max - self.progress.value if self.progress.planned.cards else 0
        if self.progress.in_hours:
            return f"{as_hours(rest)} h left"
        return f"{rest} {plural(rest, 'card')} left" if rest else "Nothing left"

    @property
    def title(self) -> str:
        """Say what is left against the days there are: "47 h left, two days to Friday"."""
        if self.week is None:
            return "No week is planned"
        if self.week.closed_at:
            return f"Week {self.week.number} is closed"
        return f"{self.left}, {time_left(self.project, self.week)}"

    @property
    def demo_due(self) -> date | None:
        return self.week.demo_due(self.project.demo_weekday) if self.week else None

    @cached_property
    def demos(self) -> list[Demo]:
        if self.week is None:
            return []
        return list(self.week.demos.delivered().select_related("person").order_by("created_at", "pk"))
