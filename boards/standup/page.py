"""The data of a standup: the stop that is shown, with its cards, and the way to the others."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from boards.board.week_strip import week_options
from boards.models import Column
from boards.rendering.card import render_cards
from boards.standup.cards import (
    MOST,
    CardRow,
    amount,
    blocked_or_in_progress,
    blocked_or_too_big,
    blocked_since,
    cards_spoken_of,
    done_first,
    in_board_order,
    not_moved,
    oldest_first,
    read_rows,
)
from boards.standup.since import Since, since_last_standup
from boards.standup.stops import BLOCKED, WRAP_UP, Round, Stop, been_query, stops_of
from boards.standup.words import age, day_name, since_day
from boards.standup.wrap_up import WrapUp
from projects.models import Milestone, Project
from projects.words import counted


class CardMove(NamedTuple):
    """The move that is said most often of a card there: a button beside it, and the key that does the same."""

    name: str
    key: str
    column: str


MOVES: dict[str, CardMove] = {
    Column.TODO: CardMove("Start", "2", Column.DOING),
    Column.DOING: CardMove("Done", "3", Column.DONE),
    Column.DONE: CardMove("Not done", "2", Column.DOING),
}


@dataclass
class CardLine:
    """A card in a list: its drawing, which is the board's, and what is said beside it."""

    row: CardRow
    html: str = ""
    note: str = ""

    @property
    def move(self) -> CardMove | None:
        return None if self.row.is_blocked else MOVES[self.row.column]

    @property
    def state(self) -> str:
        """Return what a script compares to know whether the line says something else than before."""
        row = self.row
        return f"{row.column} {row.milestone_id} {row.is_blocked} {row.title} {self.note}"


@dataclass
class CardList:
    """A list on the page: one of the three columns by its key, or what is blocked, or has not moved."""

    key: str
    name: str
    icon: str
    lines: list[CardLine]
    empty: str
    hidden: int = 0

    @property
    def is_column(self) -> bool:
        return self.key in Column.values

    @property
    def spoken_name(self) -> str:
        """Return what a card was moved to, in a sentence: of "Done since Monday" the column alone."""
        return Column(self.key).label if self.is_column else self.name


