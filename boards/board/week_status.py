"""What a board says of its week under the title."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from boards.reporting.throughput import RecentThroughput
from projects.words import counted

if TYPE_CHECKING:
    from boards.board.page import BoardPage


class WeekStatus:
    """The sentence under the title: what is done, how long there is, what is due."""

    def __init__(self, board: "BoardPage"):
        self.project, self.week = board.project, board.week
        self.progress = board.figures.progress(board.week_shown)
        self.when = self.week.when(board.current) if self.week else ""
        self.is_delivered = self.week is not None and self.week.pk in board.demos
        self.board = board

    @property
    def demo_due(self) -> date | None:
        return self.week.demo_due(self.project.demo_weekday) if self.week else None

    @property
    def days(self) -> int | None:
        """Return the days until the demo; below zero once it is past."""
        return self.project.days_to_demo(self.week) if self.week else None

    @property
    def is_closed(self) -> bool:
        return self.week is not None and self.week.closed_at is not None

    @property
    def can_be_closed(self) -> bool:
        """Tell whether the week waits for somebody to close it, which it does from its demo day on."""
        return self.days is not None and self.days <= 0 and not self.is_closed

    @property
    def starts_later(self) -> bool:
        return self.week is not None and self.project.today() < self.week.starts_on

    @cached_property
    def recent(self) -> str:
        """Say what the last finished weeks brought, for a coming week; nothing where none is finished."""
        return str(RecentThroughput.of(self.board.figures, self.board.milestones, self.project.today()))

    @property
    def has_ended(self) -> bool:
        """Tell whether the week's last day is past: a week goes on after its demo."""
        return self.week is not None and self.project.today() > self.week.last_day

    @property
    def demo_text(self) -> str:
        due = f"{self.demo_due:%A} {self.demo_due.day} {self.demo_due:%B}" if self.demo_due else ""
        if self.days is not None and self.days < 0:
            demo = f"{self.ended} the demo" if self.ended else "The demo"
            return f"{demo} {'is there' if self.is_delivered else f'was due {due}'}"
        if self.is_delivered:
            return "Demo delivered"
        is_on = self.when == "now" and not self.starts_later
        return f"Demo due {f'{self.demo_due:%A}' if is_on else due}"

    @property
    def ended(self) -> str:
        day = self.week.last_day if self.week and self.has_ended else None
        return f"Ended {day:%A} {day.day} {day:%B};" if day else ""

    @property
    def ends_with_stop(self) -> bool:
        """Tell whether the paragraph ends with a full stop.

        A demo task at its very end goes without; before another sentence it has one.
        """
        has_task = self.week is not None and bool(self.week.demo_task)
        return not has_task or self.is_closed or self.can_be_closed

    @property
    def left(self) -> str:
        if self.days is None or self.starts_later:
            return ""
        if self.days < 0:
            return ""
        if self.days == 0:
            return "The demo is today."
        return f"{counted(self.days, 'day').capitalize()} left."