class StandupPage:
    """Everything at one stop; some twelve queries, however many cards and people there are."""

    def __init__(self, project: Project, query: QueryDict):
        self.project = project
        self.milestones = list(project.milestones.all())
        self.week = project.week_at_work(self.milestones)
        self.since: Since = since_last_standup(project)
        self.round = Round(stops_of(project), query)

    @property
    def stop(self) -> Stop:
        return self.round.stop

    @property
    def back(self) -> str:
        """Return what a form on the page sends as `back`, to lead here again."""
        return f"standup={self.stop.key}{been_query(self.round.been)}"

    @property
    def rail(self) -> list[tuple[Stop, str, bool]]:
        """Return every stop with the address' query that leads there, and whether it has been."""
        return [(stop, self.round.query(stop), self.round.has_been(stop)) for stop in self.round.stops]

    @property
    def before(self) -> tuple[Stop, str] | None:
        stop = self.round.before
        return None if stop is None else (stop, self.round.query(stop))

    @property
    def next(self) -> tuple[Stop, str] | None:
        stop = self.round.next
        return None if stop is None else (stop, self.round.query(stop))

    @property
    def is_wrap_up(self) -> bool:
        return self.stop.key == WRAP_UP

    # --- The cards ---------------------------------------------------------------------------------------
    @cached_property
    def rows(self) -> list[CardRow]:
        """Read the cards that this stop speaks of: those of a person or nobody; for the others, not the backlog."""
        if self.stop.has_lists:
            cards = cards_spoken_of(self.project, self.week, self.since.at)
            return read_rows(cards.filter(assignees=self.stop.member))
        if self.is_wrap_up:
            return read_rows(blocked_or_too_big(self.project, self.week))
        return read_rows(blocked_or_in_progress(self.project))

    @cached_property
    def blocked(self) -> list[CardRow]:
        rows = [row for row in self.rows if row.is_blocked]
        return [*oldest_first(rows), *in_board_order(rows)]

    @cached_property
    def not_moved(self) -> list[CardRow]:
        return not_moved(self.project, [row for row in self.rows if not row.is_blocked], self.since.at)

    @cached_property
    def lists(self) -> list[CardList]:
        lists = self.lists_of_one() if self.stop.has_lists else self.lists_of_all()
        self.draw(lists)
        return lists

    def lists_of_one(self) -> list[CardList]:
        """Return what is blocked, if anything is, and the three columns."""
        others = [row for row in self.rows if not row.is_blocked]
        done, doing, to_do = done_first(others), oldest_first(others), in_board_order(others)
        nothing_next = "Nothing to do in this week" if self.week else "Nothing to do"
        blocked = (
            [self.list_of("blocked", "Blocked", "octagon-alert", self.blocked, "")] if self.blocked else []
        )
        return [
            *blocked,
            self.list_of(
                "done", f"Done {self.since.words}", "done", done[::-1][:MOST][::-1], "Nothing yet", done
            ),
            self.list_of("doing", "In Progress", "doing", doing, "Nothing started"),
            self.list_of("todo", "Next", "todo", to_do, nothing_next),
        ]

    def lists_of_all(self) -> list[CardList]:
        if self.stop.key != BLOCKED:
            return []
        still = f"Not moved {self.since.words}"
        return [
            self.list_of("blocked", "Blocked", "octagon-alert", self.blocked, "Nothing is blocked"),
            self.list_of("still", still, "clock", self.not_moved, "Everything in progress has moved"),
        ]

    def list_of(
        self,
        key: str,
        name: str,
        icon: str,
        rows: list[CardRow],
        empty: str,
        of: list[CardRow] | None = None,
    ) -> CardList:
        shown = rows[:MOST]
        lines = [CardLine(row) for row in shown]
        return CardList(key, name, icon, lines, empty, len(rows if of is None else of) - len(shown))

    def draw(self, lists: list[CardList]) -> None:
        """Give each line the board's drawing of its card, and since when it is so."""
        rows = [line.row for each in lists for line in each.lines]
        cards = self.project.cards.filter(pk__in=[row.pk for row in rows])
        drawn = {card.pk: card.html for card in render_cards(self.project, cards)}
        for each in lists:  # a card that was deleted for good between the two readings is in none
            each.lines = [line for line in each.lines if line.row.pk in drawn]
        lines = [line for each in lists for line in each.lines]
        blocked = blocked_since(self.project, [row for row in rows if row.is_blocked])
        for line in lines:
            line.html = drawn[line.row.pk]
            line.note = self.note(line.row, blocked)

    def note(self, row: CardRow, blocked: dict[int, datetime]) -> str:
        if row.number in blocked:
            return since_day(self.project, blocked[row.number])
        if row.column == Column.DOING and row.started_at:
            return age(self.project, row.started_at)
        return ""

    # --- What is said of them ------------------------------------------------------------------------------
    @property
    def day(self) -> str:
        week = f", week {self.week.number}" if self.week else ""
        return f"{day_name(self.project)}{week}"

    @property
    def title(self) -> str:
        if self.stop.key == BLOCKED:
            count = len(self.blocked)
            blocked = f"{counted(count, 'card')} {'is' if count == 1 else 'are'} blocked"
            return capfirst(blocked) if count else "Nothing is blocked"
        return self.wrap_up.title if self.is_wrap_up else self.stop.title

    @property
    def sentence(self) -> str:
        """Say in one sentence how it stands at this stop."""
        if self.stop.key == BLOCKED:
            return self.sentence_of_blocked
        if self.is_wrap_up:
            return ""
        done = amount([row for row in self.rows if not row.is_open])
        return capfirst(f"{done} done {self.since.words}, {amount(self.left)} left {self.in_week}")

    @property
    def sentence_of_blocked(self) -> str:
        count = len(self.not_moved)
        if not count:
            return f"Everything in progress has moved {self.since.words}."
        return capfirst(
            f"{counted(count, 'card')} {'has' if count == 1 else 'have'} not moved {self.since.words}."
        )

    @property
    def left(self) -> list[CardRow]:
        """Return what is open in this week; in a project without a plan all that is."""
        week = self.week.pk if self.week else None
        return [row for row in self.rows if row.is_open and (week is None or row.milestone_id == week)]

    @property
    def in_week(self) -> str:
        if self.week is None:
            return "for later"
        is_now = self.week.when_on(self.project.today()) == "now"
        return "this week" if is_now else f"in week {self.week.number}"

    @cached_property
    def wrap_up(self) -> WrapUp:
        return WrapUp(self.project, self.week, self.rows, MOST)

    # --- What the page's forms need --------------------------------------------------------------------------
    @property
    def takes_cards(self) -> bool:
        """Tell whether a card can be added at this stop."""
        return self.stop.has_lists and not (self.week and self.week.closed_at)

    @property
    def example_line(self) -> str:
        """Return what an empty line for a new card says."""
        return f"Add a card for {self.stop.member.user.first}" if self.stop.member else ""

    @property
    def can_take_over(self) -> bool:
        """Tell whether the cards at this stop are somebody else's, and this person works on the project."""
        mine = self.project.membership_id
        return self.stop.has_lists and mine is not None and str(mine) != self.stop.key

    @cached_property
    def next_week(self) -> Milestone | None:
        later = (week for week in self.milestones if self.week and week.number > self.week.number)
        return next((week for week in later if not week.closed_at), None)

    @property
    def week_options(self) -> SafeString:
        return week_options(self.milestones, self.project, following=self.next_week, here=self.week)
